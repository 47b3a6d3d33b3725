// Round a table so that every row, column, subtotal and the total come out rounded as well.
#pragma once

#include <vector>

#include "salesplan/allocation/tree.hpp"
#include "salesplan/core/config.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::allocation {

/// The cells as multiples of `unit`, each the one below or above its value, such that the sum of
/// every node of the row tree over all columns, of every node of the column tree over all rows, and
/// the total are at the multiple below or above theirs too; of all such tables one of least squared
/// change. There always is one, and the sums of a plan in thousands add up without a footnote.
/// A cell or sum that is a multiple already stays (to within 2^-32 of a unit a cell).
///
/// @param values  row-major [leaves of rows × leaves of columns], the leaves in the order of their
///                index; of either sign, below 2^53 units and 2^61 in magnitude.
/// @param rows, columns e.g. company › region › rep and year › quarter › month.
/// @throws Error(invalid_argument) naming "values[k]", "rows.parent[i]" …
/// A minimum-cost flow: see numeric::min_cost_flow() for the cost.
/// @source Cox, Journal of the American Statistical Association 82, 1987; Causey, Cox & Ernst,
/// ibid. 80, 1985 (controlled rounding as transportation).
std::vector<core::Minor> controlled_rounding(core::View<const double> values, const Tree& rows,
                                             const Tree& columns, core::Minor unit = 1);

}  // namespace salesplan::allocation

#ifndef SALESPLAN_COMPILED
#include "salesplan/allocation/controlled_rounding_inl.hpp"
#endif
