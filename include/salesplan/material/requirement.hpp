// How many pieces of each material a plan of visits and promotions takes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/material/pieces.hpp"

namespace salesplan::material {

constexpr std::int32_t any = -1;  ///< matches every activity, rep, channel or tier

/// A line of the material list: what one event takes. A line that names the rep goes before one
/// that does not; then one that names the tier, the channel, the activity.
struct ListLine {
  std::int32_t material = 0;
  std::int32_t activity = any;
  std::int32_t rep = any;
  std::int32_t channel = any;
  std::int32_t tier = any;
  double pieces_an_event = 0;  ///< >= 0; a fifth of a folder a visit is 0.2
};

/// Events that are planned: so many visits of a tier by a rep in a period, or units of a promotion.
struct PlannedEvents {
  std::int32_t period = 0;  ///< >= 0
  std::int32_t activity = any;
  std::int32_t rep = any;
  std::int32_t channel = any;
  std::int32_t tier = any;
  double events = 0;  ///< >= 0
};

/// What one row of the plan takes of one material, by the line of the list that decides.
struct Use {
  std::size_t plan_row;
  std::size_t list_line;
  double pieces;
};

struct Requirement {
  std::vector<Use> uses;       ///< by plan row, then material
  std::vector<Pieces> pieces;  ///< [materials, periods] sums of the uses, rounded up
  std::size_t periods = 0;
};

/// The uses of every row of the plan and their sums. For each material the most specific line that
/// matches decides, so that "key accounts get two" replaces "everybody gets one".
/// @throws Error(invalid_argument) for an index below -1, a material outside 0..materials-1, a
///         period outside 0..periods-1, a quantity that is negative or not finite;
///         Error(duplicate) for two lines with the same keys. O(plan · list).
Requirement requirement(const std::vector<ListLine>& list, const std::vector<PlannedEvents>& plan,
                        std::size_t materials, std::size_t periods);

}  // namespace salesplan::material

#ifndef SALESPLAN_COMPILED
#include "salesplan/material/requirement_inl.hpp"
#endif
