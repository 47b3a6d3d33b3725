#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "adapters/csv_numbers.hpp"
#include "adapters/promotion_options.hpp"
#include "cli/commands.hpp"
#include "cli/row_output.hpp"
#include "cli/table_command.hpp"
#include "salesplan/calendar/period.hpp"
#include "salesplan/promotion/cost_sheet.hpp"
#include "salesplan/promotion/experiment.hpp"
#include "salesplan/promotion/ledger.hpp"
#include "salesplan/promotion/promotion_return.hpp"

namespace salesplan::cli {
namespace {

using adapters::csv_number;
using adapters::CsvTable;

struct StudyArguments : TableArguments {
  using TableArguments::TableArguments;

  std::string treated = "treated", control = "control", start, promoted, history;
  double units = 0, margin = 1, cost_per_member = 0, fixed_cost = 0, discount = 0, periods = 1;
  double level = 90;
  int length = 0, decimals = 2;
};

std::vector<double> column_numbers(const CsvTable& csv, std::string_view name) {
  std::vector<double> values;
  for (std::size_t r = 0; r < csv.rows(); ++r) values.push_back(csv_number(csv, r, name));
  return values;
}

/// Positions of the texts of a column in order of first appearance.
struct Keys {
  std::vector<std::string> names;
  std::vector<std::int32_t> of;

  Keys(const CsvTable& csv, std::string_view name) {
    std::map<std::string, std::int32_t, std::less<>> known;
    for (std::size_t r = 0; r < csv.rows(); ++r) {
      const std::string text = cell_text(csv, r, name);
      const auto [place, is_new] = known.emplace(text, static_cast<std::int32_t>(names.size()));
      if (is_new) names.push_back(text);
      of.push_back(place->second);
    }
  }
};

/// Periods as numbers; all must be of the first one's grain.
std::vector<std::int32_t> periods_of(const CsvTable& csv) {
  const std::size_t column = csv.column("period");
  std::vector<std::int32_t> ordinals;
  calendar::Grain grain{};
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    const calendar::Period when = calendar::parse_period(csv.cell(r, column), csv.place(r, column));
    if (r == 0) grain = when.grain;
    if (when.grain != grain) {
      throw Error(ErrorCode::parse, csv.place(r, column),
                  core::quoted(csv.cell(r, column)) + " is not a " + calendar::grain_name(grain));
    }
    ordinals.push_back(when.ordinal);
  }
  return ordinals;
}

/// The columns that have no name of their own.
struct OtherColumns {
  std::vector<std::string> names;
  std::vector<std::vector<double>> values;

  OtherColumns(const CsvTable& csv, std::initializer_list<std::string_view> own) {
    for (const std::string_view name : csv.columns()) {
      if (std::count(own.begin(), own.end(), name) != 0) continue;
      names.emplace_back(name);
      values.push_back(column_numbers(csv, name));
    }
  }
  std::vector<promotion::Driver> drivers() const {
    std::vector<promotion::Driver> all;
    for (std::size_t j = 0; j < names.size(); ++j) all.push_back({names[j], values[j]});
    return all;
  }
};

void run_costs(const StudyArguments& arguments) {
  static constexpr std::array<const char*, 5> kinds = {"people", "material", "media", "discount",
                                                       "other"};
  const CsvTable csv = arguments.table();
  std::vector<promotion::CostLine> lines;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    const std::string kind = cell_text(csv, r, "kind");
    const auto at = std::find(kinds.begin(), kinds.end(), kind);
    if (at == kinds.end()) {
      throw Error(ErrorCode::not_found, csv.place(r, csv.column("kind")),
                  core::quoted(kind) + " is none of people, material, media, discount, other");
    }
    const double per_unit =
        csv_number(csv, r, "per_unit", 0) * core::minor_per_unit(arguments.decimals);
    lines.push_back({cell_text(csv, r, "line"),
                     static_cast<promotion::CostKind>(at - kinds.begin()),
                     adapters::csv_amount(csv, r, "fixed", arguments.decimals, 0), per_unit});
  }
  const promotion::CostSheet sheet =
      of_csv_columns(csv, [&] { return promotion::cost_sheet(lines, arguments.units); });
  std::vector<std::vector<Cell>> rows;
  for (std::size_t r = 0; r < lines.size(); ++r) {
    rows.push_back({lines[r].name, cell_text(csv, r, "kind"),
                    core::amount_text(sheet.line[r], arguments.decimals)});
  }
  for (std::size_t k = 0; k < kinds.size(); ++k) {
    if (sheet.by_kind[k] == 0) continue;
    rows.push_back({std::string("all"), std::string(kinds[k]),
                    core::amount_text(sheet.by_kind[k], arguments.decimals)});
  }
  rows.push_back(
      {std::string("total"), std::string(), core::amount_text(sheet.total, arguments.decimals)});
  print_rows({"line", "kind", "amount"}, rows, arguments.json);
}

