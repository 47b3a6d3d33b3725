#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "adapters/csv_numbers.hpp"
#include "adapters/file.hpp"
#include "adapters/promotion_options.hpp"
#include "adapters/promotion_sales_csv.hpp"
#include "cli/commands.hpp"
#include "cli/option_flags.hpp"
#include "cli/row_output.hpp"
#include "cli/table_command.hpp"
#include "salesplan/promotion/calendar_mix.hpp"
#include "salesplan/promotion/channel_mix.hpp"
#include "salesplan/promotion/evaluation.hpp"
#include "salesplan/promotion/promotion_return.hpp"

namespace salesplan::cli {
namespace {

using adapters::csv_number;
using adapters::CsvTable;

struct PromotionArguments : TableArguments {
  using TableArguments::TableArguments;

  std::string budget;
  std::string capacity;
  int rest = 0;
  int decimals = 2;
};

void run_roi(const PromotionArguments& arguments) {
  const CsvTable csv = arguments.table();
  std::vector<std::vector<Cell>> rows;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    promotion::PromotionFacts facts;
    facts.units = csv_number(csv, r, "units");
    facts.baseline = {csv_number(csv, r, "baseline"), csv_number(csv, r, "baseline_sd", 0)};
    facts.pulled_forward = {csv_number(csv, r, "pulled_forward", 0),
                            csv_number(csv, r, "pulled_forward_sd", 0)};
    facts.price = csv_number(csv, r, "price");
    facts.margin = csv_number(csv, r, "margin");
    facts.discount = csv_number(csv, r, "discount");
    facts.unit_cost = csv_number(csv, r, "unit_cost", 0);
    facts.fixed_cost = csv_number(csv, r, "fixed_cost", 0);
    facts.periods = csv_number(csv, r, "periods", 1);
    const promotion::PromotionReturn made = adapters::of_csv_row(csv, r, [&] {
      return promotion::promotion_return(facts, arguments.options->number("level"));
    });
    rows.push_back({cell_text(csv, r, "promotion"), made.incremental_units.mean, made.cost,
                    made.net.mean, made.roi.mean, made.roi_interval.lower, made.roi_interval.upper,
                    made.profit_probability, made.payback_periods, made.break_even_uplift,
                    made.break_even_discount});
  }
  print_rows({"promotion", "incremental_units", "cost", "net", "roi", "roi_lower", "roi_upper",
              "profit_probability", "payback_periods", "break_even_uplift", "break_even_discount"},
             rows, arguments.json);
}

void run_evaluate(const PromotionArguments& arguments) {
  const CsvTable csv = arguments.table();
  const adapters::PromotionSalesColumns sales = adapters::read_promotion_sales(csv);
  const promotion::Evaluation made =
      promotion::evaluate(sales.view(), std::vector<double>(sales.promotions.size(), 0.0),
                          adapters::evaluation_options(*arguments.options));
  std::vector<std::vector<Cell>> rows;
  for (const promotion::PromotionEvaluation& e : made.promotions) {
    rows.push_back({sales.promotions[static_cast<std::size_t>(e.promotion)], e.facts.units,
                    e.facts.baseline.mean, e.elasticity.mean, e.result.cost, e.result.net.mean,
                    e.result.roi.mean, e.result.roi_interval.lower, e.result.roi_interval.upper,
                    e.result.profit_probability,
                    std::string(promotion::action_name(e.recommendation.action)),
                    e.recommendation.depth, e.recommendation.reason});
  }
  print_rows({"promotion", "units", "baseline", "elasticity", "cost", "net", "roi", "roi_lower",
              "roi_upper", "profit_probability", "action", "depth", "reason"},
             rows, arguments.json);
}

void run_optimize(const PromotionArguments& arguments) {
  const CsvTable csv = arguments.table();
  const auto whole = [&](std::size_t r, const char* name, std::int32_t otherwise) {
    if (!csv.has_column(name) || csv.cell(r, csv.column(name)).empty()) return otherwise;
    const std::string place = csv.place(r, csv.column(name));
    const std::int64_t number = core::parse_integer(csv.cell(r, csv.column(name)), place);
    if (number < 0 || number > 100000) {
      throw Error(ErrorCode::invalid_argument, place,
                  std::to_string(number) + " is outside 0 .. 100000");
    }
    return static_cast<std::int32_t>(number);
  };
  std::map<std::string, std::size_t> promotions;
  std::map<std::string, std::map<std::size_t, bool>> sets;
  std::vector<promotion::MixChoice> choices;
  std::int32_t end = 0;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    const std::size_t of =
        promotions.emplace(cell_text(csv, r, "promotion"), promotions.size()).first->second;
    const std::size_t cost = csv.column("cost");
    choices.push_back(
        {of, csv_number(csv, r, "value"),
         core::parse_amount(csv.cell(r, cost), arguments.decimals, csv.place(r, cost)),
         whole(r, "start", 0), whole(r, "periods", 1), csv_number(csv, r, "load", 0)});
    end = std::max(end, choices.back().start + choices.back().periods);
    if (csv.has_column("exclusive") && !cell_text(csv, r, "exclusive").empty()) {
      sets[cell_text(csv, r, "exclusive")][of] = true;
    }
  }
  promotion::MixLimits limits;
  limits.budget = flag_amount(arguments.budget, arguments.decimals, "--budget");
  if (!arguments.capacity.empty()) {
    limits.capacity.assign(static_cast<std::size_t>(end),
                           core::parse_number(arguments.capacity, "--capacity"));
  }
  for (const auto& [name, members] : sets) {
    limits.exclusive.push_back({{}, arguments.rest});
    for (const auto& member : members) limits.exclusive.back().promotions.push_back(member.first);
  }
  if (limits.budget < 0) {
    throw Error(ErrorCode::invalid_argument, "--budget", arguments.budget + " is negative");
  }
  const promotion::MixPlan plan = adapters::of_csv_columns(csv, [&] {
    return promotion::best_mix(choices, limits, adapters::mix_options(*arguments.options));
  });
  std::vector<std::vector<Cell>> rows;
  for (std::size_t r : plan.chosen) {
    rows.push_back({cell_text(csv, r, "promotion"), static_cast<double>(choices[r].start),
                    static_cast<double>(choices[r].periods), choices[r].value,
                    core::amount_text(choices[r].cost, arguments.decimals)});
  }
  rows.push_back({std::string("total"), core::missing_number, core::missing_number, plan.value,
                  core::amount_text(plan.cost, arguments.decimals)});
  rows.push_back({std::string("bound"), core::missing_number, core::missing_number, plan.bound,
                  std::string()});
  print_rows({"promotion", "start", "periods", "value", "cost"}, rows, arguments.json);
}

