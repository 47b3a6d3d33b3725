// Next month's target: the plan, and the part of the gap so far that it can carry.
#pragma once

#include <cstddef>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::review {

/// How a gap is carried into the months that remain.
struct CarryRule {
  double share = 1.0;          ///< part of the gap that is carried, 0 (none) to 1 (in full)
  double max_change = 0.25;    ///< the next target moves at most this part of what was planned
  bool carry_surplus = false;  ///< whether being ahead lowers the months that remain
};

/// One unit's next target. target = planned + carried.
struct NextTarget {
  core::Minor planned = 0;  ///< what the plan says for next month
  core::Minor gap = 0;      ///< target minus actual so far; positive is behind
  core::Minor carried = 0;  ///< added to what was planned
  core::Minor target = 0;
};

/// The next month's target of n units. With S the gap so far and R what the plan still holds for
/// the months that remain, share * S is spread over these months in proportion to the plan: the
/// next month carries share * S * planned / R, moved to the nearest value within
/// planned (1 +- max_change) and, where a gap is added, not above `reachable`, the forecast's upper
/// bound (or what was planned, if that is higher). What a month cannot carry stays in the gap, so
/// it is taken up again by the next review; with share 1 and no bound that binds, actual so far and
/// the targets that follow add up to the year.
///
/// @param planned    [n] next month's planned target, minor units, >= 0
/// @param remaining  [n] planned from next month to the end of the plan, >= planned
/// @param gap        [n] target minus actual so far
/// @param reachable  [n] upper forecast bound for next month, minor units; NaN: no bound
/// Error(invalid_argument) for other lengths, share or max_change outside [0, 1], a negative plan.
/// O(n).
std::vector<NextTarget> next_target(core::View<const core::Minor> planned,
                                    core::View<const core::Minor> remaining,
                                    core::View<const core::Minor> gap,
                                    core::View<const double> reachable, const CarryRule& rule);

}  // namespace salesplan::review

#ifndef SALESPLAN_COMPILED
#include "salesplan/review/next_target_inl.hpp"
#endif
