#include <cstdint>
#include <cstdio>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/csv.hpp"
#include "adapters/file.hpp"
#include "adapters/json.hpp"
#include "adapters/options.hpp"
#include "cli/commands.hpp"
#include "cli/option_flags.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/territory/balance.hpp"
#include "salesplan/territory/distance.hpp"
#include "salesplan/territory/partition.hpp"

namespace salesplan::cli {
namespace {

struct TerritoryArguments {
  std::string accounts;
  std::string centers;
  std::string borders;
  std::vector<std::string> measures;
  double tolerance = 0.05;
  double imbalance = 0;
  double most_gini = core::missing_number;
  double move = 0;
  bool degrees = false;
  bool json = false;
  adapters::Options options{"territory"};
};

std::vector<double> numbers(const adapters::CsvTable& csv, std::string_view name,
                            bool negative_too = true) {
  const std::size_t column = csv.column(name);
  std::vector<double> values;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    values.push_back(core::parse_number(csv.cell(r, column), csv.place(r, column)));
    if (!negative_too && values.back() < 0) {
      throw Error(ErrorCode::invalid_argument, csv.place(r, column),
                  "\"" + std::string(csv.cell(r, column)) + "\" is negative");
    }
  }
  return values;
}

/// The cells of a column.
std::vector<std::string> texts(const adapters::CsvTable& csv, std::size_t column) {
  std::vector<std::string> values;
  for (std::size_t r = 0; r < csv.rows(); ++r) values.emplace_back(csv.cell(r, column));
  return values;
}

/// Where the names in a column stand in `among`; -1 for an empty cell.
std::vector<std::int32_t> positions(const adapters::CsvTable& csv, std::string_view name,
                                    const std::vector<std::string>& among) {
  const std::size_t column = csv.column(name);
  std::map<std::string_view, std::int32_t> place;
  for (std::size_t i = 0; i < among.size(); ++i) {
    place.emplace(among[i], static_cast<std::int32_t>(i));
  }
  std::vector<std::int32_t> found;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    const std::string_view cell = csv.cell(r, column);
    const auto at = place.find(cell);
    if (!cell.empty() && at == place.end()) {
      throw Error(ErrorCode::not_found, csv.place(r, column),
                  "\"" + std::string(cell) + "\" is unknown");
    }
    found.push_back(cell.empty() ? -1 : at->second);
  }
  return found;
}

std::vector<std::string> unique_keys(const adapters::CsvTable& csv) {
  std::vector<std::string> keys = texts(csv, 0);
  std::set<std::string_view> seen;
  for (std::size_t r = 0; r < keys.size(); ++r) {
    if (!seen.insert(keys[r]).second) {
      throw Error(ErrorCode::duplicate, csv.place(r, 0), "\"" + keys[r] + "\" is given twice");
    }
  }
  return keys;
}

