// Bodies of next_target.hpp.
#pragma once

#include <algorithm>
#include <cmath>

#include "salesplan/core/error.hpp"
#include "salesplan/review/next_target.hpp"

namespace salesplan::review {

SALESPLAN_INLINE std::vector<NextTarget> next_target(core::View<const core::Minor> planned,
                                                     core::View<const core::Minor> remaining,
                                                     core::View<const core::Minor> gap,
                                                     core::View<const double> reachable,
                                                     const CarryRule& rule) {
  const std::size_t n = planned.size();
  if (remaining.size() != n || gap.size() != n || reachable.size() != n) {
    throw Error(ErrorCode::invalid_argument, "next_target",
                "planned, remaining, gap and reachable must have one value a unit");
  }
  if (!(rule.share >= 0 && rule.share <= 1)) {
    throw Error(ErrorCode::invalid_argument, "carry.share", "must lie in [0, 1]");
  }
  if (!(rule.max_change >= 0 && rule.max_change <= 1)) {
    throw Error(ErrorCode::invalid_argument, "carry.max_change", "must lie in [0, 1]");
  }
  std::vector<NextTarget> result(n);
  for (std::size_t i = 0; i < n; ++i) {
    NextTarget& unit = result[i];
    if (planned[i] < 0 || remaining[i] < planned[i]) {
      throw Error(ErrorCode::invalid_argument, core::at("planned", static_cast<std::int64_t>(i)),
                  "must lie between 0 and what remains");
    }
    unit.planned = planned[i];
    unit.gap = gap[i];
    if (planned[i] > 0 && (gap[i] > 0 || rule.carry_surplus)) {
      const double plan = static_cast<double>(planned[i]);
      double carry =
          rule.share * static_cast<double>(gap[i]) * (plan / static_cast<double>(remaining[i]));
      carry = std::clamp(carry, -rule.max_change * plan, rule.max_change * plan);
      if (carry > 0 && !std::isnan(reachable[i])) {
        carry = std::min(carry, std::max(reachable[i] - plan, 0.0));
      }
      // Beyond 2^53 the double of a plan may exceed it.
      unit.carried = std::max(core::round_to_minor(carry, "carried"), -planned[i]);
    }
    unit.target = core::add(unit.planned, unit.carried, "target");
  }
  return result;
}

}  // namespace salesplan::review