void run_experiment(const StudyArguments& arguments) {
  const CsvTable csv = arguments.table();
  std::vector<double> treated, control;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    const std::string group = cell_text(csv, r, "group");
    if (group != arguments.treated && group != arguments.control) continue;
    const double value = csv_number(csv, r, "value");
    promotion::need_finite(value, csv.place(r, csv.column("value")));
    (group == arguments.treated ? treated : control).push_back(value);
  }
  const auto arm = [&](const std::vector<double>& values, const std::string& name) {
    try {
      return promotion::arm(values);
    } catch (const Error& error) {
      throw error.moved_to(csv.name() + " (group " + name + ")");
    }
  };
  const promotion::Arm with = arm(treated, arguments.treated);
  const promotion::ExperimentEffect effect =
      promotion::experiment_effect(with, arm(control, arguments.control));
  promotion::Estimate roi{core::missing_number, core::missing_number};
  if (arguments.cost_per_member != 0 || arguments.fixed_cost != 0) {
    roi = promotion::experiment_roi(effect, with.n, arguments.margin, arguments.cost_per_member,
                                    arguments.fixed_cost);
  }
  print_rows({"effect", "effect_sd", "total", "total_sd", "p_value", "roi", "roi_sd"},
             {{effect.each.mean, effect.each.sd, effect.total.mean, effect.total.sd, effect.p_value,
               roi.mean, roi.sd}},
             arguments.json);
}

void run_effect(const StudyArguments& arguments) {
  const CsvTable csv = arguments.table();
  const std::vector<std::int32_t> period = periods_of(csv);
  for (std::size_t r = 1; r < period.size(); ++r) {
    if (period[r] != period[r - 1] + 1) {
      throw Error(ErrorCode::invalid_argument, csv.place(r, csv.column("period")),
                  "is not the period after the one above");
    }
  }
  promotion::CounterfactualOptions options = adapters::counterfactual_options(*arguments.options);
  const std::int32_t first = calendar::parse_period(arguments.start, "--start").ordinal;
  if (period.empty() || first < period.front() || first > period.back()) {
    throw Error(ErrorCode::invalid_argument, "--start",
                core::quoted(arguments.start) + " is not among the periods of " + csv.name());
  }
  options.start = static_cast<std::size_t>(first - period.front());
  options.length = static_cast<std::size_t>(arguments.length);
  const OtherColumns controls(csv, {"period", "value"});
  std::vector<core::View<const double>> others;
  for (const std::vector<double>& one : controls.values) others.emplace_back(one);
  const std::vector<double> value = column_numbers(csv, "value");
  const promotion::CounterfactualEffect made =
      of_csv_columns(csv, [&] { return promotion::counterfactual_effect(value, others, options); });
  std::vector<std::vector<Cell>> rows;
  for (std::size_t t = 0; t < made.effect.size(); ++t) {
    rows.push_back({cell_text(csv, options.start + t, "period"), value[options.start + t],
                    made.baseline[t], made.effect[t], core::missing_number, core::missing_number,
                    core::missing_number, core::missing_number});
  }
  rows.push_back({std::string("total"), core::missing_number, made.baseline_total.mean,
                  made.total.mean, made.total_interval.lower, made.total_interval.upper,
                  made.p_value, made.placebo_p_value});
  print_rows(
      {"period", "value", "baseline", "effect", "lower", "upper", "p_value", "placebo_p_value"},
      rows, arguments.json);
}

void run_response(const StudyArguments& arguments) {
  const CsvTable csv = arguments.table();
  const std::vector<std::int32_t> period = periods_of(csv);
  const Keys unit(csv, "unit");
  const std::vector<double> volume = column_numbers(csv, "volume"),
                            price = column_numbers(csv, "price");
  const OtherColumns others(csv, {"unit", "period", "volume", "price"});
  const promotion::SalesResponseOptions options =
      adapters::sales_response_options(*arguments.options);
  const promotion::SalesResponse fit = of_csv_columns(csv, [&] {
    return promotion::fit_sales_response({unit.of, period, volume, price, others.drivers()},
                                         options);
  });
  std::vector<std::vector<Cell>> rows;
  const std::size_t k = fit.name.size();
  for (std::size_t j = 0; j < k; ++j) {
    rows.push_back({fit.name[j], fit.coefficient[j], std::sqrt(fit.covariance[j * k + j])});
  }
  if (options.price_lags > 0) {
    const promotion::Estimate dip = promotion::pulled_forward_share(fit);
    rows.push_back({std::string("pulled forward"), dip.mean, dip.sd});
  }
  print_rows({"column", "coefficient", "sd"}, rows, arguments.json);
}

