#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "adapters/promotion_options.hpp"
#include "boundary.hpp"
#include "columns.hpp"
#include "options.hpp"
#include "result.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/promotion/calendar_mix.hpp"
#include "salesplan/promotion/channel_mix.hpp"
#include "salesplan/promotion/cost_sheet.hpp"
#include "salesplan/promotion/counterfactual.hpp"
#include "salesplan/promotion/evaluation.hpp"
#include "salesplan/promotion/experiment.hpp"
#include "salesplan/promotion/ledger.hpp"
#include "salesplan/promotion/outlook.hpp"
#include "salesplan/promotion/promotion_return.hpp"
#include "salesplan/promotion/recommendation.hpp"
#include "salesplan/promotion/sales_response.hpp"

using namespace salesplan;

namespace {

/// Columns name and name_sd.
template <class Rows, class Get>
void add_estimates(splan_result& result, const std::string& name, const Rows& rows, Get get) {
  capi::add_column(result, name, rows, [&](const auto& row) { return get(row).mean; });
  capi::add_column(result, name + "_sd", rows, [&](const auto& row) { return get(row).sd; });
}

/// Columns name_lower and name_upper.
template <class Rows, class Get>
void add_interval_columns(splan_result& result, const std::string& name, const Rows& rows,
                          Get get) {
  capi::add_column(result, name + "_lower", rows, [&](const auto& row) { return get(row).lower; });
  capi::add_column(result, name + "_upper", rows, [&](const auto& row) { return get(row).upper; });
}

void add_estimate(splan_result& result, const std::string& name, const promotion::Estimate& value) {
  capi::add_one(result, name, value.mean);
  capi::add_one(result, name + "_sd", value.sd);
}

using Returns = std::vector<promotion::PromotionReturn>;

void add_returns(splan_result& result, const Returns& rows) {
  using Row = promotion::PromotionReturn;
  const auto estimate = [&](const char* name, promotion::Estimate Row::*field) {
    add_estimates(result, name, rows, [field](const Row& row) { return row.*field; });
  };
  const auto number = [&](const char* name, double Row::*field) {
    capi::add_column(result, name, rows, [field](const Row& row) { return row.*field; });
  };
  const auto interval = [&](const char* name, promotion::Interval Row::*field) {
    add_interval_columns(result, name, rows, [field](const Row& row) { return row.*field; });
  };
  estimate("incremental_units", &Row::incremental_units);
  estimate("direct_return", &Row::direct_return);
  estimate("indirect_return", &Row::indirect_return);
  number("cost", &Row::cost);
  estimate("net", &Row::net);
  estimate("roi", &Row::roi);
  interval("roi", &Row::roi_interval);
  number("profit_probability", &Row::profit_probability);
  number("discount_given", &Row::discount_given);
  estimate("subsidised_discount", &Row::subsidised_discount);
  estimate("incremental_revenue", &Row::incremental_revenue);
  number("revenue_per_cost", &Row::revenue_per_cost);
  number("payback_periods", &Row::payback_periods);
  interval("payback_periods", &Row::payback_interval);
  number("break_even_uplift", &Row::break_even_uplift);
  interval("break_even_uplift", &Row::break_even_uplift_interval);
  number("break_even_discount", &Row::break_even_discount);
  interval("break_even_discount", &Row::break_even_discount_interval);
}

using Recommendations = std::vector<promotion::Recommendation>;

void add_recommendations(splan_result& result, const Recommendations& rows) {
  using Row = promotion::Recommendation;
  capi::add_column(result, "action", rows,
                   [](const Row& row) { return promotion::action_name(row.action); });
  capi::add_column(result, "depth", rows, [](const Row& row) { return row.depth; });
  capi::add_column(result, "expected_net", rows, [](const Row& row) { return row.expected_net; });
  capi::add_column(result, "recommended_profit_probability", rows,
                   [](const Row& row) { return row.profit_probability; });
  capi::add_column(result, "present_net", rows, [](const Row& row) { return row.present_net; });
  capi::add_column(result, "reason", rows, [](const Row& row) { return row.reason; });
}

std::vector<promotion::PromotionKind> kinds(const char* types, int64_t types_size,
                                            const char* categories, int64_t categories_size,
                                            core::View<const double> depth, const char* prefix) {
  const std::string name = prefix;
  std::vector<std::string> type =
      capi::texts(types, types_size, depth.size(), (name + "types").c_str());
  std::vector<std::string> category =
      capi::texts(categories, categories_size, depth.size(), (name + "categories").c_str());
  std::vector<promotion::PromotionKind> result;
  for (std::size_t i = 0; i < depth.size(); ++i) {
    result.push_back({std::move(type[i]), std::move(category[i]), depth[i]});
  }
  return result;
}

}  // namespace

