// Taking the season out of a series where there is one, and putting it back.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include "salesplan/core/missing.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/forecast/ets_model.hpp"
#include "salesplan/forecast/season_start.hpp"

namespace salesplan::forecast {

/// Whether the autocorrelation at lag m is beyond its 90 % limit, 1.645 sqrt((1 + 2 sum of the
/// squared lower ones) / n). False below three seasons. Missing values leave their pairs out.
/// @source Makridakis, Spiliotis & Assimakopoulos (2020), Int. J. Forecasting 36, 54 (the M4 rule).
/// Cost O(n m).
inline bool is_seasonal(core::View<const double> y, std::size_t m) {
  if (m < 2 || y.size() < 3 * m) return false;
  double mean = 0;
  double n = 0;
  for (double v : y) {
    if (core::is_missing(v)) continue;
    n += 1;
    mean += (v - mean) / n;
  }
  const auto covariance = [&](std::size_t lag) {
    double sum = 0;
    for (std::size_t t = lag; t < y.size(); ++t) {
      const double product = (y[t] - mean) * (y[t - lag] - mean);
      if (!core::is_missing(product)) sum += product;
    }
    return sum;
  };
  const double variance = covariance(0);
  double squares = 0;
  for (std::size_t lag = 1; lag < m; ++lag) {
    const double r = covariance(lag) / variance;
    squares += r * r;
  }
  return std::fabs(covariance(m) / variance) > 1.645 * std::sqrt((1 + 2 * squares) / n);
}

/// A series without its season: multiplicative where all values are positive, else additive.
struct SeasonalAdjustment {
  Season season = Season::none;
  std::vector<double> index;     ///< [m] by position from the first value; empty without a season
  std::vector<double> adjusted;  ///< [n]

  /// The index of the value at position t, neutral without a season.
  double factor(std::size_t t) const {
    return season == Season::multiplicative ? index[t % index.size()] : 1;
  }
  double offset(std::size_t t) const {
    return season == Season::additive ? index[t % index.size()] : 0;
  }
};

/// Classical decomposition where `is_seasonal` says so.
inline SeasonalAdjustment adjust_season(core::View<const double> y, std::size_t m, bool positive) {
  SeasonalAdjustment result;
  result.adjusted.assign(y.begin(), y.end());
  if (!is_seasonal(y, m)) return result;
  result.season = positive ? Season::multiplicative : Season::additive;
  result.index = seasonal_indices(y, m, result.season);
  for (std::size_t t = 0; t < y.size(); ++t) {
    result.adjusted[t] = (y[t] - result.offset(t)) / result.factor(t);
  }
  return result;
}

}  // namespace salesplan::forecast
