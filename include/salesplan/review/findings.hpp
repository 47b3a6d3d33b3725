// What a bridge says, the largest first, in sentences.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "salesplan/calendar/workday_calendar.hpp"
#include "salesplan/core/config.hpp"
#include "salesplan/review/bridge.hpp"

namespace salesplan::review {

/// An effect on a node, and its part of what all effects move: |amount| / Σ |effects of the root|.
struct Finding {
  std::size_t node = 0;
  std::size_t effect = 0;
  core::Minor amount = 0;
  double share = 0;
};

/// The few largest effects. Starts from the effects on the root; one of which a single child bears
/// `focus` or more is told of that child instead, to any depth; what is told is followed by its
/// parts as far as they are larger than what else there is. Effects of 0 are not told.
/// @param limit the most findings. @param focus in (0.5, 1]. @throws Error(invalid_argument) for
/// another focus and a bridge of another tree. O(n k log n).
std::vector<Finding> largest(const allocation::Tree& tree, const Bridge& bridge, std::size_t limit,
                             double focus = 0.6);

/// "Bikes: price -1,234.50 (61 % of all movement)."; "自行车：价格影响
/// -1,234.50（占全部变动的61%）。" Effects without a Chinese name keep their own. @param decimals
/// of the currency, 0..9.
std::string sentence(const allocation::Tree& tree, const Bridge& bridge, const Finding& finding,
                     int decimals, calendar::Language language);

/// The whole change of a node in one line: "Company: 100.00 to 120.00, +20.00 (+20 %)."
std::string headline(const allocation::Tree& tree, const Bridge& bridge, std::size_t node,
                     int decimals, calendar::Language language);

/// The name of an effect on screens; unknown ones keep their own.
std::string effect_name(const std::string& effect, calendar::Language language);

/// "-1,234.50"; with `sign` also "+1,234.50".
std::string money_text(core::Minor amount, int decimals, bool sign);

}  // namespace salesplan::review

#ifndef SALESPLAN_COMPILED
#include "salesplan/review/findings_inl.hpp"
#endif
