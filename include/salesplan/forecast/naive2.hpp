// Naive2: the last value without its season, put back into the season.
#pragma once

#include <cstddef>
#include <vector>

#include "salesplan/core/missing.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/forecast/seasonal_adjustment.hpp"
#include "salesplan/forecast/series_forecast.hpp"
#include "salesplan/forecast/snaive.hpp"

namespace salesplan::forecast {

/// Naive forecast of the seasonally adjusted series, the benchmark of the M competitions.
/// @param y              [n] values, NaN = missing, the last one observed
/// @param season_length  m; a season is taken out when `is_seasonal`
/// @param gap            steps to leave out before the first of the `horizon` steps
/// @source Makridakis, Spiliotis & Assimakopoulos (2020), Int. J. Forecasting 36, 54.
inline SeriesForecast forecast_naive2(core::View<const double> y, std::size_t season_length,
                                      std::size_t gap, std::size_t horizon) {
  bool positive = true;
  for (double v : y) positive = positive && !(v <= 0);
  const SeasonalAdjustment season = adjust_season(y, season_length, positive);
  const SeriesForecast plain = forecast_snaive(season.adjusted, 1, 0, 1);
  const double variance = plain.sd[0] * plain.sd[0];

  SeriesForecast forecast;
  forecast.model = "naive2";
  for (std::size_t u = 0; u < gap + horizon; ++u) {
    const std::size_t t = y.size() + u;
    forecast.mean.push_back(plain.mean[0] * season.factor(t) + season.offset(t));
  }
  spread_linear(
      forecast, gap, [&](std::size_t, std::size_t u) { return season.factor(y.size() + u); },
      [variance](std::size_t) { return variance; });
  return forecast;
}

}  // namespace salesplan::forecast
