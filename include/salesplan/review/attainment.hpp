// Attainment: actual against target for every member of a dimension and every period.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/table/cube.hpp"
#include "salesplan/table/dimension.hpp"

namespace salesplan::review {

/// A run of months under one name: "2019-07", "2020-Q1", "2020".
struct Span {
  std::string name;
  std::size_t first = 0;  ///< index of its first month
  std::size_t count = 0;  ///< number of months
};

struct Attainment {
  std::size_t span = 0;     ///< index into the spans asked for
  std::int32_t member = 0;  ///< member of the dimension; 0 is the total
  core::Minor target = 0;
  core::Minor actual = 0;

  /// actual - target.
  core::Minor gap() const { return core::subtract(actual, target, "gap"); }
  /// actual / target; NaN when there is no target.
  double rate() const {
    return target == 0 ? core::missing_number
                       : static_cast<double>(actual) / static_cast<double>(target);
  }
};

/// Target and actual of every span and every member of `dimension` (parents are the sums of their
/// children), from cubes [months, leaves of the dimensions...] of equal extents; `axis` >= 1 is the
/// dimension's. Rows by span, then member. Error(invalid_argument) for cubes of different extents
/// or a span beyond the months. O(cells).
std::vector<Attainment> attainment(const table::Cube& target, const table::Cube& actual,
                                   std::size_t axis, const table::Dimension& dimension,
                                   const std::vector<Span>& spans);

}  // namespace salesplan::review

#ifndef SALESPLAN_COMPILED
#include "salesplan/review/attainment_inl.hpp"
#endif
