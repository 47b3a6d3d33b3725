// A budget over channels, promotions, people or regions: by a basis, or where it returns most.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "salesplan/allocation/bounds.hpp"
#include "salesplan/core/config.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/numeric/response.hpp"

namespace salesplan::budget {

/// What counts how much: 1, 0, 0 is by history alone; 0.7, 0.3, 0 mixes.
struct Basis {
  double history = 1;  ///< each >= 0, not all 0
  double target = 0;
  double equal = 0;
};

/// Amounts that add up to `total` to the cent: allocation::spread by the weights
///
///     w_i = basis.history · history_i / Σhistory + basis.target · target_i / Σtarget
///           + basis.equal / n
///
/// within floors (bounds.lower), caps (bounds.upper) and locks.
/// @param total   minor units, >= 0.
/// @param history what each line had, [n], finite and >= 0; may be empty where it does not count.
/// @param target  what each line is to bring, likewise.
/// @throws Error(invalid_argument) naming "history[i]", "basis" and the like; Error(infeasible) as
///         allocation::spread.
/// O(n) expected.
std::vector<core::Minor> split(core::Minor total, std::size_t n, const Basis& basis,
                               core::View<const double> history, core::View<const double> target,
                               const allocation::Bounds& bounds = {});

struct BestSplit {
  std::vector<core::Minor> amount;  ///< [n], adds up to the total
  double response = 0;              ///< of these amounts
  double bound = 0;                 ///< no split has a larger response, up to rounding
  double marginal = 0;              ///< response per minor unit of further budget
};

/// The amounts with the largest total response, numeric::split_spend within floors, caps and locks,
/// brought to the cent by allocation::spread.
/// @param curves [n] response, in any one unit, to a spend in minor units.
/// @throws Error(invalid_argument) naming "curves[i].half" and the like; Error(infeasible).
BestSplit best_split(core::Minor total, core::View<const numeric::ResponseCurve> curves,
                     const allocation::Bounds& bounds = {});

}  // namespace salesplan::budget

#ifndef SALESPLAN_COMPILED
#include "salesplan/budget/split_inl.hpp"
#endif