void run_channels(const PromotionArguments& arguments) {
  const CsvTable csv = arguments.table();
  std::vector<promotion::MediaChannel> channels;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    promotion::MediaChannel channel;
    channel.name = cell_text(csv, r, "channel");
    channel.curve.scale = csv_number(csv, r, "scale");
    channel.curve.half = csv_number(csv, r, "half");
    channel.curve.slope = csv_number(csv, r, "slope", channel.curve.slope);
    channel.margin = csv_number(csv, r, "margin", channel.margin);
    channel.retention = csv_number(csv, r, "retention", channel.retention);
    const double lags = csv_number(csv, r, "lags", 1);
    if (!(lags >= 1 && lags <= 1000)) {
      throw Error(ErrorCode::invalid_argument, csv.place(r, csv.column("lags")),
                  core::to_text(lags) + " is outside 1 .. 1000");
    }
    channel.lags = static_cast<std::size_t>(lags);
    channel.lower = csv_number(csv, r, "lower", channel.lower);
    channel.upper = csv_number(csv, r, "upper", channel.upper);
    channels.push_back(channel);
  }
  const promotion::ChannelMix mix =
      promotion::channel_mix(core::parse_number(arguments.budget, "--budget"), channels,
                             static_cast<std::size_t>(arguments.options->integer("periods")),
                             adapters::channel_options(*arguments.options));
  std::vector<std::vector<Cell>> rows;
  for (const promotion::ChannelReturn& c : mix.channel) {
    rows.push_back({c.name, c.spend, c.margin, c.roi, c.marginal_roi});
  }
  print_rows({"channel", "spend", "margin", "roi", "marginal_roi"}, rows, arguments.json);
}

}  // namespace

void add_promotions_command(CLI::App& app) {
  CLI::App* group = app.add_subcommand(
      "promotions", "What promotions brought, which to run, how to split a budget");
  group->require_subcommand(1);
  const auto arguments = [](const char* scope) {
    return std::make_shared<PromotionArguments>(scope);
  };
  add_table_command(
      *group, "roi", "The return of promotions whose baseline is known",
      "CSV: promotion, units, baseline, price, margin, discount; where known baseline_sd, "
      "pulled_forward, pulled_forward_sd, unit_cost, fixed_cost, periods",
      arguments("promotion_roi"), run_roi);
  add_table_command(
      *group, "evaluate", "The return of past promotions from sales with and without them",
      "CSV: period, product, promotion (empty: without), units, revenue, discount, cost",
      arguments("promotion_evaluate"), run_evaluate);
  const auto mix = arguments("promotion_optimize");
  CLI::App* optimize =
      add_table_command(*group, "optimize", "The best promotions within a budget",
                        "CSV: promotion, value, cost; where wanted start, periods, load, "
                        "exclusive (a set of promotions that exclude each other)",
                        mix, run_optimize);
  optimize->add_option("--budget", mix->budget, "Amount to spend at most")->required();
  optimize->add_option("--capacity", mix->capacity, "Load that a period takes; else without limit");
  optimize->add_option("--rest", mix->rest, "Periods between promotions that exclude each other")
      ->check(CLI::Range(0, 1000));
  add_decimals(*optimize, mix->decimals);
  const auto split = arguments("promotion_channels");
  add_table_command(
      *group, "channels", "The best split of a budget over channels with saturating response",
      "CSV: channel, scale, half; where wanted slope (above 1: S-shaped), margin, retention, lags, "
      "lower, upper",
      split, run_channels)
      ->add_option("--budget", split->budget, "Amount a period")
      ->required();
  add_promotion_study_commands(*group);
  group->footer(
      "Examples:\n"
      "  salesplan promotions evaluate promotion_sales.csv\n"
      "  salesplan promotions optimize choices.csv --budget 50000.00 --rest 2");
}

}  // namespace salesplan::cli
