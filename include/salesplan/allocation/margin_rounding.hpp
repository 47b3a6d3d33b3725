// Bring a table that meets its margins to whole units, with every margin met to the unit.
#pragma once

#include <cstddef>
#include <vector>

#include "salesplan/allocation/margin_problem.hpp"
#include "salesplan/core/config.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::allocation {

/// A total that the table misses: one with a price, or one that whole units could not meet.
struct MarginMiss {
  std::size_t margin = 0;  ///< index into the problem's margins
  std::size_t cell = 0;    ///< index into its totals
  core::Minor excess = 0;  ///< what its cells sum to, less the nearest that was asked
};

struct RoundedTable {
  std::vector<core::Minor> cells;  ///< multiples of the unit, within their bounds
  std::vector<MarginMiss> missed;  ///< empty: every total is what was asked
};

/// The fitted table as multiples of `unit`, every margin met.
///
/// A total between bounds stays between them; one with a price comes to the multiple below or above
/// what the fit gives it.
///
/// A margin whose totals follow from a finer one needs nothing of its own. Where two margins are
/// left, of whatever dimensions, the cells to raise are a flow from the cells of one to those of
/// the other: every margin is met, every cell is at the multiple below or above its value, and of
/// all such tables this is one of least squared change. With three or more no such table need
/// exist, and to find it where it does is NP-hard: from the flow for the two largest, cells are
/// moved one step at a time towards the least sum of |excess| (a tabu search of bounded length), by
/// less than a unit first, then by up to four; what is then still off is listed.
///
/// @param fit  [cells] of fit_margins() on the same problem, in minor units; finite.
/// @param unit at least 1; exact totals must be multiples of it.
/// @throws Error(invalid_argument) naming "fit[c]", "unit", "margins[k].totals[i]" …;
///         Error(infeasible) placed at "lower[c]", "margins[k].lower[i]" where bounds hold no
///         multiple.
/// Deterministic. See numeric::min_cost_flow() for the cost; the search takes at most
/// 3·(16·cells + 20000) steps, each the size of a margin's cell.
/// @source Causey, Cox & Ernst, Journal of the American Statistical Association 80, 1985 (two
/// margins as transportation); Kelly, Golden & Assad, ORSA Journal on Computing 2, 1990 (three);
/// Glover, ORSA Journal on Computing 1, 1989 (tabu search).
RoundedTable round_margins(const MarginProblem& problem, core::View<const double> fit,
                           core::Minor unit = 1);

}  // namespace salesplan::allocation

#ifndef SALESPLAN_COMPILED
#include "salesplan/allocation/margin_rounding_inl.hpp"
#endif
