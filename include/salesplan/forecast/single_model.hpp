// One model by its name.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "salesplan/core/missing.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/forecast/arima.hpp"
#include "salesplan/forecast/ces.hpp"
#include "salesplan/forecast/ets_average.hpp"
#include "salesplan/forecast/naive2.hpp"
#include "salesplan/forecast/series_forecast.hpp"
#include "salesplan/forecast/snaive.hpp"
#include "salesplan/forecast/theta.hpp"

namespace salesplan::forecast::detail {

/// Seasonal naive, or naive when no two values are a season apart; `why` explains a fallback.
inline SeriesForecast forecast_naively(core::View<const double> y, std::size_t m, std::size_t gap,
                                       std::size_t horizon, const std::string& why) {
  std::size_t season = 1;
  for (std::size_t t = m; t < y.size(); ++t) {
    if (!core::is_missing(y[t] - y[t - m])) season = m;
  }
  SeriesForecast forecast = forecast_snaive(y, season, gap, horizon);
  if (!why.empty()) {
    forecast.model += " (" + why + ")";
  } else if (season != m) {
    forecast.model += " (shorter than a season)";
  }
  return forecast;
}

/// The forecast of one named model: "ets", "ces", "dot", "arima", "theta", "snaive" or "naive2".
/// @param y  [n] the first and last value observed, at least five in all, not all equal (snaive and
///           naive2: at least two)
inline SeriesForecast forecast_single(const std::string& model, core::View<const double> y,
                                      std::size_t m, std::size_t gap, std::size_t horizon) {
  if (model == "theta") return forecast_theta(y, m, Theta::standard, gap, horizon);
  if (model == "dot") return forecast_theta(y, m, Theta::optimised, gap, horizon);
  if (model == "snaive") return forecast_naively(y, m, gap, horizon, "");
  if (model == "naive2") return forecast_naive2(y, m, gap, horizon);
  if (model == "arima") {
    const std::vector<double> filled = interpolate(y, m);
    return forecast_arima(filled, select_arima(filled, m), gap, horizon);
  }
  if (model == "ces") return forecast_ces(y, m, gap, horizon);
  return forecast_ets_average(y, m, gap, horizon);
}

}  // namespace salesplan::forecast::detail
