// The lines of a budget: who or what gets how much; the text they are kept as; what changed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::budget {

/// What a channel, promotion, person or region may spend.
struct Line {
  std::string name;        ///< no control characters, not empty
  core::Minor amount = 0;  ///< >= 0
};

/// The sum of the lines. Error(invalid_argument) for a name or an amount outside its domain and
/// Error(duplicate) for a name given twice, placed at "lines[i].name" and the like;
/// Error(overflow). O(n log n).
core::Minor checked_total(core::View<const Line> lines);

/// One line of text a budget line: the amount, a blank, the name. Errors as for checked_total().
std::string lines_text(core::View<const Line> lines);

/// The lines of such a text. Error(parse) naming `place` for any other.
std::vector<Line> parse_lines(std::string_view text, const std::string& place);

struct LineChange {
  std::string name;
  core::Minor before = 0;  ///< core::missing_integer where the line is new
  core::Minor after = 0;   ///< core::missing_integer where it is gone
};

/// The lines that differ: those of `before` in their order, then the new ones. O(n log n).
std::vector<LineChange> difference(core::View<const Line> before, core::View<const Line> after);

}  // namespace salesplan::budget

#ifndef SALESPLAN_COMPILED
#include "salesplan/budget/lines_inl.hpp"
#endif
