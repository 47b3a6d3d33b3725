// The scores of a forecast of many series against what came.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "salesplan/core/error.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/forecast/accuracy.hpp"
#include "salesplan/forecast/panel.hpp"
#include "salesplan/forecast/panel_check.hpp"

namespace salesplan::forecast {

/// Mean error f - y: above 0 where the forecast was too high. Pairs with NaN are left out.
inline double bias(core::View<const double> actual, core::View<const double> forecast) {
  detail::check_same_length(actual.size(), forecast.size(), "forecast");
  return detail::mean_score(actual.size(), [&](std::size_t i) { return forecast[i] - actual[i]; });
}

/// Mean absolute error, in the unit of the values. Pairs with NaN are left out.
inline double mean_absolute_error(core::View<const double> actual,
                                  core::View<const double> forecast) {
  detail::check_same_length(actual.size(), forecast.size(), "forecast");
  return detail::mean_score(actual.size(),
                            [&](std::size_t i) { return std::fabs(forecast[i] - actual[i]); });
}

/// One score a series, [n] each; NaN where there is nothing to compare or to scale by.
struct PanelAccuracy {
  std::vector<double> bias, mae, mape, smape, mase, rmsse;
  std::vector<double> msis, coverage;  ///< of the interval given, else NaN
};

/// Scores n forecasts of h steps.
/// @param train          the n series up to the forecasts, which give the scale; empty values: no
///                       scaled scores
/// @param season_length  m >= 1 of the scale
/// @param actual         row-major [n, h], NaN = not yet known
/// @param mean           row-major [n, h]
/// @param interval       of one level, or null
/// Error(invalid_argument) for lengths that do not fit and a level outside (0, 1). O(n h).
inline PanelAccuracy score_panel(const Panel& train, std::size_t season_length, std::size_t h,
                                 core::View<const double> actual, core::View<const double> mean,
                                 const Interval* interval) {
  const std::size_t n = h == 0 ? 0 : actual.size() / h;
  const auto check = [&](std::size_t size, const char* place) {
    if (size != n * h) {
      throw Error(ErrorCode::invalid_argument, place,
                  std::to_string(size) + " values are not " + std::to_string(n) + " series of " +
                      std::to_string(h) + " steps");
    }
  };
  check(actual.size(), "actual");
  check(mean.size(), "mean");
  if (interval != nullptr) {
    check(interval->lower.size(), "lower");
    check(interval->upper.size(), "upper");
  }
  check_panel(train);
  const bool scaled = !train.values.empty();
  if (scaled && train.size() != n) {
    throw Error(ErrorCode::invalid_argument, "train",
                std::to_string(train.size()) + " series for " + std::to_string(n) + " forecasts");
  }

  PanelAccuracy result;
  for (std::size_t i = 0; i < n; ++i) {
    const auto row = [&](core::View<const double> matrix) { return matrix.subview(i * h, h); };
    const core::View<const double> y = row(actual), f = row(mean);
    const double scale =
        scaled ? seasonal_scale(train.series(i), season_length) : core::missing_number;
    result.bias.push_back(bias(y, f));
    result.mae.push_back(mean_absolute_error(y, f));
    result.mape.push_back(mape(y, f));
    result.smape.push_back(smape(y, f));
    result.mase.push_back(mase(y, f, scale));
    result.rmsse.push_back(rmsse(y, f, scale));
    result.msis.push_back(interval == nullptr ? core::missing_number
                                              : msis(y, row(interval->lower), row(interval->upper),
                                                     interval->level, scale));
    result.coverage.push_back(interval == nullptr
                                  ? core::missing_number
                                  : coverage(y, row(interval->lower), row(interval->upper)));
  }
  return result;
}

}  // namespace salesplan::forecast
