// The facts as cubes: months before the plan, months of the plan, and the base year.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/plan/specification.hpp"
#include "salesplan/table/cube.hpp"

namespace salesplan::plan {

/// Revenue and cost by month and leaf combination. Cells of all cubes are indexed alike: the months
/// outermost, then the dimensions in the order of the specification.
struct History {
  calendar::Period first;  ///< first month with facts known on the plan's day
  std::size_t months = 0;  ///< complete months known on that day
  std::size_t gap = 0;     ///< months between the last known one and the first planned one
  std::size_t cells = 0;   ///< leaf combinations
  table::Cube revenue;     ///< [months, dimensions...]
  table::Cube cost;        ///< the same; empty when not given
  table::Cube actual;      ///< [planned months, dimensions...], facts up to `as_of`
  calendar::Date as_of;    ///< the last day whose facts are known
  std::size_t closed = 0;  ///< planned months that have ended by then

  /// Known months of the base year, the twelve before the plan: [base_first, months).
  std::size_t base_first() const { return months > 12 ? months - 12 : 0; }
  std::size_t base_months() const { return months - base_first(); }

  /// The month that planned month `m` follows: the same month of the latest known year. `months`
  /// where that is not known.
  std::size_t same_month(std::size_t m) const {
    const std::size_t ahead = gap + m;
    const std::size_t back = ahead / 12 * 12 + 12;
    return months + ahead >= back ? months + ahead - back : months;
  }
};

/// Error(invalid_argument) when the plan's day is after its first day, or when no complete month is
/// known; Error(overflow) for more cells than a cube can have.
History history(const Specification& spec);

/// Revenue of each day, [days from `first`].
std::vector<core::Minor> daily_revenue(const Specification& spec, calendar::Date first,
                                       calendar::Date last);

/// The leaf of dimension `d` in each cell, [cells].
std::vector<std::int32_t> leaf_of_cells(const Specification& spec, std::size_t d);

/// A number for each combination of leaves of `dimensions`, the same numbering for every cell:
/// row-major over those dimensions. [cells]
std::vector<std::size_t> group_of_cells(const Specification& spec,
                                        const std::vector<std::size_t>& dimensions);

/// The number that group_of_cells gives to what a row of spec.assignments assigns.
std::size_t assigned_group(const Specification& spec, const Assignment& row);

/// How many combinations group_of_cells numbers.
std::size_t group_count(const Specification& spec, const std::vector<std::size_t>& dimensions);

/// The sum of months [first, end) of a cube in each cell, [cells].
std::vector<core::Minor> sum_months(const table::Cube& cube, std::size_t cells, std::size_t first,
                                    std::size_t end);

}  // namespace salesplan::plan

#ifndef SALESPLAN_COMPILED
#include "salesplan/plan/history_inl.hpp"
#endif
