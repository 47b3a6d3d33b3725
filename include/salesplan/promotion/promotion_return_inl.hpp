// Bodies of promotion_return.hpp.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>

#include "salesplan/core/missing.hpp"
#include "salesplan/promotion/promotion_return.hpp"

namespace salesplan::promotion {
namespace detail {

SALESPLAN_INLINE void check_facts(const PromotionFacts& facts) {
  need_positive(facts.units, "units");
  need_estimate(facts.baseline, "baseline");
  need_estimate(facts.pulled_forward, "pulled_forward");
  need_positive(facts.price, "price");
  need_finite(facts.margin, "margin");
  need_not_negative(facts.discount, "discount");
  need_not_negative(facts.unit_cost, "unit_cost");
  need_not_negative(facts.fixed_cost, "fixed_cost");
  need_positive(facts.periods, "periods");
  for (std::size_t i = 0; i < facts.related.size(); ++i) {
    const std::string place = core::at("related", static_cast<std::int64_t>(i));
    need_estimate(facts.related[i].units, place + ".units");
    need_finite(facts.related[i].margin, place + ".margin");
  }
}

/// Periods in which a net flow a period repays the fixed cost.
SALESPLAN_INLINE double payback(double fixed_cost, double flow) {
  if (fixed_cost == 0) return 0;
  return flow > 0 ? fixed_cost / flow : std::numeric_limits<double>::infinity();
}

/// The formula of break_even_uplift; infinite also where no baseline is left to lift.
SALESPLAN_INLINE double uplift_that_pays(double baseline, double margin, double discount,
                                         double fixed_cost, double unit_cost) {
  const double kept = margin - discount - unit_cost;
  if (kept <= 0 || baseline <= 0) return std::numeric_limits<double>::infinity();
  return (discount + unit_cost + fixed_cost / baseline) / kept;
}

}  // namespace detail

SALESPLAN_INLINE double break_even_uplift(double baseline, double margin, double discount,
                                          double fixed_cost, double unit_cost) {
  need_positive(baseline, "baseline");
  need_finite(margin, "margin");
  need_not_negative(discount, "discount");
  need_not_negative(fixed_cost, "fixed_cost");
  need_not_negative(unit_cost, "unit_cost");
  return detail::uplift_that_pays(baseline, margin, discount, fixed_cost, unit_cost);
}

SALESPLAN_INLINE double break_even_discount(double baseline, double margin, double uplift,
                                            double fixed_cost, double unit_cost) {
  need_positive(baseline, "baseline");
  need_finite(margin, "margin");
  need_finite(uplift, "uplift");
  if (uplift <= -1) {
    throw Error(ErrorCode::invalid_argument, "uplift", core::to_text(uplift) + " is not above -1");
  }
  need_not_negative(fixed_cost, "fixed_cost");
  need_not_negative(unit_cost, "unit_cost");
  return (baseline * uplift * margin - fixed_cost) / (baseline * (1 + uplift)) - unit_cost;
}

SALESPLAN_INLINE PromotionReturn promotion_return(const PromotionFacts& facts, double level) {
  detail::check_facts(facts);
  need_inside_0_1(level, "level");
  PromotionReturn result;
  const double lost_sd = std::hypot(facts.baseline.sd, facts.pulled_forward.sd);
  const double own = facts.units - facts.baseline.mean - facts.pulled_forward.mean;
  double related_units = 0, related_units_variance = 0, indirect_variance = 0;
  for (const RelatedEffect& effect : facts.related) {
    related_units += effect.units.mean;
    related_units_variance += effect.units.sd * effect.units.sd;
    result.indirect_return.mean += effect.units.mean * effect.margin;
    indirect_variance += effect.units.sd * effect.units.sd * effect.margin * effect.margin;
  }
  result.incremental_units = {own + related_units,
                              std::sqrt(lost_sd * lost_sd + related_units_variance)};
  result.indirect_return.sd = std::sqrt(indirect_variance);
  result.direct_return = {own * facts.margin, lost_sd * std::abs(facts.margin)};

  result.discount_given = facts.discount * facts.units;
  result.subsidised_discount = {facts.discount * facts.baseline.mean,
                                facts.discount * facts.baseline.sd};
  result.cost = facts.fixed_cost + result.discount_given + facts.unit_cost * facts.units;
  result.net = {result.direct_return.mean + result.indirect_return.mean - result.cost,
                std::hypot(result.direct_return.sd, result.indirect_return.sd)};
  result.incremental_revenue = {facts.units * (facts.price - facts.discount) -
                                    (facts.baseline.mean + facts.pulled_forward.mean) * facts.price,
                                lost_sd * facts.price};
  const double missing = core::missing_number;
  const bool spent = result.cost > 0;
  result.roi = spent ? Estimate{result.net.mean / result.cost, result.net.sd / result.cost}
                     : Estimate{missing, missing};
  result.roi_interval = spent ? interval(result.roi, level) : Interval{missing, missing};
  result.revenue_per_cost = spent ? result.incremental_revenue.mean / result.cost : missing;
  result.profit_probability = probability_above(result.net, 0);

  const Estimate flow{(result.net.mean + facts.fixed_cost) / facts.periods,
                      result.net.sd / facts.periods};
  const Interval flows = interval(flow, level);
  result.payback_periods = detail::payback(facts.fixed_cost, flow.mean);
  result.payback_interval = {detail::payback(facts.fixed_cost, flows.upper),
                             detail::payback(facts.fixed_cost, flows.lower)};

  const auto uplift = [&](double baseline) {
    return detail::uplift_that_pays(baseline, facts.margin, facts.discount, facts.fixed_cost,
                                    facts.unit_cost);
  };
  const Interval baselines = interval(facts.baseline, level);
  result.break_even_uplift = uplift(facts.baseline.mean);
  result.break_even_uplift_interval = {uplift(baselines.upper), uplift(baselines.lower)};
  const Estimate discount{facts.discount + result.net.mean / facts.units,
                          result.net.sd / facts.units};
  result.break_even_discount = discount.mean;
  result.break_even_discount_interval = interval(discount, level);
  return result;
}

}  // namespace salesplan::promotion
