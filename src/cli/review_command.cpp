#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "adapters/csv_numbers.hpp"
#include "adapters/file.hpp"
#include "adapters/review_options.hpp"
#include "adapters/review_page.hpp"
#include "cli/commands.hpp"
#include "cli/option_flags.hpp"
#include "cli/row_output.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/review/findings.hpp"
#include "salesplan/review/segment_migration.hpp"

namespace salesplan::cli {
namespace {

using adapters::CsvTable;
using core::Minor;

struct ReviewArguments {
  std::string file;
  std::vector<std::string> by;
  std::vector<std::string> segments;
  std::string html;
  std::string title = "Review";
  adapters::Options mix{"review_mix"};
  adapters::Options target{"next_target"};
  double total_sd = core::missing_number;
  int decimals = 2;
  bool sentences = false;
  bool json = false;
};

/// The tree of the paths that the columns `by` spell; a row's leaf must be there once.
struct Leaves {
  std::vector<std::int32_t> parent{-1};
  std::vector<std::string> labels{"Total"};
  std::vector<std::size_t> node;  // of each row
};

Leaves leaves_of(const CsvTable& csv, const std::vector<std::string>& by) {
  Leaves leaves;
  std::map<std::vector<std::string>, std::size_t> known{{{}, 0}};
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    std::vector<std::string> path;
    for (const std::string& name : by) {
      const std::size_t up = known.at(path);
      path.emplace_back(csv.cell(r, csv.column(name)));
      const auto [place, is_new] = known.emplace(path, leaves.parent.size());
      if (is_new) {
        leaves.parent.push_back(static_cast<std::int32_t>(up));
        leaves.labels.push_back(up == 0 ? path.back() : leaves.labels[up] + " / " + path.back());
      } else if (path.size() == by.size()) {
        throw Error(ErrorCode::duplicate, csv.place(r, csv.column(name)),
                    core::quoted(leaves.labels[place->second]) + " is given twice");
      }
    }
    leaves.node.push_back(known.at(path));
  }
  return leaves;
}

void run_why(const ReviewArguments& arguments) {
  const CsvTable csv(adapters::read_file(arguments.file), arguments.file);
  Leaves leaves = leaves_of(csv, arguments.by);
  const std::size_t n = leaves.parent.size();
  const auto doubles = [&](const char* name) {
    std::vector<double> values(n);
    for (std::size_t r = 0; r < csv.rows(); ++r) {
      values[leaves.node[r]] = adapters::csv_number(csv, r, name);
    }
    return values;
  };
  const auto money = [&](const char* name) {
    std::vector<Minor> values(n);
    for (std::size_t r = 0; r < csv.rows(); ++r) {
      values[leaves.node[r]] = adapters::csv_amount(csv, r, name, arguments.decimals);
    }
    return values;
  };
  const std::vector<double> q0 = doubles("units_before"), q1 = doubles("units_after");
  const std::vector<Minor> r0 = money("revenue_before"), r1 = money("revenue_after");
  const bool profit = csv.has_column("cost_before") || csv.has_column("cost_after");
  const std::vector<Minor> c0 = profit ? money("cost_before") : std::vector<Minor>();
  const std::vector<Minor> c1 = profit ? money("cost_after") : std::vector<Minor>();
  const allocation::Tree tree{leaves.parent, leaves.labels};
  const review::Bridge bridge =
      review::price_volume_mix(tree, {q0, q1, r0, r1, c0, c1}, adapters::mix_form(arguments.mix))
          .bridge;

  if (!arguments.html.empty()) {
    adapters::FileSet files;
    files.add(arguments.html,
              adapters::review_page(arguments.title,
                                    {{profit ? "Profit" : "Revenue", profit ? "利润" : "收入",
                                      leaves.parent, leaves.labels, bridge}},
                                    arguments.decimals));
    files.commit();
  }
  if (arguments.sentences) {
    for (const calendar::Language language : {calendar::Language::en, calendar::Language::zh}) {
      std::printf("%s\n", review::headline(tree, bridge, 0, arguments.decimals, language).c_str());
      for (const review::Finding& finding : review::largest(tree, bridge, 5)) {
        std::printf("%s\n",
                    review::sentence(tree, bridge, finding, arguments.decimals, language).c_str());
      }
    }
    return;
  }
  std::vector<std::string> names{"node", "before"};
  names.insert(names.end(), bridge.effects.begin(), bridge.effects.end());
  names.emplace_back("now");
  std::vector<std::vector<Cell>> rows;
  for (std::size_t i = 0; i < n; ++i) {
    rows.push_back({leaves.labels[i], core::amount_text(bridge.base[i], arguments.decimals)});
    for (std::size_t e = 0; e < bridge.effects.size(); ++e) {
      rows.back().emplace_back(core::amount_text(bridge.at(i, e), arguments.decimals));
    }
    rows.back().emplace_back(core::amount_text(bridge.actual[i], arguments.decimals));
  }
  print_rows(names, rows, arguments.json);
}

void run_targets(const ReviewArguments& arguments) {
  const CsvTable csv(adapters::read_file(arguments.file), arguments.file);
  const double scale = core::minor_per_unit(arguments.decimals);
  std::vector<double> mean, sd, ramp;
  std::vector<Minor> last, carry;
  std::vector<review::Resource> resources;
  constexpr std::string_view ending = "_per_sale";
  for (const std::string_view name : csv.columns()) {
    if (name.size() > ending.size() && name.substr(name.size() - ending.size()) == ending) {
      resources.push_back({std::string(name.substr(0, name.size() - ending.size())), {}, {}});
    }
  }
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    mean.push_back(scale * adapters::csv_number(csv, r, "mean"));
    sd.push_back(scale * adapters::csv_number(csv, r, "sd"));
    ramp.push_back(adapters::csv_number(csv, r, "ramp", 1));
    last.push_back(adapters::csv_amount(csv, r, "last", arguments.decimals, core::missing_integer));
    carry.push_back(adapters::csv_amount(csv, r, "carry", arguments.decimals, 0));
    for (review::Resource& resource : resources) {
      resource.per_sale.push_back(
          adapters::csv_number(csv, r, resource.name + std::string(ending)) / scale);
      resource.available.push_back(adapters::csv_number(csv, r, resource.name + "_available"));
    }
  }
  review::PlacementRule rule = adapters::placement_rule(arguments.target);
  rule.total_sd = scale * arguments.total_sd;
  const review::PlacedTargets placed =
      review::place_targets({mean, sd, ramp, last, carry, resources}, rule);
  std::vector<std::string> names{std::string(csv.columns()[0]), "target", "probability", "held"};
  for (const review::Resource& resource : resources) {
    names.push_back(resource.name + "_needed");
    names.push_back(resource.name + "_available");
  }
  std::vector<std::vector<Cell>> rows;
  for (std::size_t i = 0; i < mean.size(); ++i) {
    rows.push_back({std::string(csv.cell(i, 0)),
                    core::amount_text(placed.target[i], arguments.decimals),
                    placed.unit_probability[i], placed.held[i]});
    for (std::size_t r = 0; r < resources.size(); ++r) {
      rows.back().emplace_back(placed.needed[r * mean.size() + i]);
      rows.back().emplace_back(resources[r].available[i]);
    }
  }
  rows.push_back({std::string("Total"), core::amount_text(placed.total, arguments.decimals),
                  placed.probability, std::string()});
  rows.back().resize(names.size(), std::string());
  print_rows(names, rows, arguments.json);
}

