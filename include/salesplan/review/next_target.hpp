// Next month's target: what the plan says and can carry, or what is reached with a given
// probability; equally hard for all, within what people and stock allow.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/missing.hpp"
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

/// A resource that sales use up: hours of visits, stock of a material. Both [n].
struct Resource {
  std::string name;
  std::vector<double> per_sale;   ///< used by one minor unit of sales, >= 0
  std::vector<double> available;  ///< of each unit, >= 0
  bool hard = true;               ///< a limit; false: need and stock are only compared
};

/// The units whose targets are placed. All [n]; where empty is allowed it stands for none.
struct PlacedUnits {
  core::View<const double> mean;            ///< forecast of next month, minor units
  core::View<const double> sd;              ///< its standard deviation, >= 0
  core::View<const double> ramp = {};       ///< share of full productivity, in [0, 1]; empty: all 1
  core::View<const core::Minor> last = {};  ///< last month's target, >= 0; missing: no bound
  core::View<const core::Minor> carry = {};  ///< shortfall to be carried in, >= 0
  std::vector<Resource> resources = {};
};

struct PlacementRule {
  double probability = 0.60;               ///< with which the total is attained, before carry-over
  double least_probability = 0.40;         ///< carry-over makes the total no harder than this
  double max_change = 0.25;                ///< of a unit against its last month, in [0, 1]
  double total_sd = core::missing_number;  ///< of the sum; NaN: as if the units were independent
};

struct PlacedTargets {
  core::Minor total = 0;
  core::Minor placed = 0;   ///< the total at `probability`
  core::Minor carried = 0;  ///< of the shortfall, what the total takes up
  core::Minor cut = 0;      ///< placed + carried - total: what the units' limits do not let be
  double probability = 0;   ///< with which the total is attained
  std::vector<core::Minor> target;       ///< [n] sums to the total
  std::vector<double> unit_probability;  ///< [n]
  std::vector<std::string> held;  ///< [n] "lower" or "upper" where the bounded change holds the
                                  ///< unit, the name of a resource where that does; else empty
  std::vector<double> needed;     ///< [resources * n] of each resource at the target
};

/// Places next month's targets. The total is what is attained with `probability` under a normal
/// forecast of mean Σ ramp·mean, plus the shortfall Σ carry as far as the total stays at
/// `least_probability` or easier. Each unit stays within last·(1 ± max_change) and, whatever that
/// says, within what its hard resources allow (available / per_sale); a total beyond the units'
/// limits is cut to them. Within the limits all are equally hard (target::equal_hardness), and the
/// targets sum to the total to the minor unit.
/// @throws Error(invalid_argument) for other lengths and values outside their domain, naming
///         "sd[i]", "resources[r].per_sale[i]" …; otherwise as target::equal_hardness.
/// O(n · resources).
PlacedTargets place_targets(const PlacedUnits& units, const PlacementRule& rule = {});

}  // namespace salesplan::review

#ifndef SALESPLAN_COMPILED
#include "salesplan/review/next_target_inl.hpp"
#endif
