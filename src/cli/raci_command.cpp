#include <algorithm>
#include <cstdint>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "adapters/csv_numbers.hpp"
#include "adapters/file.hpp"
#include "adapters/task_template.hpp"
#include "cli/commands.hpp"
#include "cli/row_output.hpp"
#include "salesplan/schedule/responsibility.hpp"

namespace salesplan::cli {
namespace {

using adapters::CsvTable;
using schedule::ResponsibilityMatrix;

struct RaciArguments {
  std::string matrix, capacity, tasks;
  bool load = false, print_template = false, json = false;
};

constexpr char part_letters[] = {'R', 'A', 'C', 'I'};

// "R", "A/R", "AR" … as parts.
std::uint8_t parts_of(std::string_view cell, const std::string& place) {
  std::uint8_t parts = 0;
  for (const char c : cell) {
    if (c == '/' || c == ' ') continue;
    const auto* letter = std::find(std::begin(part_letters), std::end(part_letters), c);
    if (letter == std::end(part_letters)) {
      throw Error(ErrorCode::parse, place, core::quoted(cell) + " is none of R, A, C, I");
    }
    parts = static_cast<std::uint8_t>(parts | 1u << (letter - std::begin(part_letters)));
  }
  return parts;
}

std::string parts_text(std::uint8_t parts) {
  std::string text;
  for (const int part : {1, 0, 2, 3}) {  // A before R
    if ((parts >> part & 1) != 0) {
      text += std::string(text.empty() ? "" : "/") + part_letters[part];
    }
  }
  return text;
}

// Every column but "task" and "hours" is a role.
ResponsibilityMatrix read_matrix(const CsvTable& csv) {
  ResponsibilityMatrix matrix;
  std::vector<std::size_t> columns;
  const std::size_t task = csv.column("task");
  for (std::size_t c = 0; c < csv.columns().size(); ++c) {
    const std::string name(csv.columns()[c]);
    if (name == "task" || name == "hours") continue;
    columns.push_back(c);
    matrix.roles.push_back(name);
  }
  if (columns.empty()) throw Error(ErrorCode::invalid_argument, csv.name(), "has no roles");
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    schedule::ResponsibilityTask row;
    row.key = csv.cell(r, task);
    if (row.key.empty()) {
      throw Error(ErrorCode::invalid_argument, csv.place(r, task), "must not be empty");
    }
    for (const std::size_t c : columns) {
      row.parts.push_back(parts_of(csv.cell(r, c), csv.place(r, c)));
    }
    row.hours = adapters::csv_number(csv, r, "hours", 1);
    matrix.tasks.push_back(std::move(row));
  }
  return matrix;
}

void read_capacity(ResponsibilityMatrix& matrix, const std::string& file) {
  if (file.empty()) return;
  const CsvTable csv(adapters::read_file(file), file);
  const std::size_t role = csv.column("role");
  matrix.capacity_hours.assign(matrix.roles.size(), 1e6);  // not limited where none is given
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    const auto found = std::find(matrix.roles.begin(), matrix.roles.end(), csv.cell(r, role));
    if (found == matrix.roles.end()) {
      throw Error(ErrorCode::not_found, csv.place(r, role),
                  core::quoted(csv.cell(r, role)) + " is no role of the matrix");
    }
    matrix.capacity_hours[static_cast<std::size_t>(found - matrix.roles.begin())] =
        adapters::csv_number(csv, r, "hours");
  }
}

void print_matrix(const ResponsibilityMatrix& matrix) {
  std::vector<std::string> names{"task", "hours"};
  names.insert(names.end(), matrix.roles.begin(), matrix.roles.end());
  std::vector<std::vector<Cell>> rows;
  for (const schedule::ResponsibilityTask& task : matrix.tasks) {
    rows.push_back({task.key, task.hours});
    for (const std::uint8_t parts : task.parts) rows.back().emplace_back(parts_text(parts));
  }
  print_rows(names, rows, false);
}

void run_raci(const RaciArguments& a) {
  if (a.print_template) {
    print_matrix(schedule::sales_team_matrix());
    return;
  }
  if (a.matrix.empty()) throw Error(ErrorCode::invalid_argument, "matrix", "must be given");
  const CsvTable csv(adapters::read_file(a.matrix), a.matrix);
  ResponsibilityMatrix matrix = read_matrix(csv);
  read_capacity(matrix, a.capacity);
  schedule::ResponsibilityReview review;
  try {
    review = schedule::review_responsibilities(matrix);
  } catch (const Error& error) {
    throw error.moved_to(a.matrix + ": " + error.place());
  }
  std::vector<std::vector<Cell>> rows;
  if (a.load) {
    for (std::size_t r = 0; r < matrix.roles.size(); ++r) {
      const double capacity = matrix.capacity_hours.empty() ? 1e6 : matrix.capacity_hours[r];
      rows.push_back({matrix.roles[r], review.load_hours[r],
                      capacity < 1e6 ? Cell(capacity) : Cell(std::string()),
                      static_cast<double>(review.parts[r])});
    }
    print_rows({"role", "hours", "capacity", "tasks"}, rows, a.json);
    return;
  }
  for (const schedule::ResponsibilityFinding& finding : review.findings) {
    const bool of_role = finding.issue == schedule::ResponsibilityIssue::overloaded ||
                         finding.issue == schedule::ResponsibilityIssue::idle;
    rows.push_back({std::string(schedule::issue_name(finding.issue)),
                    of_role ? matrix.roles[finding.index] : matrix.tasks[finding.index].key,
                    finding.detail});
  }
  if (!a.tasks.empty()) {
    std::vector<std::string> keys;
    for (const auto& task : adapters::read_task_template(a.tasks)) keys.push_back(task.key);
    const schedule::TaskMismatch mismatch = schedule::match_tasks(matrix, keys);
    for (const std::size_t t : mismatch.unknown) {
      rows.push_back({std::string("unknown_task"), matrix.tasks[t].key, std::string()});
    }
    for (const std::string& key : mismatch.uncovered) {
      rows.push_back({std::string("uncovered_task"), key, std::string()});
    }
  }
  print_rows({"issue", "of", "detail"}, rows, a.json);
}

}  // namespace

void add_raci_command(CLI::App& app) {
  const auto a = std::make_shared<RaciArguments>();
  CLI::App* command =
      app.add_subcommand("raci", "Check a responsibility matrix: gaps, overlaps, load by role");
  command->add_option(
      "matrix", a->matrix,
      "CSV with task, hours a month (if wanted) and a column for each role: R, A, C, "
      "I or several, A/R");
  command->add_option("--capacity", a->capacity, "CSV with role and hours a month");
  command->add_option("--tasks", a->tasks,
                      "The month's tasks, as for salesplan tasks: what either does not name");
  command->add_flag("--load", a->load, "Print hours by role instead of findings");
  command->add_flag("--print-template", a->print_template,
                    "Print the matrix of a sales team, to edit");
  command->add_flag("--json", a->json, "Print JSON instead of CSV");
  command->footer(
      "Examples:\n"
      "  salesplan raci --print-template > matrix.csv\n"
      "  salesplan raci matrix.csv --capacity roles.csv --tasks tasks.csv");
  command->callback([a] { run_raci(*a); });
}

}  // namespace salesplan::cli
