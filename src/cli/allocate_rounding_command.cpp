#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "adapters/csv.hpp"
#include "adapters/csv_numbers.hpp"
#include "adapters/file.hpp"
#include "cli/commands.hpp"
#include "cli/option_flags.hpp"
#include "cli/plan_tree.hpp"
#include "cli/row_output.hpp"
#include "salesplan/allocation/controlled_rounding.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/core/number_text.hpp"

namespace salesplan::cli {
namespace {

struct RoundingArguments {
  std::string file;
  std::string rows;
  std::string columns;
  std::string unit;
  int decimals = 2;
  bool json = false;
};

/// A side of the table: its leaves, and where each is in the file.
struct TableSide {
  std::vector<std::int32_t> parent{-1};
  std::vector<std::size_t> at;  // of each leaf, in the order of the tree

  /// `names` below a total, or below the tree of `file` whose leaves they are.
  TableSide(const std::vector<std::string>& names, const std::string& file,
            const std::string& place) {
    if (file.empty()) {
      parent.insert(parent.end(), names.size(), 0);
      for (std::size_t i = 0; i < names.size(); ++i) at.push_back(i);
      return;
    }
    const PlanTree tree(file, 0);
    const allocation::Tree nodes = tree.tree();
    parent.assign(nodes.parent.begin(), nodes.parent.end());
    const allocation::Children children = allocation::children_of(nodes);
    for (std::size_t v = 0; v < nodes.size(); ++v) {
      if (children.count(v) == 0) at.push_back(position(names, tree.label(v), file, place));
    }
    for (const std::string& name : names) {
      if (children.count(tree.node(name, place)) == 0) continue;
      throw Error(ErrorCode::invalid_argument, place,
                  core::quoted(name) + " is no leaf of " + file);
    }
  }

 private:
  static std::size_t position(const std::vector<std::string>& names, const std::string& label,
                              const std::string& file, const std::string& place) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (names[i] == label) return i;
    }
    throw Error(ErrorCode::not_found, file, core::quoted(label) + " is not in " + place);
  }
};

void run_rounding(const RoundingArguments& arguments) {
  const adapters::CsvTable csv(adapters::read_file(arguments.file), arguments.file);
  const std::vector<std::string> header(csv.columns().begin(), csv.columns().end());
  const std::vector<std::string> months(header.begin() + 1, header.end());
  std::vector<std::string> names;
  for (std::size_t r = 0; r < csv.rows(); ++r) names.emplace_back(csv.cell(r, 0));
  const TableSide rows(names, arguments.rows, arguments.file);
  const TableSide columns(months, arguments.columns, arguments.file);
  const double minor = core::minor_per_unit(arguments.decimals);
  std::vector<double> values;
  for (const std::size_t r : rows.at) {
    for (const std::size_t c : columns.at) {
      values.push_back(minor * core::parse_number(csv.cell(r, c + 1), csv.place(r, c + 1)));
    }
  }
  const core::Minor unit =
      arguments.unit.empty() ? 1 : flag_amount(arguments.unit, arguments.decimals, "--unit");
  const std::vector<core::Minor> rounded =
      allocation::controlled_rounding(values, {rows.parent}, {columns.parent}, unit);

  std::vector<std::vector<Cell>> out(names.size(), std::vector<Cell>(header.size()));
  for (std::size_t i = 0; i < rows.at.size(); ++i) {
    std::vector<Cell>& line = out[rows.at[i]];
    line[0] = names[rows.at[i]];
    for (std::size_t j = 0; j < columns.at.size(); ++j) {
      line[columns.at[j] + 1] =
          core::amount_text(rounded[i * columns.at.size() + j], arguments.decimals);
    }
  }
  print_rows(header, out, arguments.json);
}

}  // namespace

void add_allocate_rounding_command(CLI::App& allocate) {
  const auto arguments = std::make_shared<RoundingArguments>();
  CLI::App* command = allocate.add_subcommand(
      "controlled-rounding",
      "Round a table so that rows, columns, subtotals and the total come out rounded as well");
  command
      ->add_option("file", arguments->file, "CSV: names of the rows, then a column of amounts each")
      ->required();
  command->add_option("--unit", arguments->unit,
                      "Round to multiples of it, such as 1000.00; else one minor unit");
  command->add_option("--rows", arguments->rows,
                      "CSV with columns node, parent: the tree whose leaves the rows are");
  command->add_option("--columns", arguments->columns, "the same of the columns");
  add_decimals(*command, arguments->decimals);
  command->add_flag("--json", arguments->json, "Print JSON instead of CSV");
  command->footer(
      "Example:\n"
      "  salesplan allocate controlled-rounding plan.csv --unit 1000.00 --columns quarters.csv");
  command->callback([arguments] { run_rounding(*arguments); });
}

}  // namespace salesplan::cli