splan_status splan_promotion_costs(splan_context* context, double units, int64_t n,
                                   const int32_t* kinds, const int64_t* fixed,
                                   const double* per_unit, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t count = capi::count(n, "n");
    const auto kind = capi::array(kinds, count, "kinds");
    const auto amount = capi::array(fixed, count, "fixed");
    const auto each = capi::array(per_unit, count, "per_unit");
    std::vector<promotion::CostLine> lines;
    for (std::size_t i = 0; i < count; ++i) {
      lines.push_back({"", promotion::CostKind{kind[i]}, amount[i], each[i]});
    }
    const promotion::CostSheet sheet = promotion::cost_sheet(lines, units);
    auto result = std::make_unique<splan_result>();
    result->add("amount", sheet.line);
    result->add("kind_amount",
                std::vector<std::int64_t>(sheet.by_kind.begin(), sheet.by_kind.end()));
    capi::add_one(*result, "fixed", sheet.fixed);
    capi::add_one(*result, "total", sheet.total);
    to = result.release();
  });
}

splan_status splan_promotion_roi(splan_context* context, const splan_options* options, int64_t n,
                                 const double* units, const double* baseline,
                                 const double* baseline_sd, const double* pulled_forward,
                                 const double* pulled_forward_sd, const double* price,
                                 const double* margin, const double* discount,
                                 const double* unit_cost, const double* fixed_cost,
                                 const double* periods, int64_t m, const int32_t* related_to,
                                 const double* related_units, const double* related_sd,
                                 const double* related_margin, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t count = capi::count(n, "n");
    const std::size_t effects = capi::count(m, "m");
    const double level = capi::options_or_defaults(options, "promotion_roi").number("level");
    const auto sold = capi::array(units, count, "units");
    const auto base = capi::array(baseline, count, "baseline");
    const auto full = capi::array(price, count, "price");
    const auto earned = capi::array(margin, count, "margin");
    const auto cut = capi::array(discount, count, "discount");
    const auto promoted = capi::array(related_to, effects, "related_to");
    const auto changed = capi::array(related_units, effects, "related_units");
    const auto earned_there = capi::array(related_margin, effects, "related_margin");
    const capi::OptionalArray<double> base_sd(baseline_sd, 0), early(pulled_forward, 0),
        early_sd(pulled_forward_sd, 0), each(unit_cost, 0), fixed(fixed_cost, 0),
        length(periods, 1), changed_sd(related_sd, 0);

    std::vector<promotion::PromotionFacts> facts(count);
    for (std::size_t i = 0; i < count; ++i) {
      facts[i] = {sold[i],
                  {base[i], base_sd[i]},
                  {early[i], early_sd[i]},
                  {},
                  full[i],
                  earned[i],
                  cut[i],
                  each[i],
                  fixed[i],
                  length[i]};
    }
    for (std::size_t e = 0; e < effects; ++e) {
      const std::int64_t of = promoted[e];
      if (of < 0 || of >= n) {
        throw Error(ErrorCode::invalid_argument,
                    core::at("related_to", static_cast<std::int64_t>(e)),
                    std::to_string(of) + " is outside [0, " + std::to_string(n) + ")");
      }
      facts[static_cast<std::size_t>(of)].related.push_back(
          {"", {changed[e], changed_sd[e]}, earned_there[e]});
    }
    Returns returns;
    for (std::size_t i = 0; i < count; ++i) {
      returns.push_back(capi::of_item(
          "promotions", i, [&] { return promotion::promotion_return(facts[i], level); }));
    }
    auto result = std::make_unique<splan_result>();
    add_returns(*result, returns);
    to = result.release();
  });
}

