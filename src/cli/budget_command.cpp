#include <algorithm>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "adapters/budget_options.hpp"
#include "adapters/csv_numbers.hpp"
#include "adapters/file.hpp"
#include "cli/commands.hpp"
#include "cli/option_flags.hpp"
#include "cli/row_output.hpp"
#include "cli/store_file.hpp"
#include "salesplan/budget/adjustment.hpp"
#include "salesplan/budget/last_change.hpp"
#include "salesplan/budget/split.hpp"
#include "salesplan/budget/workflow.hpp"
#include "salesplan/core/money.hpp"

namespace salesplan::cli {
namespace {

using adapters::CsvTable;
using core::Minor;

struct BudgetArguments {
  std::string file, store, name, people, head, total, second_above;
  std::string reserve = "0";
  adapters::Options basis{"budget_split"}, adjustment{"budget_adjustment"};
  std::string step;
  budget::Command command;
  std::size_t from = 0, to = 0;
  int decimals = 2;
  bool json = false;
};

void run_split(const BudgetArguments& a) {
  const CsvTable csv(adapters::read_file(a.file), a.file);
  const bool curves = csv.has_column("scale");
  std::vector<Minor> floor, cap, lock;
  std::vector<double> history, target;
  std::vector<numeric::ResponseCurve> curve;
  const double unit = core::minor_per_unit(a.decimals);
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    floor.push_back(adapters::csv_amount(csv, r, "floor", a.decimals, core::missing_integer));
    cap.push_back(adapters::csv_amount(csv, r, "cap", a.decimals, core::missing_integer));
    lock.push_back(adapters::csv_amount(csv, r, "lock", a.decimals, core::missing_integer));
    if (curves) {
      curve.push_back({numeric::ResponseShape::hill, adapters::csv_number(csv, r, "scale"),
                       adapters::csv_number(csv, r, "half") * unit,
                       adapters::csv_number(csv, r, "slope", 1)});
    } else {
      history.push_back(adapters::csv_number(csv, r, "history", 0));
      target.push_back(adapters::csv_number(csv, r, "target", 0));
    }
  }
  const Minor total = flag_amount(a.total, a.decimals, "--total");
  const allocation::Bounds bounds{floor, cap, lock};
  const std::vector<Minor> amounts =
      curves ? budget::best_split(total, curve, bounds).amount
             : budget::split(total, csv.rows(), adapters::basis(a.basis), history, target, bounds);
  std::vector<std::string> names{"line", "amount"};
  if (curves) names.insert(names.end(), {"response", "marginal"});
  std::vector<std::vector<Cell>> rows;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    rows.push_back(
        {std::string(csv.cell(r, csv.column("line"))), core::amount_text(amounts[r], a.decimals)});
    if (!curves) continue;
    const auto spend = static_cast<double>(amounts[r]);
    rows.back().emplace_back(numeric::response(curve[r], spend));
    rows.back().emplace_back(numeric::marginal_response(curve[r], spend).slope * unit);
  }
  print_rows(names, rows, a.json);
}

// What the store knows of the budget whose proposals are wanted; nothing where none is named.
budget::LastChange last_change_of(const BudgetArguments& a) {
  if (a.store.empty() != a.name.empty()) {
    throw Error(ErrorCode::invalid_argument, a.store.empty() ? "--store" : "--budget",
                "must be given with the other");
  }
  if (a.store.empty()) return {};
  budget::LastChange change = budget::last_change(read_trail(a.store, a.name));
  if (change.lines.empty()) {
    throw Error(ErrorCode::not_found, a.store, core::quoted(a.name) + " has no version in force");
  }
  return change;
}

// The amount of a line in the file, or in the version in force.
Minor budget_of(const CsvTable& csv, std::size_t row, const budget::LastChange& change,
                int decimals) {
  const Minor given = adapters::csv_amount(csv, row, "budget", decimals, core::missing_integer);
  if (!core::is_missing(given) || change.lines.empty()) return given;
  const std::size_t column = csv.column("line");
  for (const budget::Line& line : change.lines) {
    if (line.name == csv.cell(row, column)) return line.amount;
  }
  throw Error(ErrorCode::not_found, csv.place(row, column),
              core::quoted(csv.cell(row, column)) + " is no line of the version in force");
}

budget::Proposed last_of(const CsvTable& csv, std::size_t row, const budget::LastChange& change) {
  const std::string_view cell =
      csv.has_column("last") ? csv.cell(row, csv.column("last")) : std::string_view();
  if (cell.empty()) return done_to(change, std::string(csv.cell(row, csv.column("line"))));
  constexpr const char* names[] = {"keep", "add", "cut", "freeze"};
  for (std::size_t i = 0; i < std::size(names); ++i) {
    if (cell == names[i]) return static_cast<budget::Proposed>(i);
  }
  throw Error(ErrorCode::not_found, csv.place(row, csv.column("last")),
              core::quoted(cell) + " is none of keep, add, cut, freeze");
}