void run_migration(const ReviewArguments& arguments) {
  const CsvTable csv(adapters::read_file(arguments.file), arguments.file);
  std::vector<std::int32_t> before, now;
  std::vector<Minor> money_before, money_now;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    for (const auto& [name, to] : {std::pair{"before", &before}, std::pair{"now", &now}}) {
      const std::string_view cell = csv.cell(r, csv.column(name));
      const auto found = std::find(arguments.segments.begin(), arguments.segments.end(), cell);
      if (found == arguments.segments.end() && !cell.empty()) {
        throw Error(ErrorCode::not_found, csv.place(r, csv.column(name)),
                    core::quoted(cell) + " is none of the segments");
      }
      to->push_back(cell.empty() ? -1
                                 : static_cast<std::int32_t>(found - arguments.segments.begin()));
    }
    money_before.push_back(adapters::csv_amount(csv, r, "money_before", arguments.decimals));
    money_now.push_back(adapters::csv_amount(csv, r, "money_now", arguments.decimals));
  }
  const review::SegmentMigration moved =
      review::segment_migration(arguments.segments.size(), before, now, money_before, money_now);
  const std::size_t side = moved.segments + 1;
  const auto name = [&](std::size_t s) {
    return s == moved.segments ? std::string() : arguments.segments[s];
  };
  std::vector<std::vector<Cell>> rows;
  for (std::size_t cell = 0; cell < side * side; ++cell) {
    if (moved.customers[cell] == 0) continue;
    rows.push_back({name(cell / side), name(cell % side),
                    static_cast<double>(moved.customers[cell]),
                    core::amount_text(moved.money_before[cell], arguments.decimals),
                    core::amount_text(moved.money_now[cell], arguments.decimals)});
  }
  print_rows({"before", "now", "customers", "money_before", "money_now"}, rows, arguments.json);
}

}  // namespace