void run_related(const StudyArguments& arguments) {
  const CsvTable csv = arguments.table();
  const Keys product(csv, "product"), unit(csv, "unit");
  const std::vector<std::int32_t> period = periods_of(csv);
  const std::vector<double> volume = column_numbers(csv, "volume"),
                            price = column_numbers(csv, "price");
  const OtherColumns others(csv, {"product", "unit", "period", "volume", "price"});
  const auto at = std::find(product.names.begin(), product.names.end(), arguments.promoted);
  if (at == product.names.end()) {
    throw Error(ErrorCode::not_found, "--promoted",
                core::quoted(arguments.promoted) + " is no product of " + csv.name());
  }
  const promotion::CrossElasticities found = of_csv_columns(csv, [&] {
    return promotion::cross_elasticities(
        {product.of, unit.of, period, volume, price, others.drivers()}, product.names.size(),
        adapters::related_options(*arguments.options));
  });
  // What each sells in a period on the mean, all units together.
  std::vector<double> base(product.names.size(), 0.0);
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    if (!core::is_missing(volume[r])) base[static_cast<std::size_t>(product.of[r])] += volume[r];
  }
  const auto [first, last] = std::minmax_element(period.begin(), period.end());
  for (double& units : base) units *= arguments.periods / static_cast<double>(*last - *first + 1);
  const auto promoted = static_cast<std::size_t>(at - product.names.begin());
  const std::vector<promotion::RelatedEffect> effects =
      promotion::related_effects(found, promoted, arguments.discount, base);
  std::vector<std::vector<Cell>> rows;
  for (std::size_t p = 0; p < base.size(); ++p) {
    if (p == promoted) continue;
    const promotion::Estimate& units = effects[p].units;
    const bool told_apart = std::abs(units.mean) > 1.96 * units.sd;
    rows.push_back({product.names[p], found.of(p, promoted).mean, found.of(p, promoted).sd, base[p],
                    units.mean, units.sd,
                    std::string(!told_apart      ? "none seen"
                                : units.mean > 0 ? "halo"
                                                 : "cannibalisation")});
  }
  print_rows({"product", "elasticity", "elasticity_sd", "base", "units", "units_sd", "effect"},
             rows, arguments.json);
}

promotion::PromotionKind kind_of(const CsvTable& csv, std::size_t row) {
  return {cell_text(csv, row, "type"), cell_text(csv, row, "category"),
          csv_number(csv, row, "depth")};
}

void run_outlook(const StudyArguments& arguments) {
  const CsvTable csv = arguments.table();
  std::vector<promotion::PromotionKind> planned;
  for (std::size_t r = 0; r < csv.rows(); ++r) planned.push_back(kind_of(csv, r));
  std::vector<promotion::PastPromotion> past;
  if (!arguments.history.empty()) {
    const CsvTable history(adapters::read_file(arguments.history), arguments.history);
    for (std::size_t r = 0; r < history.rows(); ++r) {
      past.push_back({kind_of(history, r),
                      {csv_number(history, r, "result"), csv_number(history, r, "result_sd", 0)}});
    }
  }
  const std::vector<promotion::Outlook> outlooks = of_csv_columns(csv, [&] {
    return promotion::outlook(past, planned, adapters::outlook_options(*arguments.options));
  });
  // Where the economics are given, the results are log uplifts, and an ROI follows.
  const bool with_roi = csv.has_column("baseline");
  std::vector<std::string> names{"promotion", "result", "result_sd", "similar", "basis"};
  if (with_roi) {
    for (const char* name : {"roi", "roi_lower", "roi_upper", "profit_probability"}) {
      names.emplace_back(name);
    }
  }
  std::vector<std::vector<Cell>> rows;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    const promotion::Outlook& one = outlooks[r];
    rows.push_back({cell_text(csv, r, "promotion"), one.result.mean, one.result.sd,
                    static_cast<double>(one.similar), one.basis});
    if (!with_roi) continue;
    const promotion::RoiOutlook roi = adapters::of_csv_row(csv, r, [&] {
      return promotion::roi_outlook(
          one.result,
          {csv_number(csv, r, "baseline"), csv_number(csv, r, "margin"),
           csv_number(csv, r, "discount"), csv_number(csv, r, "unit_cost", 0),
           csv_number(csv, r, "fixed_cost", 0)},
          arguments.level / 100);
    });
    for (const double value :
         {roi.median, roi.interval.lower, roi.interval.upper, roi.profit_probability}) {
      rows.back().emplace_back(value);
    }
  }
  print_rows(names, rows, arguments.json);
}