splan_status splan_promotion_evaluate(splan_context* context, const splan_options* options,
                                      int64_t n, const int32_t* period, const int32_t* product,
                                      const int32_t* promotion, const double* units,
                                      const double* revenue, const double* discount,
                                      const double* cost, int64_t promotions,
                                      const double* fixed_cost, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t rows = capi::count(n, "n");
    const std::size_t count = capi::count(promotions, "promotions");
    const capi::OptionalArray<double> fixed(fixed_cost, 0);
    std::vector<double> spent;
    for (std::size_t p = 0; p < count; ++p) spent.push_back(fixed[p]);
    const promotion::Evaluation made = promotion::evaluate(
        {capi::array(period, rows, "period"), capi::array(product, rows, "product"),
         capi::array(promotion, rows, "promotion"), capi::array(units, rows, "units"),
         capi::array(revenue, rows, "revenue"), capi::array(discount, rows, "discount"),
         capi::array(cost, rows, "cost")},
        spent,
        adapters::evaluation_options(capi::options_or_defaults(options, "promotion_evaluate")));

    using Row = promotion::PromotionEvaluation;
    auto result = std::make_unique<splan_result>();
    Returns returns;
    Recommendations recommendations;
    for (const Row& row : made.promotions) {
      returns.push_back(row.result);
      recommendations.push_back(row.recommendation);
    }
    capi::add_column(*result, "promotion", made.promotions,
                     [](const Row& row) { return row.promotion; });
    const auto fact = [&](const char* name, double promotion::PromotionFacts::*field) {
      capi::add_column(*result, name, made.promotions,
                       [field](const Row& row) { return row.facts.*field; });
    };
    using Facts = promotion::PromotionFacts;
    fact("units", &Facts::units);
    add_estimates(*result, "baseline", made.promotions,
                  [](const Row& row) { return row.facts.baseline; });
    add_estimates(*result, "pulled_forward", made.promotions,
                  [](const Row& row) { return row.facts.pulled_forward; });
    fact("price", &Facts::price);
    fact("margin", &Facts::margin);
    fact("discount", &Facts::discount);
    add_estimates(*result, "elasticity", made.promotions,
                  [](const Row& row) { return row.elasticity; });
    add_estimates(*result, "log_uplift", made.promotions,
                  [](const Row& row) { return row.log_uplift; });
    add_returns(*result, returns);
    add_recommendations(*result, recommendations);
    to = result.release();
  });
}

splan_status splan_promotion_experiment(splan_context* context, int64_t n, const double* treated,
                                        int64_t m, const double* control, double margin,
                                        double cost_per_member, double fixed_cost,
                                        splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const auto arm = [](const double* values, int64_t size, const char* name, const char* length) {
      const auto view = capi::array(values, capi::count(size, length), name);
      try {
        return promotion::arm(view);
      } catch (const Error& error) {
        throw error.moved_to(name + error.place().substr(std::string("values").size()));
      }
    };
    const promotion::Arm with = arm(treated, n, "treated", "n");
    const promotion::ExperimentEffect effect =
        promotion::experiment_effect(with, arm(control, m, "control", "m"));
    promotion::Estimate roi{core::missing_number, core::missing_number};
    if (cost_per_member != 0 || fixed_cost != 0) {
      roi = promotion::experiment_roi(effect, with.n, margin, cost_per_member, fixed_cost);
    }
    auto result = std::make_unique<splan_result>();
    add_estimate(*result, "effect", effect.each);
    add_estimate(*result, "total", effect.total);
    capi::add_one(*result, "p_value", effect.p_value);
    add_estimate(*result, "roi", roi);
    to = result.release();
  });
}