void run_territory(const TerritoryArguments& arguments) {
  const adapters::CsvTable accounts(adapters::read_file(arguments.accounts), arguments.accounts);
  const adapters::CsvTable centers(adapters::read_file(arguments.centers), arguments.centers);
  const std::vector<std::string> account_names = unique_keys(accounts);
  const std::vector<std::string> territory_names = unique_keys(centers);
  const std::vector<double> strength = centers.has_column("strength")
                                           ? numbers(centers, "strength")
                                           : std::vector<double>(centers.rows(), 1.0);
  territory::PartitionProblem problem;
  problem.accounts = accounts.rows();
  problem.territories = centers.rows();
  problem.account_names = account_names;
  problem.territory_names = territory_names;
  for (std::size_t m = 0; m < arguments.measures.size(); ++m) {
    problem.measures.push_back(
        territory::balanced(arguments.measures[m], numbers(accounts, arguments.measures[m], false),
                            strength, arguments.tolerance, arguments.imbalance));
    problem.measures.back().most_gini = arguments.most_gini;
  }
  const std::vector<double> cost = territory::distance_cost(
      numbers(accounts, "x"), numbers(accounts, "y"), numbers(centers, "x"), numbers(centers, "y"),
      problem.measures.front().size, 2,
      arguments.degrees ? territory::Coordinates::degrees : territory::Coordinates::plane);
  problem.cost = cost;
  std::vector<std::int32_t> fixed, today;
  if (accounts.has_column("fixed")) fixed = positions(accounts, "fixed", territory_names);
  if (accounts.has_column("today")) today = positions(accounts, "today", territory_names);
  const std::vector<double> move_cost(today.size(), arguments.move);
  problem.fixed = fixed;
  problem.today = today;
  problem.move_cost = move_cost;
  std::vector<territory::Border> borders;
  if (!arguments.borders.empty()) {
    const adapters::CsvTable csv(adapters::read_file(arguments.borders), arguments.borders);
    const std::vector<std::int32_t> from = positions(csv, "from", account_names);
    const std::vector<std::int32_t> to = positions(csv, "to", account_names);
    for (std::size_t e = 0; e < from.size(); ++e) borders.push_back({from[e], to[e]});
  }
  problem.borders = borders;
  const territory::Partition found =
      territory::partition(problem, adapters::partition_options(arguments.options));

  const auto territory_of = [&](std::size_t i) {
    return territory_names[static_cast<std::size_t>(found.territory[i])];
  };
  if (!arguments.json) {
    adapters::CsvWriter out({std::string(accounts.columns()[0]), "territory"});
    for (std::size_t i = 0; i < account_names.size(); ++i) {
      out.add({account_names[i], territory_of(i)});
    }
    std::fputs(out.text().c_str(), stdout);
    return;
  }
  adapters::Json document = {{"cost", found.cost},           {"moving", found.moving},
                             {"imbalance", found.imbalance}, {"moved", found.moved},
                             {"bound", found.bound},         {"gap", found.gap}};
  for (std::size_t i = 0; i < account_names.size(); ++i) {
    document["accounts"].push_back({{"account", account_names[i]}, {"territory", territory_of(i)}});
  }
  for (std::size_t t = 0; t < territory_names.size(); ++t) {
    adapters::Json row = {{"territory", territory_names[t]}};
    for (std::size_t m = 0; m < arguments.measures.size(); ++m) {
      row["load"][arguments.measures[m]] = found.load[m * territory_names.size() + t];
    }
    document["territories"].push_back(row);
  }
  for (std::size_t m = 0; m < arguments.measures.size(); ++m) {
    document["gini"][arguments.measures[m]] = found.gini[m];
  }
  std::printf("%s\n", document.dump(1).c_str());
}

}  // namespace

void add_territory_command(CLI::App& app) {
  const auto arguments = std::make_shared<TerritoryArguments>();
  CLI::App* command = app.add_subcommand(
      "territory", "Share accounts among territories: balanced, compact, with few moves");
  command
      ->add_option("file", arguments->accounts,
                   "CSV of accounts: key first, then x, y, measures and, where wanted, fixed and "
                   "today (keys of territories)")
      ->required();
  command
      ->add_option("--centers", arguments->centers,
                   "CSV of territories: key first, then x, y and, where wanted, strength")
      ->required();
  command
      ->add_option("--measure", arguments->measures,
                   "Column to balance; may be repeated. The first also weighs distances")
      ->required();
  command->add_option("--tolerance", arguments->tolerance, "How far a load may be off its part")
      ->capture_default_str();
  command
      ->add_option("--imbalance", arguments->imbalance, "Price of imbalance within the tolerance")
      ->capture_default_str();
  command->add_option("--most-gini", arguments->most_gini,
                      "The largest Gini coefficient of loads over their parts, 0..1");
  command->add_option("--move", arguments->move, "Price of moving an account away from today")
      ->capture_default_str();
  command->add_option("--borders", arguments->borders,
                      "CSV with columns from, to: pairs of accounts with a common border");
  command->add_flag("--degrees", arguments->degrees, "x is longitude and y latitude");
  add_option_flags(*command, arguments->options);
  command->add_flag("--json", arguments->json, "Print JSON with loads and the gap to the bound");
  command->footer(
      "Example:\n"
      "  salesplan territory accounts.csv --centers reps.csv --measure workload --tolerance 0.05");
  command->callback([arguments] { run_territory(*arguments); });
}

}  // namespace salesplan::cli
