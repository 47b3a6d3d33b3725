// Bodies of recommendation.hpp.
#pragma once

#include <cmath>
#include <string>

#include "salesplan/promotion/recommendation.hpp"

namespace salesplan::promotion {
namespace detail {

struct DepthOutlook {
  double depth = 0;
  double net = 0;          ///< expected
  double probability = 0;  ///< of net > 0
};

/// `price_cut` = log(1 - depth) - log(1 - present depth).
SALESPLAN_INLINE DepthOutlook at_depth(const RunningPromotion& p, double depth, double price_cut) {
  const Estimate log_ratio{p.log_uplift.mean + p.elasticity.mean * price_cut,
                           std::hypot(p.log_uplift.sd, p.elasticity.sd * price_cut)};
  const double mean_ratio = std::exp(log_ratio.mean + 0.5 * log_ratio.sd * log_ratio.sd);
  const double kept = p.plan.margin - depth * p.price - p.plan.unit_cost;
  DepthOutlook outlook;
  outlook.depth = depth;
  outlook.net = p.plan.baseline * (mean_ratio * kept - p.plan.margin) - p.plan.fixed_cost;
  if (kept > 0) {
    outlook.probability = probability_above(
        log_ratio, std::log((p.plan.margin + p.plan.fixed_cost / p.plan.baseline) / kept));
  }
  return outlook;
}

/// "12.3 %"; shares below 1000.
SALESPLAN_INLINE std::string percent(double share) {
  const double tenths = std::round(share * 1000);
  return core::to_text(tenths / 10) + " %";
}

SALESPLAN_INLINE std::string whole(double amount) { return core::to_text(std::round(amount)); }

}  // namespace detail

SALESPLAN_INLINE Recommendation recommend(const RunningPromotion& promotion,
                                          const RecommendationOptions& options) {
  check_economics(promotion.plan);
  need_finite(promotion.price, "price");
  if (!(promotion.price > promotion.plan.discount)) {
    throw Error(ErrorCode::invalid_argument, "price",
                core::to_text(promotion.price) + " is not above the discount " +
                    core::to_text(promotion.plan.discount));
  }
  need_estimate(promotion.log_uplift, "log_uplift");
  need_estimate(promotion.elasticity, "elasticity");
  need_inside_0_1(options.deepest, "deepest");
  if (!(options.step >= 1e-4 && options.step <= options.deepest)) {
    throw Error(ErrorCode::invalid_argument, "step",
                core::to_text(options.step) + " is outside [0.0001, deepest]");
  }
  need_not_negative(options.stop_below, "stop_below");
  need_not_negative(options.worth_changing, "worth_changing");

  const double present_depth = promotion.plan.discount / promotion.price;
  const detail::DepthOutlook present = detail::at_depth(promotion, present_depth, 0);
  detail::DepthOutlook best = present;
  const int steps = static_cast<int>(std::floor(options.deepest / options.step + 1e-9));
  for (int i = 0; i <= steps; ++i) {
    const double depth = options.step * i;
    const detail::DepthOutlook there =
        detail::at_depth(promotion, depth, std::log1p(-depth) - std::log1p(-present_depth));
    if (there.net > best.net) best = there;
  }

  const double ratio =
      std::exp(promotion.log_uplift.mean + 0.5 * promotion.log_uplift.sd * promotion.log_uplift.sd);
  const double cost =
      promotion.plan.fixed_cost +
      promotion.plan.baseline * ratio * (promotion.plan.discount + promotion.plan.unit_cost);
  Recommendation result;
  result.present_net = present.net;
  const auto settle = [&](Action action, const detail::DepthOutlook& chosen, std::string reason) {
    result.action = action;
    result.depth = chosen.depth;
    result.expected_net = chosen.net;
    result.profit_probability = chosen.probability;
    result.reason = std::move(reason);
    return result;
  };
  if (promotion.plan.margin <= 0) {
    return settle(Action::stop, {},
                  "a unit leaves " + detail::whole(promotion.plan.margin) +
                      " before any discount: no sale pays");
  }
  if (best.depth == 0 && promotion.plan.fixed_cost == 0) {
    return settle(
        Action::stop, {},
        "no discount at all adds " + detail::whole(-present.net) + " to the expected net return");
  }
  const std::string at_best = "at its best depth of " + detail::percent(best.depth);
  if (best.net < 0) {
    return settle(Action::stop, best,
                  "the expected net return is " + detail::whole(best.net) + " even " + at_best);
  }
  if (best.probability < options.stop_below) {
    return settle(
        Action::stop, best,
        "the probability of a profit is " + detail::percent(best.probability) + " even " + at_best);
  }
  if (best.net - present.net > options.worth_changing * cost) {
    return settle(Action::change_depth, best,
                  detail::percent(best.depth) + " instead of " + detail::percent(present_depth) +
                      " adds " + detail::whole(best.net - present.net) +
                      " to the expected net return");
  }
  return settle(Action::keep, present,
                "the expected net return is " + detail::whole(present.net) +
                    " and no depth adds more than " + detail::whole(best.net - present.net));
}

}  // namespace salesplan::promotion
