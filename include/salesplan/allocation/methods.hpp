// The spreading methods of planning products on one slice of cells: what a planner types into a
// total.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "salesplan/allocation/spread.hpp"
#include "salesplan/allocation/wording.hpp"
#include "salesplan/core/config.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::allocation {

/// The cells below one total, in minor units. A held cell keeps its value.
struct Slice {
  core::View<const core::Minor> values;      ///< [n], none missing
  core::View<const std::uint8_t> held = {};  ///< [n] non-zero = held; empty: none
  Wording wording = {};                      ///< of refusals
};

/// What happens with the numbers that a method makes. A method which distributes an amount lets the
/// whole slice, held cells included, come to it on `replace`, and distributes it over the free
/// cells otherwise.
enum class Action { replace, add, subtract };

/// Which free cells take part: all, or those that are not 0 now.
enum class Cells { all, populated };

/// How a growth runs on: on the value before (TM1 GR), or on the first value (Essbase `GROWTH`).
enum class Growth { compound, linear };

// All return the n cells of the slice afterwards. All throw Error(invalid_argument) for missing
// values and lengths that do not fit, Error(infeasible) where something is to be distributed and no
// cell may take it, Error(overflow) for a cell beyond 64 bits. All are O(n), the distributing ones
// O(n) expected and exact to the unit by largest remainder.

/// In proportion to the present values: x_i' = x_i·(T - Σheld)/Σfree; 10/[20]/30 at 100 is
/// 20/[20]/60. Free cells that are all 0 share equally or are refused, as `zero` says; free cells
/// that are not but sum to 0 are refused.
std::vector<core::Minor> spread_proportional(const Slice& slice, core::Minor amount,
                                             Action action = Action::replace,
                                             ZeroWeights zero = ZeroWeights::equal);

/// The same to every cell.
std::vector<core::Minor> spread_equal(const Slice& slice, core::Minor amount,
                                      Action action = Action::replace, Cells cells = Cells::all);

/// In proportion to a reference slice: x_i' = T·w_i/Σw over the free cells.
/// @param reference [n] finite, of either sign; the rules for zeros are those of
///        spread_proportional with ZeroWeights::refuse.
std::vector<core::Minor> spread_relative(const Slice& slice, core::View<const double> reference,
                                         core::Minor amount, Action action = Action::replace);

/// By a pattern of tokens, one a cell, divided by blanks: a number >= 0 is a weight, "!" holds the
/// cell, "P" gives it the whole amount. "*" after a token repeats it to fill the cells; a pattern
/// that divides the number of cells runs over them again. "4 4 5" splits a quarter into weeks,
/// "1 2 1" is a bell, "! * P" puts a balance into the last cell, "P ! *" into the first.
/// Weights and "P" do not mix, as a "P" is not a part of the amount but all of it.
/// @throws Error(parse) naming "pattern[k]" for a token that is none of these.
std::vector<core::Minor> spread_pattern(const Slice& slice, std::string_view pattern,
                                        core::Minor amount, Action action = Action::replace);

/// The value itself into every cell.
std::vector<core::Minor> repeat_value(const Slice& slice, core::Minor value,
                                      Action action = Action::replace, Cells cells = Cells::all);

/// `ratio` of each cell's value: with Action::add and 0.1 every cell grows by a tenth. The changes
/// are rounded so that their sum is the rounded change of the sum.
std::vector<core::Minor> change_by_ratio(const Slice& slice, double ratio,
                                         Action action = Action::add);

/// (1 + ratio)·w_i of a reference slice, rounded so that the sum is the rounded sum.
std::vector<core::Minor> change_by_reference(const Slice& slice, core::View<const double> reference,
                                             double ratio, Action action = Action::add);

/// From `first` in the first cell to `last` in the last in equal steps; a held cell's step passes.
std::vector<core::Minor> straight_line(const Slice& slice, core::Minor first, core::Minor last,
                                       Action action = Action::replace);

/// `first` in the first cell, growing by `rate` from cell to cell.
std::vector<core::Minor> growth_line(const Slice& slice, core::Minor first, double rate,
                                     Growth growth = Growth::compound,
                                     Action action = Action::replace);

/// 0 in every cell that is not held.
std::vector<core::Minor> clear(const Slice& slice);

}  // namespace salesplan::allocation

#ifndef SALESPLAN_COMPILED
#include "salesplan/allocation/methods_inl.hpp"
#endif
