// Meet several margins of one table at once: month × territory, territory × rep, product …; exact
// totals, totals between bounds, and totals that may be missed at a price.
#pragma once

#include <cstddef>
#include <vector>

#include "salesplan/allocation/margin_problem.hpp"
#include "salesplan/core/config.hpp"

namespace salesplan::allocation {

/// A total with a price that the table misses.
struct PricedMiss {
  std::size_t margin = 0;  ///< index into the problem's margins
  std::size_t cell = 0;    ///< index into its totals
  double excess = 0;       ///< what its cells sum to, less the nearest that was asked
  double cost = 0;         ///< price·|excess|
};

struct MarginFit {
  std::vector<double> cells;
  std::vector<PricedMiss> missed;
  int passes = 0;    ///< over all margins
  double error = 0;  ///< the largest relative error of a margin in the last pass
};

/// The table nearest to the basis in relative entropy that meets every margin and keeps every
/// bound: x_c = clip(basis_c·Π_m μ_m(c), lower_c, upper_c). Without bounds this is iterative
/// proportional fitting; with bounds, each factor is set by Newton steps on its clipped sum.
///
/// A total between bounds has μ = 1 within them, above 1 where its lower bound holds it, below 1 at
/// its upper. A total with a price p has μ in [e^-p, e^p]: what that does not suffice for is
/// missed, so that Σ x·ln(x/basis) - x + basis plus the prices of all misses is least. An exact
/// total is the case of one bound and no end to its price.
///
/// A table that cannot be is found out, not iterated on: the growth of the factors is tried as a
/// proof (a combination of margins that no cells within their bounds can satisfy), and the margins
/// of the proof are thinned out until none can be spared. Where the margins leave a cell nothing
/// but 0, which factors only approach, the same growth proves that, and the cell becomes 0.
///
/// @param tolerance  relative error at which a margin counts as met, in (0, 1).
/// @param max_passes at least 1.
/// @throws Error(infeasible) placed at a margin cell, "territory × month[North, March]", naming the
///         others it conflicts with; Error(invalid_argument) naming "margins[k].totals[i]",
///         "basis[c]" …; Error(unsupported) where max_passes were not enough.
/// O(cells · margins) a pass.
/// @source Chizat, Peyré, Schmitzer & Vialard, Mathematics of Computation 87, 2018, §3 and 5.1 (one
/// scaling for exact, range and priced margins: μ = max(α/s, min(1, β/s)) and min(e^p, max(e^-p,
/// 1/s)) of a sum s relative to what was asked); Deming & Stephan, Annals of Mathematical
/// Statistics 11, 1940; Bregman, USSR Computational Mathematics 7, 1967; Csiszár, Annals of
/// Probability 3, 1975; Gietl & Reffel, Metrika 76, 2013 (what the factors do on an infeasible
/// table).
MarginFit fit_margins(const MarginProblem& problem, double tolerance = 1e-9,
                      int max_passes = 10000);

}  // namespace salesplan::allocation

#ifndef SALESPLAN_COMPILED
#include "salesplan/allocation/margins_inl.hpp"
#endif
