#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "adapters/csv_numbers.hpp"
#include "adapters/file.hpp"
#include "adapters/promotion_options.hpp"
#include "cli/commands.hpp"
#include "cli/option_flags.hpp"
#include "cli/row_output.hpp"
#include "cli/table_command.hpp"
#include "salesplan/calendar/period.hpp"
#include "salesplan/product/abc_xyz.hpp"
#include "salesplan/product/lifecycle.hpp"
#include "salesplan/product/priority.hpp"
#include "salesplan/product/rank_stability.hpp"
#include "salesplan/product/resource_shares.hpp"
#include "salesplan/promotion/estimate.hpp"

namespace salesplan::cli {
namespace {

using adapters::CsvTable;

struct ProductArguments {
  std::string file;
  std::vector<std::string> weights;
  std::vector<std::string> lower;
  adapters::Options ranking{"product_priority"};
  adapters::Options classes{"product_classes"};
  adapters::Options lifecycle{"product_lifecycle"};
  bool json = false;
};

/// "name=2" of the criteria as weights [columns]; empty where none is given.
std::vector<double> weights_of(const std::vector<std::string>& given,
                               const std::vector<std::string>& columns) {
  std::vector<double> weights(given.empty() ? 0 : columns.size(), 0.0);
  for (const std::string& one : given) {
    const std::size_t sign = std::min(one.find('='), one.size());
    const auto at = std::find(columns.begin(), columns.end(), one.substr(0, sign));
    if (at == columns.end() || sign == one.size()) {
      throw Error(ErrorCode::invalid_argument, "--weights",
                  core::quoted(one) + " is not a criterion and its weight, such as " +
                      (columns.empty() ? std::string("profit") : columns.front()) + "=2");
    }
    weights[static_cast<std::size_t>(at - columns.begin())] =
        core::parse_number(std::string_view(one).substr(sign + 1), "--weights");
  }
  return weights;
}

void run_priority(const ProductArguments& arguments) {
  const CsvTable csv(adapters::read_file(arguments.file), arguments.file);
  product::Criteria criteria;
  for (std::size_t c = 1; c < csv.columns().size(); ++c) {
    criteria.column.emplace_back(csv.columns()[c]);
    criteria.higher_is_better.push_back(
        std::count(arguments.lower.begin(), arguments.lower.end(), criteria.column.back()) == 0);
  }
  for (const std::string& name : arguments.lower) csv.column(name);
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    for (const std::string& name : criteria.column) {
      criteria.value.push_back(adapters::csv_number(csv, r, name));
    }
  }
  adapters::RankingOptions options = adapters::ranking_options(arguments.ranking);
  options.priority.weights = weights_of(arguments.weights, criteria.column);
  const product::Priority ranking = product::priority(criteria, options.priority);
  const product::RankStability tried =
      product::rank_stability(criteria, options.priority, options.stability);
  std::vector<std::vector<Cell>> rows(csv.rows());
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    rows[ranking.rank[r] - 1] = {std::string(csv.cell(r, 0)),
                                 static_cast<double>(ranking.rank[r]),
                                 ranking.score[r],
                                 tried.share_first[r],
                                 tried.share_top[r],
                                 tried.mean_rank[r]};
  }
  print_rows(
      {std::string(csv.columns()[0]), "rank", "score", "share_first", "share_top", "mean_rank"},
      rows, arguments.json);
}

void run_classes(const ProductArguments& arguments) {
  const CsvTable csv(adapters::read_file(arguments.file), arguments.file);
  const std::size_t product = csv.column("product");
  const std::size_t period = csv.column("period");
  std::map<std::string, std::map<std::int32_t, double>> sold;
  std::int32_t first = 0, last = 0;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    const std::int32_t when =
        calendar::parse_period(csv.cell(r, period), csv.place(r, period)).ordinal;
    first = r == 0 ? when : std::min(first, when);
    last = r == 0 ? when : std::max(last, when);
    if (last - first > 100000) {
      throw Error(ErrorCode::invalid_argument, csv.place(r, period), "spans over 100000 periods");
    }
    if (!sold[std::string(csv.cell(r, product))]
             .emplace(when, adapters::csv_number(csv, r, "sales"))
             .second) {
      throw Error(ErrorCode::duplicate, csv.place(r, period),
                  "the period is given twice for this product");
    }
  }
  std::vector<double> value;
  std::vector<std::vector<double>> series;
  for (const auto& [name, periods] : sold) {
    series.emplace_back(static_cast<std::size_t>(last - first) + 1, 0.0);
    value.push_back(0);
    for (const auto& [when, amount] : periods) {
      series.back()[static_cast<std::size_t>(when - first)] = amount;
      value.back() += core::is_missing(amount) ? 0 : amount;
    }
  }
  const std::vector<char> abc = product::abc_classes(value, arguments.classes.number("share_a"),
                                                     arguments.classes.number("share_b"));
  const product::StageOptions stages = adapters::stage_options(arguments.lifecycle);
  std::vector<std::vector<Cell>> rows;
  for (const auto& [name, periods] : sold) {
    const std::size_t i = rows.size();
    const product::XyzClass xyz =
        product::xyz_class(series[i], arguments.classes.number("x"), arguments.classes.number("y"));
    const product::LifecycleStage stage = product::lifecycle_stage(series[i], stages);
    rows.push_back({name, value[i], std::string(1, abc[i]), std::string(1, xyz.name), xyz.variation,
                    std::string(product::stage_name(stage.stage)), stage.yearly_growth});
  }
  print_rows({"product", "value", "abc", "xyz", "variation", "stage", "yearly_growth"}, rows,
             arguments.json);
}

