// What to do with a promotion: keep it, change its depth, or stop it, with the number behind it.
#pragma once

#include <cstdint>
#include <string>

#include "salesplan/core/config.hpp"
#include "salesplan/promotion/estimate.hpp"
#include "salesplan/promotion/outlook.hpp"

namespace salesplan::promotion {

enum class Action : std::int32_t { keep = 0, change_depth = 1, stop = 2 };

/// "keep", "change_depth" or "stop".
inline const char* action_name(Action action) {
  return action == Action::keep ? "keep" : action == Action::stop ? "stop" : "change_depth";
}

/// A promotion as it runs now and what is known of it.
struct RunningPromotion {
  PlannedEconomics plan;  ///< at its present discount
  double price = 0;       ///< a unit, above the discount
  Estimate log_uplift;    ///< log(units with / without) at the present discount
  Estimate elasticity;    ///< coefficient of the log price; below 0
};

struct RecommendationOptions {
  double deepest = 0.5;          ///< largest discount considered, share of the price, in (0, 1)
  double step = 0.01;            ///< between the depths considered, in (0, deepest]
  double stop_below = 0.3;       ///< stop where P(profit) at the best depth is below this
  double worth_changing = 0.05;  ///< change where the gain exceeds this share of the present cost
};

struct Recommendation {
  Action action = Action::keep;
  double depth = 0;               ///< recommended discount as a share of the price
  double expected_net = 0;        ///< at that depth, after all costs
  double profit_probability = 0;  ///< at that depth
  double present_net = 0;         ///< expected at the present depth
  std::string reason;             ///< one sentence with the number that decided
};

/// The depth with the largest expected net return, on a grid from 0 to `deepest` that also holds
/// the present depth. At depth x the log uplift is that at the present depth x0 plus
/// elasticity·(log(1 - x) - log(1 - x0)), both normal and independent; net = b(R(m - d - c) - m) -
/// F with the lognormal ratio R. Stop where a unit earns nothing even undiscounted, where the best
/// depth is none and nothing else is spent, or where P(net > 0) < stop_below or the expectation is
/// negative at the best; else change where it beats the present depth by `worth_changing`; else
/// keep.
/// @throws Error(invalid_argument) naming the field outside its domain. O(deepest / step).
Recommendation recommend(const RunningPromotion& promotion,
                         const RecommendationOptions& options = {});

}  // namespace salesplan::promotion

#ifndef SALESPLAN_COMPILED
#include "salesplan/promotion/recommendation_inl.hpp"
#endif
