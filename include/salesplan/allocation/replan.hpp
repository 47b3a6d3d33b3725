// Change a plan in mid-year: what is past stays, what is open moves no more than it must.
#pragma once

#include <cstdint>
#include <vector>

#include "salesplan/allocation/bounds.hpp"
#include "salesplan/allocation/tree.hpp"
#include "salesplan/core/config.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::allocation {

/// The plan after a change of its total, bounds or locks. Closed leaves keep their value; the open
/// ones of a node move in proportion to what the plan gives them, so that a change within a node is
/// made up for by its nearest siblings, and reaches other nodes only where these cannot take it.
/// A rep who leaves is one whose open leaves are locked at 0.
///
/// The plan itself comes back where nothing changed and it keeps the bounds.
/// @param plan   [n] minor units: parents the sums of their children; open leaves >= 0.
/// @param closed [n] of which the leaves' count: non-zero = past or frozen. Empty: none.
/// @param total  the root's new value; what is open must not come to less than 0.
/// @param bounds as for cascade(), on whole values, what is closed included.
/// @param unit   of which closed values and locks are multiples.
/// @throws Error(invalid_argument) naming "plan[label]" where it is missing, negative, or not the
///         sum of its children; Error(infeasible) as cascade(), where closed leaves count as locks.
/// O(n) expected.
std::vector<core::Minor> replan(core::View<const core::Minor> plan, const Tree& tree,
                                core::View<const std::uint8_t> closed, core::Minor total,
                                const Bounds& bounds = {}, core::Minor unit = 1,
                                const Wording& wording = {});

}  // namespace salesplan::allocation

#ifndef SALESPLAN_COMPILED
#include "salesplan/allocation/replan_inl.hpp"
#endif
