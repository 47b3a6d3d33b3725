#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "adapters/promotion_options.hpp"
#include "boundary.hpp"
#include "columns.hpp"
#include "estimates.hpp"
#include "options.hpp"
#include "result.hpp"
#include "salesplan/promotion/cost_sheet.hpp"
#include "salesplan/promotion/evaluation.hpp"
#include "salesplan/promotion/promotion_return.hpp"
#include "salesplan/promotion/recommendation.hpp"

using namespace salesplan;

namespace {

using Returns = std::vector<promotion::PromotionReturn>;

void add_returns(splan_result& result, const Returns& rows) {
  using Row = promotion::PromotionReturn;
  const auto estimate = [&](const char* name, promotion::Estimate Row::*field) {
    capi::add_estimates(result, name, rows, [field](const Row& row) { return row.*field; });
  };
  const auto number = [&](const char* name, double Row::*field) {
    capi::add_column(result, name, rows, [field](const Row& row) { return row.*field; });
  };
  const auto interval = [&](const char* name, promotion::Interval Row::*field) {
    capi::add_interval_columns(result, name, rows, [field](const Row& row) { return row.*field; });
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
    capi::add_estimates(*result, "baseline", made.promotions,
                        [](const Row& row) { return row.facts.baseline; });
    capi::add_estimates(*result, "pulled_forward", made.promotions,
                        [](const Row& row) { return row.facts.pulled_forward; });
    fact("price", &Facts::price);
    fact("margin", &Facts::margin);
    fact("discount", &Facts::discount);
    capi::add_estimates(*result, "elasticity", made.promotions,
                        [](const Row& row) { return row.elasticity; });
    capi::add_estimates(*result, "log_uplift", made.promotions,
                        [](const Row& row) { return row.log_uplift; });
    add_returns(*result, returns);
    add_recommendations(*result, recommendations);
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
