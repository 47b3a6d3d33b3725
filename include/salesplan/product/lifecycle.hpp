// Where a product line stands: growth/share quadrant and stage of its life.
#pragma once

#include <cstddef>
#include <cstdint>

#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::product {

enum class Quadrant : std::int32_t { star = 0, cash_cow = 1, question_mark = 2, dog = 3 };

/// "star", "cash_cow", "question_mark" or "dog".
inline const char* quadrant_name(Quadrant quadrant) {
  constexpr const char* names[] = {"star", "cash_cow", "question_mark", "dog"};
  return names[static_cast<std::int32_t>(quadrant)];
}

/// Growth of the market against the line's share relative to the largest rival's (1 = as large).
/// @throws Error(invalid_argument) for NaN, or a negative relative share.
/// @source Henderson (1970), The product portfolio, Boston Consulting Group.
Quadrant growth_share_quadrant(double market_growth, double relative_share,
                               double high_growth = 0.1, double high_share = 1);

enum class Stage : std::int32_t {
  unknown = 0,       ///< fewer than four sales
  introduction = 1,  ///< rising, and at most `young` periods since the first sale
  growth = 2,
  maturity = 3,  ///< no trend beyond `steady`, or none that can be told from chance
  decline = 4,
};

/// "unknown", "introduction", "growth", "maturity" or "decline".
inline const char* stage_name(Stage stage) {
  constexpr const char* names[] = {"unknown", "introduction", "growth", "maturity", "decline"};
  return names[static_cast<std::int32_t>(stage)];
}

struct StageOptions {
  double periods_a_year = 12;  ///< > 0
  double steady = 0.05;        ///< a year's growth within ± this is no trend, >= 0
  std::size_t young = 6;       ///< periods
  std::size_t recent = 24;     ///< the trend is that of the last so many periods, at least 4
};

struct LifecycleStage {
  Stage stage = Stage::unknown;
  double yearly_growth = 0;     ///< of the trend; NaN where unknown
  double growth_deviation = 0;  ///< standard deviation of that
};

/// The stage by the trend of recent sales [periods], oldest first: a straight line through the log
/// of the positive sales, growth = exp(slope·periods a year) - 1. The trend is taken as one where
/// it lies beyond `steady` and two standard deviations from 0. A line that has sold before, and
/// nothing in all of the last `periods_a_year` periods, is in decline by 100 % a year.
/// @param sales  one a period, not positive = no sale, NaN = not known; whole seasons, or
/// seasonally adjusted
/// @throws Error(invalid_argument) for an infinite sale or options outside their domain. O(n).
LifecycleStage lifecycle_stage(core::View<const double> sales, const StageOptions& options = {});

}  // namespace salesplan::product

#ifndef SALESPLAN_COMPILED
#include "salesplan/product/lifecycle_inl.hpp"
#endif
