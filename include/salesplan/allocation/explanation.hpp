// Why a cell is what it is: the chain of splits that made its number.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "salesplan/allocation/bounds.hpp"
#include "salesplan/allocation/spread.hpp"
#include "salesplan/allocation/tree.hpp"
#include "salesplan/core/config.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::allocation {

/// What keeps a part from its proportional share.
enum class Hold { none, lower, upper, locked };

/// One split on the way from the root to a node: a part of what its parent hands down. Amounts are
/// minor units. `value` is `wish`, held by `bound`, and rounded.
struct PartReason {
  std::size_t node = 0;
  std::string label;
  core::Minor pool = 0;  ///< what its parent hands down: the parent's value and its over-assignment
  double weight = 0;     ///< its own, or the sum of its children's
  double share = 0;      ///< weight / Σ weights of its siblings and itself; NaN where those are 0
  double wish = 0;       ///< λ·weight: what it would get at the siblings' common level. Infinite
                         ///< where everything with a weight is held, and 0 where it has none
  Hold hold = Hold::none;
  core::Minor bound = core::missing_integer;  ///< that holds it
  bool from_below = false;  ///< the bound is not its own: it is the sum of what its children may be
  double price = 0;         ///< the bound's shadow price ln(bound / wish): positive where it lifts,
                     ///< negative where it caps; NaN where bound and wish have opposite signs
  double rounding = 0;  ///< value - the real part
  core::Minor value = 0;
};

/// The splits that made the value of `node` in cascade() of the same arguments, from the root's
/// (whose pool is the total) to its own. The price is the multiplier of the bound in the entropy
/// problem that spread() solves: to move the bound by 1 % changes the distance by 0.01·price·bound.
/// Parts that have no weight and share equally what the weighted ones cannot take have hold none
/// and wish 0.
/// @param node  below the size of the tree.
/// @throws Error(invalid_argument) for `node`; otherwise as cascade(). O(n).
/// @source Boyd & Vandenberghe, Convex Optimization, 2004, 5.6 (multipliers as sensitivities).
std::vector<PartReason> explain(std::size_t node, core::Minor total, const Tree& tree,
                                core::View<const double> weights, const Bounds& bounds = {},
                                core::Minor unit = 1,
                                ZeroWeights zero_weights = ZeroWeights::refuse,
                                core::View<const double> over_assignment = {},
                                const Wording& wording = {});

}  // namespace salesplan::allocation

#ifndef SALESPLAN_COMPILED
#include "salesplan/allocation/explanation_inl.hpp"
#endif