void run_propose(const BudgetArguments& a) {
  const CsvTable csv(adapters::read_file(a.file), a.file);
  const budget::LastChange change = last_change_of(a);
  std::vector<budget::Progress> lines;
  std::vector<std::string> names;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    names.emplace_back(csv.cell(r, csv.column("line")));
    budget::Progress p;
    p.budget = budget_of(csv, r, change, a.decimals);
    p.last = last_of(csv, r, change);
    p.planned = adapters::csv_amount(csv, r, "planned", a.decimals, core::missing_integer);
    p.spent = adapters::csv_amount(csv, r, "spent", a.decimals, core::missing_integer);
    p.committed = adapters::csv_amount(csv, r, "committed", a.decimals, p.spent);
    p.target = adapters::csv_number(csv, r, "target");
    p.landing = adapters::csv_number(csv, r, "landing");
    p.landing_sd = adapters::csv_number(csv, r, "landing_sd", 0);
    p.marginal = adapters::csv_number(csv, r, "marginal");
    p.marginal_sd = adapters::csv_number(csv, r, "marginal_sd", 0);
    p.elasticity = adapters::csv_number(csv, r, "elasticity", 1);
    lines.push_back(p);
  }
  const budget::Adjustment result =
      budget::propose(lines, flag_amount(a.reserve, a.decimals, "--reserve"),
                      adapters::adjustment_options(a.adjustment));
  const auto name = [&](std::size_t i) {
    return i == budget::from_reserve ? std::string("reserve") : names[i];
  };
  const auto money = [&](double minor) {
    return core::amount_text(core::round_to_minor(minor, "effect"), a.decimals);
  };
  std::vector<std::vector<Cell>> rows;
  for (const budget::Proposal& p : result.proposals) {
    const bool freeze = p.to == budget::from_reserve && std::string(p.action) == "freeze";
    rows.push_back({std::string(p.action), name(p.from), freeze ? "" : name(p.to),
                    core::amount_text(p.amount, a.decimals), money(p.effect), money(p.lower),
                    money(p.upper), p.reason});
  }
  print_rows({"action", "from", "to", "amount", "effect", "lower", "upper", "reason"}, rows,
             a.json);
}

budget::Policy read_policy(const BudgetArguments& a) {
  const CsvTable csv(adapters::read_file(a.people), a.people);
  budget::Policy policy;
  if (!a.second_above.empty()) {
    policy.second_above = flag_amount(a.second_above, a.decimals, "--second-above");
  }
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    budget::Person person{std::string(csv.cell(r, csv.column("name"))), {}, 0};
    person.limit = adapters::csv_amount(csv, r, "limit", a.decimals, core::missing_integer);
    const std::size_t column = csv.column("roles");
    std::string_view roles = csv.cell(r, column);
    while (!roles.empty()) {
      const std::size_t end = std::min(roles.find(' '), roles.size());
      person.roles.push_back(
          budget::parse_role(std::string(roles.substr(0, end)), csv.place(r, column)));
      roles.remove_prefix(std::min(end + 1, roles.size()));
    }
    policy.people.push_back(person);
  }
  return policy;
}

std::vector<Cell> standing(const budget::Budget& budget) {
  return {std::string(budget::stage_name(budget.stage)),
          static_cast<double>(budget.versions.size()), static_cast<double>(budget.in_force),
          static_cast<double>(budget.sequence)};
}

void run_step(BudgetArguments& a) {
  budget::Command& command = a.command;
  command.step = budget::parse_step(a.step, "STEP");
  if (!a.file.empty()) {
    const CsvTable csv(adapters::read_file(a.file), a.file);
    for (std::size_t r = 0; r < csv.rows(); ++r) {
      command.lines.push_back(
          {std::string(csv.cell(r, csv.column("line"))),
           adapters::csv_amount(csv, r, "amount", a.decimals, core::missing_integer)});
    }
  }
  command.now = now_or(command.now);
  const budget::Policy policy = read_policy(a);
  print_rows({"stage", "versions", "in_force", "entries"},
             {standing(budget::act(*open_store(a.store), a.name, policy, command))}, a.json);
}

void run_trail(const BudgetArguments& a) {
  std::vector<std::vector<Cell>> rows;
  for (const budget::Entry& e : read_trail(a.store, a.name).entries) {
    rows.push_back({static_cast<double>(e.sequence), static_cast<double>(e.at), e.actor, e.action,
                    e.reason, e.hash});
  }
  print_rows({"entry", "at", "actor", "step", "reason", "hash"}, rows, a.json);
}

