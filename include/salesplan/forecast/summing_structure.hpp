// How series add up: which bottom series each aggregate is the sum of.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::forecast {

/// n series over m bottom series, as the non-zeros of the summing matrix S, row by row: series i is
/// the sum of the bottom series member[first[i] .. first[i + 1]). Rows may come in any order and
/// aggregates may cross, so any grouping can be written; every bottom series j has a row of its
/// own, which is bottom_row[j].
struct SummingStructure {
  std::vector<std::size_t> first;       ///< [n + 1]
  std::vector<std::int32_t> member;     ///< ordinals of bottom series, rising within a row
  std::vector<std::size_t> bottom_row;  ///< [m]

  std::size_t series() const { return bottom_row.empty() ? 0 : first.size() - 1; }
  std::size_t bottoms() const { return bottom_row.size(); }
  core::View<const std::int32_t> members(std::size_t i) const {
    return {member.data() + first[i], first[i + 1] - first[i]};
  }
};

/// The structure whose rows are given: series i is the sum of member[first[i] .. first[i + 1]).
/// Ordinals need not be sorted.
/// @param bottoms  m; for each of them one row holds it alone (the first such row is its own).
/// @throws Error(invalid_argument) naming "first[i]" or "member[k]"; Error(not_found) for a bottom
/// series without a row; Error(duplicate) for one that a row holds twice. O(non-zeros · log).
SummingStructure summing_structure(std::size_t bottoms, core::View<const std::int64_t> first,
                                   core::View<const std::int32_t> member);

/// The series of a tree, one a node: leaves are the bottom series, in the order of their nodes.
/// @param parent [n] -1 for a top (there may be several), else an earlier node.
/// @throws Error(invalid_argument) naming "parent[i]". O(n · depth).
SummingStructure tree_structure(core::View<const std::int32_t> parent);

/// The series of crossed groups: the total, one series for each group of each grouping, then the
/// bottom series. A grouping by region and one by product cross; one by region × product nests in
/// both and is given by keys of its own.
/// @param bottoms  m >= 1
/// @param group    [groupings, m] row-major, the group of each bottom series, >= 0; groups are
///                 numbered 0, 1, … without gaps within a grouping, which is the order of their
///                 rows.
/// @throws Error(invalid_argument) naming "group[k]". O(groupings · m).
SummingStructure grouped_structure(std::size_t bottoms, core::View<const std::int32_t> group);

/// One cycle of a series at several frequencies: for each number of periods in `aggregate` the sums
/// of so many periods at a time, then the periods themselves. Months with {12, 3}: the year, its
/// quarters, its months. Calendars that do not nest (weeks and months over days) are
/// grouped_structure.
/// @param aggregate each in [2, periods], dividing `periods`; order as given, none twice.
/// @throws Error(invalid_argument) naming "aggregate[k]"; Error(duplicate).
SummingStructure temporal_structure(std::size_t periods, core::View<const std::int32_t> aggregate);

/// S·b: every series from the bottom series.
/// @param bottom [m, columns] row-major
/// @returns [n, columns]. O(non-zeros · columns).
std::vector<double> sum_up(const SummingStructure& structure, core::View<const double> bottom,
                           std::size_t columns);

}  // namespace salesplan::forecast

#ifndef SALESPLAN_COMPILED
#include "salesplan/forecast/summing_structure_inl.hpp"
#endif
