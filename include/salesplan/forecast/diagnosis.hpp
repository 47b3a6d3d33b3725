// What a series is made of: trend, season, changes of course, oddities, and what is left.
#pragma once

#include <cstddef>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/forecast/change_points.hpp"
#include "salesplan/forecast/cleaning.hpp"
#include "salesplan/forecast/residual_tests.hpp"

namespace salesplan::forecast {

struct Diagnosis {
  std::vector<double> trend, season, remainder;  ///< [n] by `mstl` with robust weights
  double trend_strength = 0;   ///< 1 - var(remainder) / var(trend + remainder), 0 .. 1
  double season_strength = 0;  ///< the same of the season
  double growth = 0;           ///< change of the trend over the last season, relative; NaN: unknown
  std::size_t peak = 0;        ///< position, within the last season, of the highest season
  std::size_t trough = 0;      ///< and of the lowest
  double peak_effect = 0;      ///< season there relative to the trend's mean over the last season
  double trough_effect = 0;
  std::vector<Segment> course;    ///< the lines the series without season follows
  std::vector<Finding> findings;  ///< of `clean`
  ResidualTests residuals;        ///< of the one-step errors of the ETS model
};

/// Takes a series apart, after outliers and stock-outs are corrected (they stay in `remainder`, and
/// count in no strength). Missing values are filled for the decomposition. Without two seasons the
/// season is 0 and growth is over the last half; with fewer than eight values all is NaN or empty
/// but a constant trend.
/// @param y              [n] values, NaN = missing, at most 1e150 in size
/// @param season_length  m >= 1
/// @param with_residuals  false: without fitting the ETS model, which costs the most
/// Errors as for `clean`. @source Wang, Smith & Hyndman (2006), Data Min. Knowl. Discov. 13, 335.
/// O(n^2).
Diagnosis diagnose(core::View<const double> y, std::size_t season_length,
                   bool with_residuals = true);

}  // namespace salesplan::forecast

#ifndef SALESPLAN_COMPILED
#include "salesplan/forecast/diagnosis_inl.hpp"
#endif