splan_status splan_promotion_effect(splan_context* context, const splan_options* options, int64_t n,
                                    const double* y, int64_t k, const double* controls,
                                    int64_t start, int64_t length, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t periods = capi::count(n, "n");
    const std::size_t series = capi::count(k, "k");
    promotion::CounterfactualOptions settings =
        adapters::counterfactual_options(capi::options_or_defaults(options, "promotion_effect"));
    settings.start = capi::count(start, "start");
    settings.length = capi::count(length, "length");
    const auto values = capi::array(controls, capi::cells(series, periods, "k"), "controls");
    std::vector<core::View<const double>> others;
    for (std::size_t c = 0; c < series; ++c) {
      others.push_back(values.subview(c * periods, periods));
    }
    promotion::CounterfactualEffect effect =
        promotion::counterfactual_effect(capi::array(y, periods, "y"), others, settings);
    auto result = std::make_unique<splan_result>();
    result->add("baseline", std::move(effect.baseline));
    result->add("effect", std::move(effect.effect));
    add_estimate(*result, "baseline_total", effect.baseline_total);
    add_estimate(*result, "total", effect.total);
    capi::add_one(*result, "total_lower", effect.total_interval.lower);
    capi::add_one(*result, "total_upper", effect.total_interval.upper);
    capi::add_one(*result, "p_value", effect.p_value);
    capi::add_one(*result, "placebo_p_value", effect.placebo_p_value);
    result->add("placebo", std::move(effect.placebo));
    result->add("model", std::vector<std::string>{effect.model});
    to = result.release();
  });
}

splan_status splan_promotion_response(splan_context* context, const splan_options* options,
                                      int64_t n, const int32_t* unit, const int32_t* period,
                                      const double* volume, const double* price, int64_t k,
                                      const char* driver_names, int64_t driver_names_size,
                                      const double* drivers, const int32_t* lags,
                                      splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t rows = capi::count(n, "n");
    const std::size_t count = capi::count(k, "k");
    std::vector<std::string> names =
        capi::texts(driver_names, driver_names_size, count, "driver_names");
    const auto values = capi::array(drivers, capi::cells(count, rows, "k"), "drivers");
    const capi::OptionalArray<int32_t> back(lags, 0);
    promotion::SalesPanel panel{capi::array(unit, rows, "unit"),
                                capi::array(period, rows, "period"),
                                capi::array(volume, rows, "volume"),
                                capi::array(price, rows, "price"),
                                {}};
    for (std::size_t d = 0; d < count; ++d) {
      panel.drivers.push_back({std::move(names[d]), values.subview(d * rows, rows), back[d]});
    }
    promotion::SalesResponse response = promotion::fit_sales_response(
        panel,
        adapters::sales_response_options(capi::options_or_defaults(options, "promotion_response")));
    const bool lagged = std::any_of(response.name.begin(), response.name.end(),
                                    [](const auto& c) { return c.rfind("price[-", 0) == 0; });
    const promotion::Estimate dip =
        lagged ? promotion::pulled_forward_share(response)
               : promotion::Estimate{core::missing_number, core::missing_number};
    auto result = std::make_unique<splan_result>();
    result->add("name", std::move(response.name));
    result->add("coefficient", std::move(response.coefficient));
    result->add("covariance", std::move(response.covariance));
    result->add("unit_coefficient", std::move(response.unit_coefficient));
    result->add("unit_covariance", std::move(response.unit_covariance));
    capi::add_one(*result, "sigma", response.sigma);
    capi::add_one(*result, "log_likelihood", response.log_likelihood);
    add_estimate(*result, "pulled_forward_share", dip);
    capi::add_one(*result, "rows", static_cast<std::int64_t>(response.rows));
    capi::add_one(*result, "converged", std::int64_t{response.converged});
    to = result.release();
  });
}

