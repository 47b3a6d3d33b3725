// What was sold beside the period before it and the year before it, with share and growth.
#pragma once

#include <cstddef>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/review/attainment.hpp"
#include "salesplan/table/cube.hpp"
#include "salesplan/table/dimension.hpp"

namespace salesplan::review {

/// A member's sales in a span. What is not known is missing.
struct Comparison {
  core::Minor actual = 0;
  core::Minor last_period = core::missing_integer;  ///< in as many months, right before
  core::Minor last_year = core::missing_integer;    ///< in the same months a year before
  double share = core::missing_number;              ///< of the total
  double share_last_year = core::missing_number;

  /// Over the last year, and over the last period; NaN where there were no sales above 0.
  double growth() const { return over(last_year); }
  double change() const { return over(last_period); }

 private:
  double over(core::Minor base) const {
    return core::is_missing(base) || base <= 0
               ? core::missing_number
               : static_cast<double>(actual) / static_cast<double>(base) - 1;
  }
};

/// Every span and every member of `dimension`, in the order of attainment()'s rows.
/// @param sales  [lead + months, leaves of the dimensions...]; `axis` >= 1 is the dimension's
/// @param lead  months before the first one that the spans count, 12 or more where last year is to
///              be known; the first `unknown` months of all have no figures
/// @throws Error(invalid_argument) for a span beyond the months. O(cells).
std::vector<Comparison> compare(const table::Cube& sales, std::size_t lead, std::size_t unknown,
                                std::size_t axis, const table::Dimension& dimension,
                                const std::vector<Span>& spans);

}  // namespace salesplan::review

#ifndef SALESPLAN_COMPILED
#include "salesplan/review/comparison_inl.hpp"
#endif
