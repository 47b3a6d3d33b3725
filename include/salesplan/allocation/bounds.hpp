// What a part of a total may be: lower and upper bounds and locks, in minor units.
#pragma once

#include <cstddef>
#include <limits>
#include <string>

#include "salesplan/allocation/wording.hpp"
#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::allocation {

/// Bounds and locks, one value an item. An empty view means none at all, core::missing_integer
/// none for that item. A locked item keeps its value, whatever its weight.
struct Bounds {
  core::View<const core::Minor> lower = {};
  core::View<const core::Minor> upper = {};
  core::View<const core::Minor> locked = {};
};

namespace detail {

/// The whole multiples of the unit that an item may take.
struct Range {
  core::Minor lower;
  core::Minor upper;
};

/// The value at `i`, or missing where the caller gave no such view.
inline core::Minor value_at(core::View<const core::Minor> values, std::size_t i) {
  return values.empty() ? core::missing_integer : values[i];
}

inline void check_length(const std::string& place, std::size_t size, std::size_t n) {
  if (size != n) {
    throw Error(ErrorCode::invalid_argument, place,
                std::to_string(size) + " values for " + std::to_string(n) + " items");
  }
}

inline void check_lengths(const Bounds& bounds, std::size_t n) {
  if (!bounds.lower.empty()) check_length("lower", bounds.lower.size(), n);
  if (!bounds.upper.empty()) check_length("upper", bounds.upper.size(), n);
  if (!bounds.locked.empty()) check_length("locked", bounds.locked.size(), n);
}

/// The total in units; it must be there and be a multiple of the unit.
inline core::Minor total_in_units(core::Minor total, core::Minor unit,
                                  const Wording& wording = {}) {
  if (unit < 1) {
    throw Error(ErrorCode::invalid_argument, "unit", wording.amount(unit) + " is not positive");
  }
  if (core::is_missing(total)) throw Error(ErrorCode::invalid_argument, "total", "is missing");
  if (total % unit != 0) {
    throw Error(ErrorCode::invalid_argument, "total",
                wording.amount(total) + " is not a multiple of the unit " + wording.amount(unit));
  }
  return total / unit;
}

/// "name[i]", or "name[label]" where the items have labels.
inline std::string item_place(const char* name, std::size_t i,
                              core::View<const std::string> labels) {
  if (labels.empty()) return core::at(name, static_cast<std::int64_t>(i));
  return std::string(name) + "[" + labels[i] + "]";
}

/// The largest count of units at or below `value`, and the smallest at or above.
inline core::Minor units_below(core::Minor value, core::Minor unit) {
  return unit == 1 ? value : value / unit - (value % unit < 0 ? 1 : 0);
}
inline core::Minor units_above(core::Minor value, core::Minor unit) {
  return unit == 1 ? value : value / unit + (value % unit > 0 ? 1 : 0);
}

/// The range of item `i` in units: lower rounded up, upper down. A bound that is absent becomes
/// `floor` (or the upper bound, where that is below) and `ceiling` (or the lower bound).
inline Range range_in_units(const Bounds& bounds, std::size_t i, core::Minor unit,
                            core::Minor floor, core::Minor ceiling,
                            core::View<const std::string> labels = {},
                            const Wording& wording = {}) {
  const auto fail = [&](const char* name, core::Minor value, const std::string& why) -> Error {
    return {ErrorCode::infeasible, item_place(name, i, labels), wording.amount(value) + why};
  };
  const core::Minor lower = value_at(bounds.lower, i);
  const core::Minor upper = value_at(bounds.upper, i);
  const core::Minor locked = value_at(bounds.locked, i);
  const bool has_lower = !core::is_missing(lower);
  const bool has_upper = !core::is_missing(upper);
  if (has_lower && has_upper && lower > upper) {
    throw fail("lower", lower, " exceeds upper " + wording.amount(upper));
  }
  if (!core::is_missing(locked)) {
    if (has_lower && locked < lower) {
      throw fail("locked", locked, " is below lower " + wording.amount(lower));
    }
    if (has_upper && locked > upper) {
      throw fail("locked", locked, " exceeds upper " + wording.amount(upper));
    }
    if (unit != 1 && locked % unit != 0) {
      throw fail("locked", locked, " is not a multiple of the unit " + wording.amount(unit));
    }
    const core::Minor units = units_below(locked, unit);
    return {units, units};
  }
  Range range{floor, ceiling};
  if (has_lower) range.lower = units_above(lower, unit);
  if (has_upper) range.upper = units_below(upper, unit);
  if (has_lower && has_upper && range.lower > range.upper) {
    throw fail("lower", lower,
               " leaves no multiple of the unit " + wording.amount(unit) + " up to upper " +
                   wording.amount(upper));
  }
  if (!has_lower && range.upper < range.lower) range.lower = range.upper;
  if (!has_upper && range.lower > range.upper) range.upper = range.lower;
  return range;
}

}  // namespace detail
}  // namespace salesplan::allocation