splan_status splan_promotion_outlook(splan_context* context, const splan_options* options,
                                     int64_t n, const char* types, int64_t types_size,
                                     const char* categories, int64_t categories_size,
                                     const double* depth, const double* result,
                                     const double* result_sd, int64_t m, const char* planned_types,
                                     int64_t planned_types_size, const char* planned_categories,
                                     int64_t planned_categories_size, const double* planned_depth,
                                     splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t count = capi::count(n, "n");
    const auto known = capi::array(result, count, "result");
    const capi::OptionalArray<double> known_sd(result_sd, 0);
    std::vector<promotion::PastPromotion> history;
    for (promotion::PromotionKind& kind : kinds(types, types_size, categories, categories_size,
                                                capi::array(depth, count, "depth"), "")) {
      const std::size_t i = history.size();
      history.push_back({std::move(kind), {known[i], known_sd[i]}});
    }
    const auto planned =
        kinds(planned_types, planned_types_size, planned_categories, planned_categories_size,
              capi::array(planned_depth, capi::count(m, "m"), "planned_depth"), "planned_");
    const std::vector<promotion::Outlook> outlooks = promotion::outlook(
        history, planned,
        adapters::outlook_options(capi::options_or_defaults(options, "promotion_outlook")));
    using Row = promotion::Outlook;
    auto made = std::make_unique<splan_result>();
    add_estimates(*made, "result", outlooks, [](const Row& row) { return row.result; });
    capi::add_column(*made, "similar", outlooks, [](const Row& row) { return row.similar; });
    capi::add_column(*made, "basis", outlooks, [](const Row& row) { return row.basis; });
    to = made.release();
  });
}

splan_status splan_promotion_roi_outlook(splan_context* context, int64_t n,
                                         const double* log_uplift, const double* log_uplift_sd,
                                         const double* baseline, const double* margin,
                                         const double* discount, const double* unit_cost,
                                         const double* fixed_cost, double level, double* out_median,
                                         double* out_lower, double* out_upper,
                                         double* out_profit_probability) {
  return capi::guard(context, [&] {
    const std::size_t count = capi::count(n, "n");
    const auto uplift = capi::array(log_uplift, count, "log_uplift");
    const auto base = capi::array(baseline, count, "baseline");
    const auto earned = capi::array(margin, count, "margin");
    const auto given = capi::array(discount, count, "discount");
    const capi::OptionalArray<double> sd(log_uplift_sd, 0), unit(unit_cost, 0),
        fixed(fixed_cost, 0);
    const auto median = capi::array(out_median, count, "out_median");
    const auto lower = capi::array(out_lower, count, "out_lower");
    const auto upper = capi::array(out_upper, count, "out_upper");
    const auto profit = capi::array(out_profit_probability, count, "out_profit_probability");
    std::vector<promotion::RoiOutlook> all;
    for (std::size_t i = 0; i < count; ++i) {
      try {
        all.push_back(promotion::roi_outlook(
            {uplift[i], sd[i]}, {base[i], earned[i], given[i], unit[i], fixed[i]}, level));
      } catch (const Error& error) {
        if (error.place() == "level") throw;
        throw error.moved_to(core::at(error.place(), static_cast<int64_t>(i)));
      }
    }
    for (std::size_t i = 0; i < count; ++i) {
      median[i] = all[i].median;
      lower[i] = all[i].interval.lower;
      upper[i] = all[i].interval.upper;
      profit[i] = all[i].profit_probability;
    }
  });
}

