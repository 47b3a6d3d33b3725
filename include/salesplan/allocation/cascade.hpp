// Break a total down a hierarchy, level by level, so that every parent is the sum of its children.
#pragma once

#include <vector>

#include "salesplan/allocation/bounds.hpp"
#include "salesplan/allocation/spread.hpp"
#include "salesplan/allocation/tree.hpp"
#include "salesplan/allocation/wording.hpp"
#include "salesplan/core/config.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::allocation {

/// The value of every node: the root gets `total`, and each node's value is spread over its
/// children by weight, exact to the unit, so every parent equals the sum of its children.
///
/// Bounds and locks may sit on any node. They are gathered from the leaves up first, so that a
/// split never gives a subtree what its leaves cannot take: an answer is found whenever there is
/// one.
///
/// With over-assignment, a node hands down more than it has: the values of its children sum to
/// its own times (1 + ratio), rounded to the unit. The company's target is then less than that of
/// its managers together, and theirs less than that of their reps, each level with a buffer of its
/// own that follows every change of the plan. target::differences() lists the buffers.
///
/// @param total   as for spread(); the rule of its sign applies to the leaves.
/// @param weights [n] of the domain of spread(); NaN at an inner node stands for the sum of its
///                children, NaN at a leaf is an error.
/// @param bounds  views of n values, or empty.
/// @param over_assignment [n] ratios in [0, 1000] of which those of inner nodes count, or empty for
///                none.
/// @param wording of the conflicts.
/// @throws Error(infeasible) placed at the label of the node where constraints conflict; the text
///         lists an irreducible set of them: "North: upper 100 conflicts with lower 60 of Ann,
///         locked 70 of Bob" (with over-assignment, all that push the same way). Otherwise as
///         spread() and check_tree().
/// O(n) expected.
std::vector<core::Minor> cascade(core::Minor total, const Tree& tree,
                                 core::View<const double> weights, const Bounds& bounds = {},
                                 core::Minor unit = 1,
                                 ZeroWeights zero_weights = ZeroWeights::refuse,
                                 core::View<const double> over_assignment = {},
                                 const Wording& wording = {});

}  // namespace salesplan::allocation

#ifndef SALESPLAN_COMPILED
#include "salesplan/allocation/cascade_inl.hpp"
#endif
