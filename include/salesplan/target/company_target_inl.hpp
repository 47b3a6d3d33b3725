// Bodies of company_target.hpp.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "salesplan/core/error.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/target/company_target.hpp"
#include "salesplan/target/hardness.hpp"

namespace salesplan::target {
namespace detail {

SALESPLAN_INLINE void check_goal(const KpiGoal& goal, const std::string& place) {
  const auto refuse = [&](const char* field, double value, const char* why) -> Error {
    return {ErrorCode::invalid_argument, place + field, core::to_text(value) + why};
  };
  const auto need_finite = [&](const char* field, double value) {
    if (std::isinf(value)) throw refuse(field, value, " is not finite");
  };
  if (goal.name.empty()) throw Error(ErrorCode::invalid_argument, place + ".name", "is empty");
  if (std::isnan(goal.base)) throw refuse(".base", goal.base, " is not a number");
  need_finite(".base", goal.base);
  need_finite(".growth", goal.growth);
  need_finite(".amount", goal.amount);
  need_finite(".market_size", goal.market_size);
  need_finite(".market_growth", goal.market_growth);
  need_finite(".forecast_mean", goal.forecast_mean);
  need_finite(".forecast_sd", goal.forecast_sd);
  if (std::isnan(goal.growth) == std::isnan(goal.amount)) {
    throw Error(ErrorCode::invalid_argument, place + ".growth",
                std::isnan(goal.growth) ? "neither growth nor amount is given"
                                        : "growth and amount are both given");
  }
  if (goal.market_size <= 0) throw refuse(".market_size", goal.market_size, " is not positive");
  if (goal.market_growth <= -1) {
    throw refuse(".market_growth", goal.market_growth, " is not above -1");
  }
  if (goal.forecast_sd < 0) throw refuse(".forecast_sd", goal.forecast_sd, " is negative");
}

}  // namespace detail

SALESPLAN_INLINE std::vector<KpiTarget> company_target(core::View<const KpiGoal> goals) {
  std::vector<KpiTarget> targets;
  targets.reserve(goals.size());
  std::set<std::string> names;
  for (std::size_t k = 0; k < goals.size(); ++k) {
    const KpiGoal& goal = goals[k];
    const std::string place = core::at("goals", static_cast<std::int64_t>(k));
    detail::check_goal(goal, place);
    if (!names.insert(goal.name).second) {
      throw Error(ErrorCode::duplicate, place + ".name", goal.name + " is given twice");
    }
    const bool by_growth = !std::isnan(goal.growth);
    KpiTarget result;
    result.name = goal.name;
    result.target = core::round_to_minor(by_growth ? goal.base * (1 + goal.growth) : goal.amount,
                                         place + (by_growth ? ".growth" : ".amount"));
    const double target = static_cast<double>(result.target);
    result.growth = goal.base > 0 ? target / goal.base - 1 : core::missing_number;
    result.share_before = goal.base / goal.market_size;
    result.share_after = target / (goal.market_size * (1 + goal.market_growth));
    result.forecast_gap = target - goal.forecast_mean;
    result.attainment_probability =
        attainment_probability(target, goal.forecast_mean, goal.forecast_sd);
    targets.push_back(result);
  }
  return targets;
}

}  // namespace salesplan::target