void add_review_command(CLI::App& app) {
  CLI::App* group =
      app.add_subcommand("review", "Why results changed, and what to aim at next month");
  group->require_subcommand(1);
  const auto arguments = std::make_shared<ReviewArguments>();
  CLI::App* why = group->add_subcommand("why", "Revenue or profit by volume, mix, price and cost");
  why->add_option("file", arguments->file,
                  "CSV: units_before, units_after, revenue_before, revenue_after; with "
                  "cost_before and cost_after profit is explained")
      ->required();
  why->add_option("--by", arguments->by, "Columns of the hierarchy, the widest first")
      ->delimiter(',')
      ->required();
  why->add_option("--html", arguments->html, "Also write the review as a page");
  why->add_option("--title", arguments->title, "Of the page")->capture_default_str();
  why->add_flag("--sentences", arguments->sentences, "Print the largest effects in words");
  add_option_flags(*why, arguments->mix);
  why->callback([arguments] { run_why(*arguments); });

  CLI::App* targets = group->add_subcommand("targets", "Next month's targets, equally hard");
  targets
      ->add_option("file", arguments->file,
                   "CSV: a column of names, mean, sd; if known ramp, last, carry, and of each "
                   "resource x x_per_sale and x_available")
      ->required();
  targets->add_option("--total-sd", arguments->total_sd,
                      "Standard deviation of the total (default: independent units)");
  add_option_flags(*targets, arguments->target);
  targets->callback([arguments] { run_targets(*arguments); });

  CLI::App* migration = group->add_subcommand("migration", "How customers moved between segments");
  migration
      ->add_option("file", arguments->file,
                   "CSV: before, now (empty: none), money_before, money_now")
      ->required();
  migration->add_option("--segments", arguments->segments, "Names of the segments, the best first")
      ->delimiter(',')
      ->required();
  migration->callback([arguments] { run_migration(*arguments); });

  for (CLI::App* command : {why, targets, migration}) {
    add_decimals(*command, arguments->decimals);
    command->add_flag("--json", arguments->json, "Print JSON instead of CSV");
  }
  add_strategy_command(*group);
  add_channels_command(*group);
  add_cycles_command(*group);
  group->footer(
      "Examples:\n"
      "  salesplan review why lines.csv --by category,product --html review.html\n"
      "  salesplan review targets reps.csv --probability 0.6\n"
      "  salesplan review migration customers.csv --segments A,B,C\n"
      "  salesplan review strategy rules.json months.csv --sentences\n"
      "  salesplan review channels channels.csv\n"
      "  salesplan review cycles monthly.csv --sentences");
}

}  // namespace salesplan::cli
