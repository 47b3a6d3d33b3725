// Several seasons at once: each repeated, the rest by exponential smoothing.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "salesplan/core/view.hpp"
#include "salesplan/forecast/arima.hpp"
#include "salesplan/forecast/ets_average.hpp"
#include "salesplan/forecast/series_forecast.hpp"
#include "salesplan/forecast/stl.hpp"

namespace salesplan::forecast {

/// Forecasts the series without its seasons (`mstl`) by `forecast_ets_average` without season, and
/// repeats the last cycle of each season. Where all values are positive the seasons are those of
/// the logarithms, so that they grow with the series. The spread is that of the part without
/// seasons, times sqrt((1 + s) / (1 - s)): a season averaged over c of its cycles takes 1/c of the
/// variance out of the past and adds 1/c to that of the future; s is the sum of 1/c, at most 0.8.
/// Missing values are filled (`interpolate`) for the decomposition.
/// @param y               [n] values, NaN = missing, the first and last observed, at least five
/// @param season_lengths  [k] rising, each >= 2; those without two seasons in the series are not
///                        used, and `.model` does not name them
/// @param gap             steps to leave out before the first of the `horizon` steps
/// @source Bandara, Hyndman & Bergmeir (2025), Int. J. Operational Research 52, 79.
inline SeriesForecast forecast_mstl(core::View<const double> y,
                                    core::View<const std::size_t> season_lengths, std::size_t gap,
                                    std::size_t horizon) {
  const std::size_t n = y.size();
  std::vector<double> filled = interpolate(y, season_lengths.empty() ? 1 : season_lengths.front());
  const bool relative = std::all_of(filled.begin(), filled.end(), [](double v) { return v > 0; });
  if (relative) {
    for (double& v : filled) v = std::log(v);
  }
  const Decomposition parts = mstl(filled, season_lengths);
  std::vector<double> ahead(horizon, 0.0);  // the seasons of the steps
  std::vector<double> rest(y.begin(), y.end());
  std::string used;
  double shared = 0;  // s
  for (std::size_t i = 0; i < season_lengths.size(); ++i) {
    const std::size_t m = season_lengths[i];
    if (m >= (n + 1) / 2) continue;
    used.append(used.empty() ? "[" : ",").append(std::to_string(m));
    // At the end, local weights over a window count like two thirds of it.
    const double cycles = std::min(static_cast<double>(n) / static_cast<double>(m),
                                   2.0 / 3 * static_cast<double>(7 + 4 * (i + 1)));
    shared = std::min(0.8, shared + 1 / cycles);
    const std::vector<double>& season = parts.season[i];
    for (std::size_t t = 0; t < n; ++t) {
      rest[t] = relative ? rest[t] / std::exp(season[t]) : rest[t] - season[t];
    }
    for (std::size_t u = 0; u < horizon; ++u) ahead[u] += season[n - m + (gap + u) % m];
  }

  SeriesForecast forecast = forecast_ets_average(rest, 1, gap, horizon);
  if (used.empty()) {
    forecast.model += " (shorter than two seasons)";
    return forecast;
  }
  forecast.model.insert(0, "] + ").insert(0, used).insert(0, "MSTL");
  const double wider = std::sqrt((1 + shared) / (1 - shared));
  double before = 0, after = 0;
  forecast.total_mean = 0;
  for (std::size_t u = 0; u < horizon; ++u) {
    before += forecast.sd[u];
    forecast.sd[u] *= wider;
    if (relative) {
      forecast.mean[u] *= std::exp(ahead[u]);
      forecast.sd[u] *= std::exp(ahead[u]);
    } else {
      forecast.mean[u] += ahead[u];
    }
    after += forecast.sd[u];
    forecast.total_mean += forecast.mean[u];
  }
  if (before > 0) forecast.total_sd *= after / before;
  return forecast;
}

}  // namespace salesplan::forecast
