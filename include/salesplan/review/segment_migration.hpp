// How customers moved between segments from one period to the next, with their money.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::review {

/// Matrices [(segments + 1)²] by segment before (row), then now; the last row and column stand for
/// none: new and lost customers. Money: what these customers brought before, and bring now.
struct SegmentMigration {
  std::size_t segments = 0;
  std::vector<std::int64_t> customers;
  std::vector<core::Minor> money_before;
  std::vector<core::Minor> money_now;
  std::vector<double> stay;  ///< [segments] share of its customers that stayed; NaN of an empty one
  std::int64_t up = 0, down = 0;  ///< moves to a better (lower) segment, and to a worse one
};

/// @param before, now [n] segment 0 (best) .. segments - 1, or -1 for none
/// @param money_before, money_now [n] minor units
/// @throws Error(invalid_argument) for a segment that is none, other lengths, more than 1000
///         segments; Error(overflow). O(n + segments²).
SegmentMigration segment_migration(std::size_t segments, core::View<const std::int32_t> before,
                                   core::View<const std::int32_t> now,
                                   core::View<const core::Minor> money_before,
                                   core::View<const core::Minor> money_now);

}  // namespace salesplan::review

#ifndef SALESPLAN_COMPILED
#include "salesplan/review/segment_migration_inl.hpp"
#endif
