// The seasonal naive forecast: each value is the last one seen at its place in the season.
#pragma once

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "salesplan/core/missing.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/forecast/series_forecast.hpp"

namespace salesplan::forecast {

/// Seasonal naive forecast; with a season of 1 the naive one, a random walk. The variance of a step
/// is the mean squared seasonal difference times the seasons passed. A place of the season that was
/// never observed takes the last value.
/// @param y              [n] values, NaN = missing, at least two observed values one season apart
/// @param season_length  m >= 1
/// @param gap            steps to leave out before the first of the `horizon` steps
/// @source Hyndman & Athanasopoulos (2021), Forecasting: Principles and Practice, 5.2 and 5.5.
inline SeriesForecast forecast_snaive(core::View<const double> y, std::size_t season_length,
                                      std::size_t gap, std::size_t horizon) {
  const std::size_t m = season_length;
  std::vector<double> last(m, core::missing_number);
  double latest = core::missing_number;
  double squares = 0;
  double pairs = 0;
  for (std::size_t t = 0; t < y.size(); ++t) {
    if (core::is_missing(y[t])) continue;
    latest = last[t % m] = y[t];
    if (t < m || core::is_missing(y[t - m])) continue;
    squares += (y[t] - y[t - m]) * (y[t] - y[t - m]);
    pairs += 1;
  }
  const double variance = pairs > 0 ? squares / pairs : 0;

  SeriesForecast forecast;
  forecast.model = m == 1 ? "naive" : "snaive";
  for (std::size_t u = 0; u < gap + horizon; ++u) {
    const double value = last[(y.size() + u) % m];
    forecast.mean.push_back(core::is_missing(value) ? latest : value);
  }
  spread_linear(
      forecast, gap, [m](std::size_t t, std::size_t u) { return (u - t) % m == 0 ? 1.0 : 0.0; },
      [variance](std::size_t) { return variance; });
  return forecast;
}

}  // namespace salesplan::forecast
