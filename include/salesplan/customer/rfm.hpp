// RFM: scores for recency, frequency and money, and the customer segment that they name.
#pragma once

#include <string>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::customer {

/// One value a customer.
struct RfmValues {
  core::View<const double>
      recency;  ///< time since the last purchase, any unit: the less the better
  core::View<const double> frequency;  ///< purchases in the period
  core::View<const double> monetary;   ///< spend in the period, in money; negative after returns
};

/// Scores from 1 to the number of levels, the better the higher.
struct RfmScores {
  std::vector<int> recency, frequency, monetary;  ///< [n]
  std::vector<std::string> segment;               ///< [n] see rfm_segment
};

/// Borders between the scores of each measure, rising; a value on a border has the higher score for
/// frequency and money, and the better one for recency.
struct RfmBorders {
  core::View<const double> recency, frequency, monetary;
};

/// 1..levels by the share of values below: 1 + floor(levels·(below + equal/2)/n) in integers, where
/// `equal` counts the value itself. Equal values always share a score (that of their middle rank),
/// whatever their order; a level may be empty.
/// @param values [n] finite. @param levels 2..100.
/// @throws Error(invalid_argument) naming `place`. O(n log n).
std::vector<int> quantile_scores(core::View<const double> values, int levels,
                                 const std::string& place = "values");

/// Scores by quantile; see quantile_scores. All three columns [n], finite.
/// @throws Error(invalid_argument) naming the column and the customer.
/// @source Hughes, Strategic Database Marketing, 1994.
RfmScores rfm_by_quantile(const RfmValues& values, int levels = 5);

/// Scores by borders that the company sets; 1 to 99 borders a measure.
/// @throws Error(invalid_argument) naming the column and the customer, or the border.
RfmScores rfm_by_borders(const RfmValues& values, const RfmBorders& borders);

/// The segment of a recency and a frequency score, each out of its number of levels (its middle
/// brought to fifths): champions, loyal, potential loyalists, new, promising, need attention, about
/// to sleep, at risk, cannot lose, hibernating. Money does not name the segment; it ranks within
/// it.
/// @source The 5 x 5 grid in common use, here without overlaps or gaps.
const char* rfm_segment(int recency, int recency_levels, int frequency, int frequency_levels);

}  // namespace salesplan::customer

#ifndef SALESPLAN_COMPILED
#include "salesplan/customer/rfm_inl.hpp"
#endif
