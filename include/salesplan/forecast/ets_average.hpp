// Exponential smoothing by all its forms at once, each as heavy as it is likely.
#pragma once

#include <cstddef>

#include "salesplan/core/view.hpp"
#include "salesplan/forecast/series_forecast.hpp"

namespace salesplan::forecast {

/// Forecasts every admissible ETS form and averages them with the weights exp(-(AICc - lowest) /
/// 4). One form alone, `select_ets`, is a choice that the next value may overturn.
///
/// The variance of a step is sum w_i (sd_i^2 + 2 (mean_i - mean)^2): what the forms disagree about
/// is not known either. The spread is (1 + 5/n) 1.15 times its root, for the parameters that are
/// estimated, and at most 2.5 times that of the seasonal naive forecast, since the variance of
/// multiplicative forms can explode; the errors have heavy tails. The sum over the horizon is
/// treated alike.
///
/// The exponent, the ranges of the parameters and these constants were chosen by rolling-origin
/// validation, two origins each, on the training parts of M3 and tourism, monthly and quarterly.
/// @param y              [n] values, NaN = missing, the first and last observed, at least five, not
///                       all equal
/// @param season_length  m >= 1; a season needs two of them
/// @param gap            steps to leave out before the first of the `horizon` steps
/// @source Kolassa (2011), Int. J. Forecasting 27, 238. Cost: that of `select_ets`.
SeriesForecast forecast_ets_average(core::View<const double> y, std::size_t season_length,
                                    std::size_t gap, std::size_t horizon);

}  // namespace salesplan::forecast

#ifndef SALESPLAN_COMPILED
#include "salesplan/forecast/ets_average_inl.hpp"
#endif