void run_verify(const BudgetArguments& a) {
  const budget::Trail trail = read_trail(a.store, a.name);
  budget::verify(trail, a.head);
  print_rows({"stage", "versions", "in_force", "entries"}, {standing(budget::replay(trail))},
             a.json);
}

void run_diff(const BudgetArguments& a) {
  const budget::Budget budget = budget::replay(read_trail(a.store, a.name));
  for (std::size_t version : {a.from, a.to}) {
    if (version < 1 || version > budget.versions.size()) {
      throw Error(ErrorCode::not_found, a.name,
                  "version " + std::to_string(version) + " is not in 1.." +
                      std::to_string(budget.versions.size()));
    }
  }
  const auto text = [&](Minor amount) {
    return core::is_missing(amount) ? std::string() : core::amount_text(amount, a.decimals);
  };
  std::vector<std::vector<Cell>> rows;
  for (const budget::LineChange& change :
       budget::difference(budget.versions[a.from - 1].lines, budget.versions[a.to - 1].lines)) {
    rows.push_back({change.name, text(change.before), text(change.after)});
  }
  print_rows({"line", "before", "after"}, rows, a.json);
}

}  // namespace

void add_budget_command(CLI::App& app) {
  CLI::App* group = app.add_subcommand("budget", "Split a budget, adjust it, take it to approval");
  group->require_subcommand(1);
  const auto a = std::make_shared<BudgetArguments>();
  const auto add = [&](const char* name, const char* text, void (*run)(BudgetArguments&)) {
    CLI::App* command = group->add_subcommand(name, text);
    command->add_flag("--json", a->json, "Print JSON instead of CSV");
    add_decimals(*command, a->decimals);
    command->callback([a, run] { run(*a); });
    return command;
  };
  CLI::App* split = add("split", "Amounts that add up, by a basis or by response curves",
                        [](BudgetArguments& given) { run_split(given); });
  split
      ->add_option("file", a->file,
                   "CSV: line; history, target; floor, cap, lock. With scale, half and slope (a "
                   "Hill curve of the response to a spend): where it returns most")
      ->required();
  split->add_option("--total", a->total, "The budget")->required();
  add_option_flags(*split, a->basis);

  CLI::App* propose = add("propose", "What to change, from spend, landing and marginal return",
                          [](BudgetArguments& given) { run_propose(given); });
  propose
      ->add_option("file", a->file,
                   "CSV: line, budget, planned, spent, committed, target, landing, landing_sd, "
                   "marginal, marginal_sd, elasticity, last (keep, add, cut, freeze)")
      ->required();
  propose->add_option("--store", a->store,
                      "The SQLite file that says what was done to the lines last time, and their "
                      "budget where the file does not");
  propose->add_option("--budget", a->name, "The budget's name in it");
  propose->add_option("--reserve", a->reserve, "Not yet given to a line")->capture_default_str();
  add_option_flags(*propose, a->adjustment);

  CLI::App* step = add("step", "Take a budget one step on", run_step);
  CLI::App* trail =
      add("trail", "Who did what, when and why", [](BudgetArguments& given) { run_trail(given); });
  CLI::App* verify = add("verify", "Check the hash chain, and say where the budget stands",
                         [](BudgetArguments& given) { run_verify(given); });
  CLI::App* diff = add("diff", "Lines that differ between two versions",
                       [](BudgetArguments& given) { run_diff(given); });
  for (CLI::App* command : {step, trail, verify, diff}) {
    command->add_option("store", a->store, "The SQLite file")->required();
    command->add_option("name", a->name, "The budget's name")->required();
  }
  step->add_option("step", a->step,
                   "draft, submit, endorse, reject, approve, monitor, adjust, withdraw, close")
      ->required();
  step->add_option("--lines", a->file, "CSV of draft and adjust: line, amount");
  step->add_option("--actor", a->command.actor, "Who takes the step")->required();
  step->add_option("--people", a->people,
                   "CSV: name, roles (author reviewer approver controller, by blanks), limit")
      ->required();
  step->add_option("--second-above", a->second_above, "Above it a second approver");
  step->add_option("--reason", a->command.reason, "Why");
  step->add_option("--seen", a->command.seen, "Entries seen: a conflict if there are others");
  step->add_option("--now", a->command.now, "Seconds since 1970-01-01 UTC; else the clock's");
  verify->add_option("--head", a->head, "A hash noted down before, which must be there");
  diff->add_option("from", a->from, "A version, from 1")->required();
  diff->add_option("to", a->to, "Another")->required();
  group->footer(
      "Examples:\n"
      "  salesplan budget split lines.csv --total 250000 --history 0.7 --target 0.3\n"
      "  salesplan budget step budgets.db 2026 draft --lines lines.csv --actor ann --people "
      "people.csv");
}

}  // namespace salesplan::cli
