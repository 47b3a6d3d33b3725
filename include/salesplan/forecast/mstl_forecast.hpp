// Several seasons at once: each repeated, the rest by exponential smoothing.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "salesplan/core/view.hpp"
#include "salesplan/forecast/arima.hpp"
#include "salesplan/forecast/ets.hpp"
#include "salesplan/forecast/series_forecast.hpp"
#include "salesplan/forecast/stl.hpp"

namespace salesplan::forecast {

/// Forecasts the series without its seasons (`mstl`) by `select_ets` without season, and repeats
/// the last cycle of each season. The spread is that of the part without seasons. Missing values
/// are filled (`interpolate`) for the decomposition.
/// @param y               [n] values, NaN = missing, the first and last observed, at least five
/// @param season_lengths  [k] rising, each >= 2; those without two seasons in the series are not
///                        used, and `.model` does not name them
/// @param gap             steps to leave out before the first of the `horizon` steps
/// @source Bandara, Hyndman & Bergmeir (2025), Int. J. Operational Research 52, 79.
inline SeriesForecast forecast_mstl(core::View<const double> y,
                                    core::View<const std::size_t> season_lengths, std::size_t gap,
                                    std::size_t horizon) {
  const std::vector<double> filled =
      interpolate(y, season_lengths.empty() ? 1 : season_lengths.front());
  const Decomposition parts = mstl(filled, season_lengths);
  std::vector<double> rest(y.begin(), y.end());
  for (const std::vector<double>& season : parts.season) {
    for (std::size_t t = 0; t < rest.size(); ++t) rest[t] -= season[t];
  }
  SeriesForecast forecast = forecast_ets(select_ets(rest, 1), gap, horizon);

  std::string used;
  for (std::size_t i = 0; i < season_lengths.size(); ++i) {
    const std::size_t m = season_lengths[i];
    if (m >= (y.size() + 1) / 2) continue;
    used += (used.empty() ? "[" : ",") + std::to_string(m);
    for (std::size_t u = 0; u < horizon; ++u) {
      const double season = parts.season[i][y.size() - m + (gap + u) % m];
      forecast.mean[u] += season;
      forecast.total_mean += season;
    }
  }
  forecast.model = used.empty() ? forecast.model + " (shorter than two seasons)"
                                : "MSTL" + used + "] + " + forecast.model;
  return forecast;
}

}  // namespace salesplan::forecast