struct LineArguments : TableArguments {
  std::string total;
  int decimals = 2;
  double high_growth = 0.1, high_share = 1;
};

void run_resources(const LineArguments& arguments) {
  const CsvTable csv = arguments.table();
  std::vector<double> score, floor, cap;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    score.push_back(adapters::csv_number(csv, r, "score"));
    promotion::need_not_negative(score.back(), csv.place(r, csv.column("score")));
    floor.push_back(adapters::csv_number(csv, r, "floor", 0));
    cap.push_back(adapters::csv_number(csv, r, "cap", 1));
  }
  const core::Minor total = flag_amount(arguments.total, arguments.decimals, "--total");
  const std::vector<core::Minor> amounts = adapters::of_csv_columns(
      csv, [&] { return product::resource_shares(total, score, floor, cap); });
  std::vector<std::vector<Cell>> rows;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    rows.push_back(
        {std::string(csv.cell(r, 0)), score[r], core::amount_text(amounts[r], arguments.decimals)});
  }
  print_rows({std::string(csv.columns()[0]), "score", "amount"}, rows, arguments.json);
}

void run_quadrant(const LineArguments& arguments) {
  const CsvTable csv = arguments.table();
  std::vector<std::vector<Cell>> rows;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    const double growth = adapters::csv_number(csv, r, "market_growth");
    const double share = adapters::csv_number(csv, r, "relative_share");
    const product::Quadrant quadrant = adapters::of_csv_row(csv, r, [&] {
      return product::growth_share_quadrant(growth, share, arguments.high_growth,
                                            arguments.high_share);
    });
    rows.push_back({std::string(csv.cell(r, 0)), growth, share,
                    std::string(product::quadrant_name(quadrant))});
  }
  print_rows({std::string(csv.columns()[0]), "market_growth", "relative_share", "quadrant"}, rows,
             arguments.json);
}

}  // namespace

void add_products_command(CLI::App& app) {
  CLI::App* group = app.add_subcommand("products", "Which product lines come first, and why");
  group->require_subcommand(1);
  const auto arguments = std::make_shared<ProductArguments>();
  CLI::App* priority = group->add_subcommand("priority", "Rank product lines by several criteria");
  priority
      ->add_option("file", arguments->file,
                   "CSV: a column of names, then criteria, the more the better; an empty cell "
                   "is not known")
      ->required();
  priority
      ->add_option("--weights", arguments->weights,
                   "Weights such as profit=2,growth=1; else by how far criteria tell lines "
                   "apart")
      ->delimiter(',');
  priority->add_option("--lower", arguments->lower, "Criteria of which less is better")
      ->delimiter(',');
  add_option_flags(*priority, arguments->ranking);
  priority->callback([arguments] { run_priority(*arguments); });
  CLI::App* classes =
      group->add_subcommand("classes", "ABC by value, XYZ by steadiness, stage of life");
  classes->add_option("file", arguments->file, "CSV: product, period, sales; no row is no sale")
      ->required();
  add_option_flags(*classes, arguments->classes);
  add_option_flags(*classes, arguments->lifecycle);
  classes->callback([arguments] { run_classes(*arguments); });
  for (CLI::App* command : {priority, classes}) {
    command->add_flag("--json", arguments->json, "Print JSON instead of CSV");
  }
  const auto amounts = std::make_shared<LineArguments>();
  CLI::App* resources = add_table_command(
      *group, "resources", "Shares of the resources by priority",
      "CSV: a column of names, score; where wanted floor and cap, shares of the total", amounts,
      run_resources);
  resources->add_option("--total", amounts->total, "Amount to share out")->required();
  add_decimals(*resources, amounts->decimals);
  const auto field = std::make_shared<LineArguments>();
  CLI::App* quadrant = add_table_command(
      *group, "quadrant", "The place in the growth/share portfolio",
      "CSV: a column of names, market_growth, relative_share", field, run_quadrant);
  quadrant
      ->add_option("--high-growth", field->high_growth,
                   "Growth from which a market is a growing one")
      ->capture_default_str();
  quadrant->add_option("--high-share", field->high_share, "Relative share from which a line leads")
      ->capture_default_str();
  group->footer(
      "Examples:\n"
      "  salesplan products priority lines.csv --weights contribution=2,growth=1\n"
      "  salesplan products classes sales.csv");
}

}  // namespace salesplan::cli