void run_calibration(const StudyArguments& arguments) {
  const CsvTable csv = arguments.table();
  std::vector<promotion::LedgerEntry> ledger;
  for (std::size_t r = 0; r < csv.rows(); ++r) {
    const promotion::Estimate forecast{csv_number(csv, r, "forecast"),
                                       csv_number(csv, r, "forecast_sd")};
    promotion::need_finite(forecast.mean, csv.place(r, csv.column("forecast")));
    promotion::need_positive(forecast.sd, csv.place(r, csv.column("forecast_sd")));
    ledger.push_back({"", forecast, csv_number(csv, r, "realised", core::missing_number)});
  }
  const promotion::Calibration made =
      of_csv_columns(csv, [&] { return promotion::calibration(ledger); });
  print_rows({"realised", "bias", "absolute_error", "coverage_80", "coverage_95", "spread_factor",
              "brier_score"},
             {{static_cast<double>(made.realised), made.bias, made.absolute_error, made.coverage_80,
               made.coverage_95, made.spread_factor, made.brier_score}},
             arguments.json);
}

}  // namespace

void add_promotion_study_commands(CLI::App& promotions) {
  const auto arguments = [](const char* scope) { return std::make_shared<StudyArguments>(scope); };
  const auto costs = arguments(nullptr);
  CLI::App* sheet = add_table_command(
      promotions, "costs", "The budget sheet of a promotion",
      "CSV: line, kind (people, material, media, discount, other), fixed, per_unit", costs,
      run_costs);
  sheet->add_option("--units", costs->units, "Units sold on it")->required();
  add_decimals(*sheet, costs->decimals);

  const auto lot = arguments(nullptr);
  CLI::App* experiment =
      add_table_command(promotions, "experiment", "The effect of a promotion given by lot",
                        "CSV: group, value, a row a member", lot, run_experiment);
  experiment->add_option("--treated", lot->treated, "Group that got it")->capture_default_str();
  experiment->add_option("--control", lot->control, "Group that did not")->capture_default_str();
  experiment->add_option("--margin", lot->margin, "Share of the value that is profit")
      ->capture_default_str();
  experiment->add_option("--cost-per-member", lot->cost_per_member, "Cost of each one treated");
  experiment->add_option("--fixed-cost", lot->fixed_cost, "Cost whatever their number");

  const auto window = arguments("promotion_effect");
  CLI::App* effect = add_table_command(
      promotions, "effect", "The effect on one series, against a forecast without it",
      "CSV: period, value, and series that the promotion cannot touch, one a column", window,
      run_effect);
  effect->add_option("--start", window->start, "First period of the promotion")->required();
  effect->add_option("--length", window->length, "Its periods; 0 for all to the end")
      ->capture_default_str()
      ->check(CLI::Range(0, 100000));

  add_table_command(promotions, "response",
                    "How sales respond to price, display and feature, and what was pulled forward",
                    "CSV: unit (store), period, volume, price, and drivers, one a column",
                    arguments("promotion_response"), run_response);

  const auto beside = arguments("promotion_related");
  CLI::App* related = add_table_command(
      promotions, "related", "What a promotion does to the products beside it",
      "CSV: product, unit (store), period, volume, price, and drivers of the row's product", beside,
      run_related);
  related->add_option("--promoted", beside->promoted, "The product")->required();
  related->add_option("--discount", beside->discount, "Share of its price, such as 0.2")
      ->required();
  related->add_option("--periods", beside->periods, "Length of the promotion")
      ->capture_default_str();

  const auto before = arguments("promotion_outlook");
  CLI::App* outlook = add_table_command(
      promotions, "outlook", "What planned promotions may return, from those they resemble",
      "CSV: promotion, type, category, depth; for an ROI also baseline, margin, discount, and "
      "where wanted unit_cost, fixed_cost: the results are then ln(units with / without)",
      before, run_outlook);
  outlook->add_option("--history", before->history,
                      "CSV: type, category, depth, result, result_sd of past promotions");
  outlook->add_option("--level", before->level, "Coverage of the ROI's interval, percent")
      ->capture_default_str();

  add_table_command(promotions, "ledger", "How forecasts of ROI did against what came",
                    "CSV: forecast, forecast_sd, realised (empty: not yet)", arguments(nullptr),
                    run_calibration);
}

}  // namespace salesplan::cli
