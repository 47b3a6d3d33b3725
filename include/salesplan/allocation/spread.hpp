// Spread one total over items in proportion to weights, exact to the unit, within bounds and locks.
#pragma once

#include <vector>

#include "salesplan/allocation/bounds.hpp"
#include "salesplan/allocation/wording.hpp"
#include "salesplan/core/config.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::allocation {

/// What to do where something is to be spread and every free weight is zero.
enum class ZeroWeights {
  refuse,  ///< Error
  equal,   ///< as if all weights were equal (the default of TM1 and Anaplan)
};

/// Parts of `total` in proportion to `weights`, each a multiple of `unit`, that sum to it exactly.
///
/// The real solution is x_i = clip(λ·w_i, lower_i, upper_i) with the one λ that meets the total:
/// the bounded split nearest to the weights in relative entropy. It is rounded by largest remainder
/// within the bounds, ties to the lower index; as every largest-remainder method it is not
/// monotone to the last unit (a larger total can cost an item one unit). Parts are deterministic,
/// invariant to the scale of the weights by powers of two, and follow a permutation of the items
/// up to ties. Beyond 2^53 units the sum stays exact; each part is as precise as a double weight.
///
/// @param total   minor units, either sign, a multiple of `unit`. No part goes against the sign of
///                the total unless its bound or lock asks for it: where nothing else is given the
///                lower bound is 0 (for a negative total: the upper bound is 0).
/// @param weights one per item: 0 or in [1e-100, 1e100]; an item of weight 0 gets 0, unless a bound
///                lifts it, or every weighted item is at its bound; then the zero-weight items
///                share what is left equally.
/// @param bounds  lower is rounded up and upper down to a multiple of `unit`; a lock must be one.
/// @param unit    1 for cents, 100 for whole money, a pack size …; at least 1.
/// @param wording of refusals.
/// @throws Error(invalid_argument) for weights, sizes, unit or total outside their domain;
///         Error(infeasible) naming the bound or lock where Σ lower <= total <= Σ upper fails;
///         Error(invalid_argument) for all-zero weights under ZeroWeights::refuse.
/// O(n) expected.
/// @source Bitran & Hax, Management Science 27(4), 1981; Patriksson & Strömberg, European Journal
/// of Operational Research 243(3), 2015; Balinski & Young, Fair Representation, 1982 (largest
/// remainder = Hamilton's method).
std::vector<core::Minor> spread(core::Minor total, core::View<const double> weights,
                                const Bounds& bounds = {}, core::Minor unit = 1,
                                ZeroWeights zero_weights = ZeroWeights::refuse,
                                const Wording& wording = {});

}  // namespace salesplan::allocation

#ifndef SALESPLAN_COMPILED
#include "salesplan/allocation/spread_inl.hpp"
#endif