splan_status splan_promotion_calibration(splan_context* context, int64_t n, const double* forecast,
                                         const double* forecast_sd, const double* realised,
                                         splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t count = capi::count(n, "n");
    const auto mean = capi::array(forecast, count, "forecast");
    const auto sd = capi::array(forecast_sd, count, "forecast_sd");
    const auto came = capi::array(realised, count, "realised");
    std::vector<promotion::LedgerEntry> ledger;
    for (std::size_t i = 0; i < count; ++i) ledger.push_back({"", {mean[i], sd[i]}, came[i]});
    const promotion::Calibration made = promotion::calibration(ledger);
    auto result = std::make_unique<splan_result>();
    capi::add_one(*result, "realised", static_cast<std::int64_t>(made.realised));
    result->add("by_tenth", std::vector<std::int64_t>(made.by_tenth.begin(), made.by_tenth.end()));
    capi::add_one(*result, "bias", made.bias);
    capi::add_one(*result, "absolute_error", made.absolute_error);
    capi::add_one(*result, "coverage_80", made.coverage_80);
    capi::add_one(*result, "coverage_95", made.coverage_95);
    capi::add_one(*result, "spread_factor", made.spread_factor);
    capi::add_one(*result, "brier_score", made.brier_score);
    to = result.release();
  });
}

splan_status splan_promotion_recommend(splan_context* context, const splan_options* options,
                                       int64_t n, const double* baseline, const double* price,
                                       const double* margin, const double* discount,
                                       const double* unit_cost, const double* fixed_cost,
                                       const double* log_uplift, const double* log_uplift_sd,
                                       const double* elasticity, const double* elasticity_sd,
                                       splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t count = capi::count(n, "n");
    const promotion::RecommendationOptions settings =
        adapters::recommendation_options(capi::options_or_defaults(options, "promotion_recommend"));
    const auto base = capi::array(baseline, count, "baseline");
    const auto full = capi::array(price, count, "price");
    const auto earned = capi::array(margin, count, "margin");
    const auto cut = capi::array(discount, count, "discount");
    const auto uplift = capi::array(log_uplift, count, "log_uplift");
    const auto slope = capi::array(elasticity, count, "elasticity");
    const capi::OptionalArray<double> each(unit_cost, 0), fixed(fixed_cost, 0),
        uplift_sd(log_uplift_sd, 0), slope_sd(elasticity_sd, 0);
    Recommendations rows;
    for (std::size_t i = 0; i < count; ++i) {
      rows.push_back(capi::of_item("promotions", i, [&] {
        return promotion::recommend({{base[i], earned[i], cut[i], each[i], fixed[i]},
                                     full[i],
                                     {uplift[i], uplift_sd[i]},
                                     {slope[i], slope_sd[i]}},
                                    settings);
      }));
    }
    auto result = std::make_unique<splan_result>();
    add_recommendations(*result, rows);
    to = result.release();
  });
}

splan_status splan_promotion_optimize(splan_context* context, const splan_options* options,
                                      int64_t budget, int64_t n, const int32_t* promotion,
                                      const double* value, const int64_t* cost,
                                      const int32_t* start, const int32_t* periods,
                                      const double* load, int64_t c, const double* capacity,
                                      int64_t m, const int32_t* set_index,
                                      const int32_t* set_promotion, int64_t sets,
                                      const int32_t* set_gap, splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t count = capi::count(n, "n");
    const std::size_t members = capi::count(m, "m");
    const promotion::MixOptions settings =
        adapters::mix_options(capi::options_or_defaults(options, "promotion_optimize"));
    const auto of = capi::array(promotion, count, "promotion");
    const auto worth = capi::array(value, count, "value");
    const auto price = capi::array(cost, count, "cost");
    const capi::OptionalArray<int32_t> first(start, 0), length(periods, 1);
    const capi::OptionalArray<double> taken(load, 0);
    const auto negative = [](const char* name, std::size_t i, std::int32_t given) {
      return Error(ErrorCode::invalid_argument, core::at(name, static_cast<std::int64_t>(i)),
                   std::to_string(given) + " is negative");
    };
    std::vector<promotion::MixChoice> choices;
    for (std::size_t i = 0; i < count; ++i) {
      if (of[i] < 0) throw negative("promotion", i, of[i]);
      choices.push_back(
          {static_cast<std::size_t>(of[i]), worth[i], price[i], first[i], length[i], taken[i]});
    }
    promotion::MixLimits limits;
    limits.budget = budget;
    const auto most = capi::array(capacity, capi::count(c, "c"), "capacity");
    limits.capacity.assign(most.begin(), most.end());
    const auto gaps = capi::array(set_gap, capi::count(sets, "sets"), "set_gap");
    for (const int32_t gap : gaps) limits.exclusive.push_back({{}, gap});
    const auto set = capi::array(set_index, members, "set_index");
    const auto member = capi::array(set_promotion, members, "set_promotion");
    for (std::size_t i = 0; i < members; ++i) {
      if (set[i] < 0 || set[i] >= sets) {
        throw Error(ErrorCode::invalid_argument,
                    core::at("set_index", static_cast<std::int64_t>(i)),
                    std::to_string(set[i]) + " is outside [0, " + std::to_string(sets) + ")");
      }
      if (member[i] < 0) throw negative("set_promotion", i, member[i]);
      limits.exclusive[static_cast<std::size_t>(set[i])].promotions.push_back(
          static_cast<std::size_t>(member[i]));
    }
    const promotion::MixPlan plan = promotion::best_mix(choices, limits, settings);
    auto result = std::make_unique<splan_result>();
    result->add("chosen", std::vector<std::int64_t>(plan.chosen.begin(), plan.chosen.end()));
    capi::add_one(*result, "value", plan.value);
    capi::add_one(*result, "bound", plan.bound);
    capi::add_one(*result, "cost", plan.cost);
    capi::add_one(*result, "nodes", static_cast<std::int64_t>(plan.nodes));
    to = result.release();
  });
}

