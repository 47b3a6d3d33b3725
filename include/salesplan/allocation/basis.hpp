// What a total is spread by: history, forecast, equal shares or a mix, and a floor for new cells.
#pragma once

#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::allocation {

/// One ingredient of a mix: a non-negative value per item (missing counts as 0) and how much it
/// counts.
struct Basis {
  core::View<const double> weights;
  double share = 1;
};

/// The mix of several bases: Σ_k s_k·w_ki / Σ_i w_ki with s the shares divided by their sum, so a
/// basis counts by its share whatever its scale. The result sums to 1.
/// A basis of zeros has nothing to say: it is an error, unless its share is 0.
/// @param bases at least one, all of the same length; weights finite and >= 0, NaN = missing.
/// @throws Error(invalid_argument) naming "bases[k].weights[i]" or "bases[k].share". O(k·n).
std::vector<double> blend(core::View<const Basis> bases);

/// `weights` scaled to sum 1 in which the cells without history (0 or missing) together hold
/// `share`, divided among them in proportion to `prior` (empty: equally), and the others keep their
/// proportions in 1 - share. Where all cells or none are new, or the prior of the new cells is all
/// zero, there is nothing to divide: the known cells hold everything, or the prior does.
/// @param weights finite, >= 0 or NaN.   @param share in [0, 1).
/// @param prior   [n] finite, >= 0: e.g. the share of the cell's parents; or empty.
/// @throws Error(invalid_argument) for values outside these, or where all weights and priors are 0.
std::vector<double> with_new_cells(core::View<const double> weights, double share,
                                   core::View<const double> prior = {});

}  // namespace salesplan::allocation

#ifndef SALESPLAN_COMPILED
#include "salesplan/allocation/basis_inl.hpp"
#endif
