#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "adapters/over_assignment.hpp"
#include "adapters/worksheet_options.hpp"
#include "cli/amount_wording.hpp"
#include "cli/commands.hpp"
#include "cli/option_flags.hpp"
#include "cli/plan_tree.hpp"
#include "cli/row_output.hpp"
#include "salesplan/allocation/cascade.hpp"
#include "salesplan/allocation/explanation.hpp"
#include "salesplan/allocation/replan.hpp"

namespace salesplan::cli {
namespace {

struct TreeArguments {
  std::string file;
  std::string total;
  std::string node;
  std::string unit;
  std::string operations;
  std::vector<std::string> locks;
  std::vector<std::string> departed;
  adapters::Options options{"allocate"};
  int decimals = 2;
  bool log = false;
  bool json = false;

  core::Minor amount(const std::string& text, const char* place) const {
    return flag_amount(text, decimals, place);
  }
  core::Minor unit_amount() const { return unit.empty() ? 1 : amount(unit, "--unit"); }
};

/// An amount as text, empty where there is none.
std::string tree_money(core::Minor value, int decimals) {
  return core::is_missing(value) ? std::string() : core::amount_text(value, decimals);
}

struct TreeBounds {
  std::vector<core::Minor> lower, upper, locked;
  explicit TreeBounds(const PlanTree& tree)
      : lower(tree.amounts("lower")),
        upper(tree.amounts("upper")),
        locked(tree.amounts("locked")) {}
  operator allocation::Bounds() const { return {lower, upper, locked}; }
};

std::vector<double> tree_weights(const PlanTree& tree) {
  std::vector<double> weights;
  for (std::size_t v = 0; v < tree.size(); ++v) {
    weights.push_back(adapters::csv_number(tree.csv(), v, "weight"));
  }
  return weights;
}

void run_cascade(const TreeArguments& arguments) {
  const PlanTree tree(arguments.file, arguments.decimals);
  const adapters::AllocateOptions settings = adapters::allocate_options(arguments.options);
  const std::vector<core::Minor> values = allocation::cascade(
      arguments.amount(arguments.total, "--total"), tree.tree(), tree_weights(tree),
      TreeBounds(tree), arguments.unit_amount(), settings.zero_weights,
      adapters::over_assignment(arguments.options, tree.tree()), in_currency(arguments.decimals));
  std::vector<std::vector<Cell>> rows;
  for (std::size_t v = 0; v < tree.size(); ++v) {
    rows.push_back({tree.label(v), tree_money(values[v], arguments.decimals)});
  }
  print_rows({"node", "amount"}, rows, arguments.json);
}

void run_explain(const TreeArguments& arguments) {
  const PlanTree tree(arguments.file, arguments.decimals);
  const adapters::AllocateOptions settings = adapters::allocate_options(arguments.options);
  const auto chain = allocation::explain(
      tree.node(arguments.node, "node"), arguments.amount(arguments.total, "--total"), tree.tree(),
      tree_weights(tree), TreeBounds(tree), arguments.unit_amount(), settings.zero_weights,
      adapters::over_assignment(arguments.options, tree.tree()), in_currency(arguments.decimals));
  constexpr const char* holds[] = {"none", "lower", "upper", "locked"};
  std::vector<std::vector<Cell>> rows;
  for (const allocation::PartReason& reason : chain) {
    rows.push_back({reason.label, tree_money(reason.pool, arguments.decimals), reason.share,
                    std::string(holds[static_cast<int>(reason.hold)]),
                    tree_money(reason.bound, arguments.decimals), reason.price,
                    tree_money(reason.value, arguments.decimals)});
  }
  print_rows({"node", "pool", "share", "hold", "bound", "price", "amount"}, rows, arguments.json);
}

/// The plan in the file: leaves as they are, inner nodes as the sums of theirs, whatever the file
/// gives them; what is refused is named by its cell.
allocation::Worksheet worksheet_of(const PlanTree& tree, int decimals) {
  const std::vector<core::Minor> leaves = tree.amounts("amount");
  tree.csv().column("amount");
  return {tree.tree(), leaves, in_currency(decimals)};
}

void run_replan(const TreeArguments& arguments) {
  const PlanTree tree(arguments.file, arguments.decimals);
  const allocation::Worksheet plan = worksheet_of(tree, arguments.decimals);
  const auto before = plan.values();
  std::vector<std::uint8_t> closed(tree.size());
  for (std::size_t v = 0; v < tree.size(); ++v) {
    closed[v] = adapters::csv_number(tree.csv(), v, "closed", 0) != 0 ? 1 : 0;
  }
  TreeBounds bounds(tree);
  for (const std::string& lock : arguments.locks) {
    const std::size_t equals = lock.rfind('=');
    if (equals == std::string::npos) {
      throw Error(ErrorCode::parse, "--lock", core::quoted(lock) + " is not NODE=AMOUNT");
    }
    bounds.locked[tree.node(lock.substr(0, equals), "--lock")] =
        arguments.amount(lock.substr(equals + 1), "--lock");
  }
  const auto parent = tree.tree().parent;
  std::vector<bool> inner(tree.size()), leaves_now(tree.size());
  for (const std::string& name : arguments.departed)
    leaves_now[tree.node(name, "--departed")] = true;
  for (std::size_t v = 1; v < tree.size(); ++v) {
    const auto above = static_cast<std::size_t>(parent[v]);
    inner[above] = true;
    if (leaves_now[above]) leaves_now[v] = true;
  }
  for (std::size_t v = 0; v < tree.size(); ++v) {
    if (leaves_now[v] && !inner[v] && closed[v] == 0) bounds.locked[v] = 0;
  }
  const core::Minor total =
      arguments.total.empty() ? before[0] : arguments.amount(arguments.total, "--total");
  const std::vector<core::Minor> after =
      allocation::replan(before, tree.tree(), closed, total, bounds, arguments.unit_amount(),
                         in_currency(arguments.decimals));
  std::vector<std::vector<Cell>> rows;
  for (std::size_t v = 0; v < tree.size(); ++v) {
    rows.push_back({tree.label(v), tree_money(before[v], arguments.decimals),
                    tree_money(after[v], arguments.decimals),
                    tree_money(core::subtract(after[v], before[v], "change"), arguments.decimals)});
  }
  print_rows({"node", "before", "after", "change"}, rows, arguments.json);
}

/// Applies row r of a file of operations.
void apply_row(allocation::Worksheet& sheet, const PlanTree& tree, const adapters::CsvTable& csv,
               std::size_t r, int decimals) {
  const auto text = [&](const char* name) {
    return csv.has_column(name) ? std::string(csv.cell(r, csv.column(name))) : std::string();
  };
  const std::string step = text("step");
  if (step == "undo" || step == "redo") {
    if (step == "undo" ? sheet.undo() : sheet.redo()) return;
    throw Error(ErrorCode::invalid_argument, "step", "there is nothing to " + step);
  }
  const allocation::Step what = adapters::parse_step(step, "step");
  adapters::Options options("worksheet");
  for (const char* name : {"action", "cells", "growth", "pattern", "note"}) {
    if (const std::string given = text(name); !given.empty()) options.set(name, given);
  }
  if (!text("ratio").empty()) options.set("ratio", adapters::csv_number(csv, r, "ratio"));
  allocation::Operation operation =
      adapters::operation(what, tree.node(text("node"), "node"),
                          adapters::csv_amount(csv, r, "amount", decimals, 0), options);
  operation.last = adapters::csv_amount(csv, r, "last", decimals, 0);
  if (!text("reference").empty()) operation.reference = tree.node(text("reference"), "reference");
  sheet.apply(operation);
}

void run_worksheet(const TreeArguments& arguments) {
  const PlanTree tree(arguments.file, arguments.decimals);
  const int decimals = arguments.decimals;
  allocation::Worksheet sheet = worksheet_of(tree, decimals);
  const std::vector<core::Minor> before(sheet.values().begin(), sheet.values().end());
  if (!arguments.operations.empty()) {
    const adapters::CsvTable csv(adapters::read_file(arguments.operations), arguments.operations);
    csv.column("step");
    for (std::size_t r = 0; r < csv.rows(); ++r) {
      adapters::of_csv_row(csv, r, [&] { apply_row(sheet, tree, csv, r, decimals); });
    }
  }
  const auto log = sheet.log();
  std::vector<std::vector<Cell>> rows;
  if (!arguments.node.empty()) {
    for (const allocation::Move& move : sheet.history(tree.node(arguments.node, "--history"))) {
      const allocation::Operation& operation = log[move.operation];
      rows.push_back({adapters::step_name(operation.step), tree.label(operation.node),
                      tree_money(move.before, decimals), tree_money(move.after, decimals),
                      operation.note});
    }
    print_rows({"step", "node", "before", "after", "note"}, rows, arguments.json);
  } else if (arguments.log) {
    for (const allocation::Operation& operation : log) {
      const bool relative = operation.step == allocation::Step::relative;
      rows.push_back(
          {adapters::step_name(operation.step), tree.label(operation.node),
           tree_money(operation.amount, decimals), adapters::action_name(operation.action),
           adapters::cells_name(operation.cells), adapters::growth_name(operation.growth),
           tree_money(operation.last, decimals), core::to_text(operation.ratio),
           relative ? tree.label(operation.reference) : std::string(), operation.pattern,
           operation.note});
    }
    print_rows({"step", "node", "amount", "action", "cells", "growth", "last", "ratio", "reference",
                "pattern", "note"},
               rows, arguments.json);
  } else {
    for (std::size_t v = 0; v < tree.size(); ++v) {
      rows.push_back({tree.label(v), tree_money(before[v], decimals),
                      tree_money(sheet.values()[v], decimals),
                      std::string(sheet.held()[v] != 0 ? "1" : "")});
    }
    print_rows({"node", "before", "after", "held"}, rows, arguments.json);
  }
}

/// A command below `allocate` with the arguments that all of them have.
CLI::App* tree_command(CLI::App& allocate, const char* name, const char* text, const char* file,
                       TreeArguments& arguments) {
  CLI::App* command = allocate.add_subcommand(name, text);
  command->add_option("file", arguments.file, file)->required();
  add_decimals(*command, arguments.decimals);
  command->add_flag("--json", arguments.json, "Print JSON instead of CSV");
  return command;
}

}  // namespace

void add_allocate_tree_commands(CLI::App& allocate) {
  constexpr const char* weights =
      "CSV with columns node, parent (empty for the first row, the root), weight (may be empty "
      "above "
      "others) and, where wanted, lower, upper, locked";
  constexpr const char* plan =
      "CSV with columns node, parent (empty for the first row, the root) and amount (may be empty "
      "above others)";

  const auto cascade = std::make_shared<TreeArguments>();
  CLI::App* command =
      tree_command(allocate, "cascade", "Break a total down a tree", weights, *cascade);
  command->add_option("--total", cascade->total, "Amount of the root")->required();
  add_unit(*command, cascade->unit);
  add_option_flags(*command, cascade->options, {"unit"});
  command->callback([cascade] { run_cascade(*cascade); });

  const auto explain = std::make_shared<TreeArguments>();
  command =
      tree_command(allocate, "explain", "Why a node of cascade is what it is", weights, *explain);
  command->add_option("node", explain->node, "Its name")->required();
  command->add_option("--total", explain->total, "Amount of the root")->required();
  add_unit(*command, explain->unit);
  add_option_flags(*command, explain->options, {"unit"});
  command->callback([explain] { run_explain(*explain); });

  const auto replan = std::make_shared<TreeArguments>();
  command =
      tree_command(allocate, "replan",
                   "What if: a changed total, a lock, somebody who leaves; nothing moves more "
                   "than it must",
                   plan, *replan);
  command->add_option("--total", replan->total, "New amount of the root; else as it is");
  command->add_option("--lock", replan->locks, "NODE=AMOUNT, any number of them")
      ->allow_extra_args(false);
  command->add_option("--departed", replan->departed, "NODE whose open leaves go to the others")
      ->allow_extra_args(false);
  add_unit(*command, replan->unit);
  command->footer(
      "Columns lower, upper, locked bound the nodes, closed = 1 keeps what is past.\n"
      "Example:\n  salesplan allocate replan plan.csv --departed bob");
  command->callback([replan] { run_replan(*replan); });

  const auto sheet = std::make_shared<TreeArguments>();
  command =
      tree_command(allocate, "worksheet", "Replay a planner's operations on a plan", plan, *sheet);
  command->add_option(
      "operations", sheet->operations,
      "CSV with columns step (proportional, equal, relative, pattern, repeat, "
      "change, straight_line, growth, clear, replan, hold, release; undo, redo), node "
      "and, where wanted, amount, action, cells, growth, last, ratio, reference, "
      "pattern, note");
  CLI::Option* history =
      command->add_option("--history", sheet->node, "Print the steps that changed this node");
  command->add_flag("--log", sheet->log, "Print the steps that stand, as a file of operations")
      ->excludes(history);
  command->footer("Example:\n  salesplan allocate worksheet plan.csv operations.csv");
  command->callback([sheet] { run_worksheet(*sheet); });
}

}  // namespace salesplan::cli