splan_status splan_promotion_channels(splan_context* context, const splan_options* options,
                                      double budget, int64_t n, const int32_t* shape,
                                      const double* scale, const double* half, const double* slope,
                                      const double* margin, const double* retention,
                                      const int32_t* lags, const double* lower, const double* upper,
                                      splan_result** out) {
  return capi::guard(context, [&] {
    splan_result*& to = capi::required(out, "out");
    const std::size_t count = capi::count(n, "n");
    const adapters::Options settings = capi::options_or_defaults(options, "promotion_channels");
    const auto scales = capi::array(scale, count, "scale");
    const auto halves = capi::array(half, count, "half");
    const capi::OptionalArray<int32_t> shapes(shape, 0), after(lags, 1);
    const promotion::MediaChannel none;
    const capi::OptionalArray<double> slopes(slope, none.curve.slope), margins(margin, none.margin),
        kept(retention, none.retention), low(lower, none.lower), high(upper, none.upper);
    std::vector<promotion::MediaChannel> channels(count);
    for (std::size_t i = 0; i < count; ++i) {
      const auto place = [i](const char* field) {
        return core::at("channels", static_cast<std::int64_t>(i)) + field;
      };
      if (shapes[i] != 0 && shapes[i] != 1) {
        throw Error(ErrorCode::invalid_argument, place(".shape"),
                    std::to_string(shapes[i]) + " is neither 0 nor 1");
      }
      promotion::MediaChannel& channel = channels[i];
      channel.curve = {numeric::ResponseShape{shapes[i]}, scales[i], halves[i], slopes[i]};
      channel.margin = margins[i];
      channel.retention = kept[i];
      channel.lags = capi::count(after[i], place(".lags"));
      channel.lower = low[i];
      channel.upper = high[i];
    }
    const promotion::ChannelMix mix = promotion::channel_mix(
        budget, channels, static_cast<std::size_t>(settings.integer("periods")),
        adapters::channel_options(settings));
    using Row = promotion::ChannelReturn;
    auto result = std::make_unique<splan_result>();
    capi::add_column(*result, "spend", mix.channel, [](const Row& row) { return row.spend; });
    capi::add_column(*result, "margin", mix.channel, [](const Row& row) { return row.margin; });
    capi::add_column(*result, "roi", mix.channel, [](const Row& row) { return row.roi; });
    capi::add_column(*result, "marginal_roi", mix.channel,
                     [](const Row& row) { return row.marginal_roi; });
    capi::add_one(*result, "total_margin", mix.margin);
    capi::add_one(*result, "bound", mix.bound);
    to = result.release();
  });
}
