// The automatic forecast: several models, weighted and calibrated by what they did before.
#pragma once

#include <cstddef>

#include "salesplan/core/view.hpp"
#include "salesplan/forecast/series_forecast.hpp"

namespace salesplan::forecast {

/// Combines ETS, CES, DOT, ARIMA, Theta and seasonal naive forecasts. Each model is also run from
/// three earlier origins of the series, a third, two thirds and one horizon before its end: its
/// weight is the inverse of its mean absolute error there (equal weights on a short series).
///
/// The spread of the combination is multiplied by what its errors from the same origins were to
/// their predicted spread, r_k = min(10, sum e^2 / sum sd^2): the factor is
/// 1.1 (1 + 5/n) sqrt((6 x 1.2 + sum r_k) / (6 + K)), on the sum over the horizon 1.33 in place of
/// 1.1, and the errors have heavy tails.
///
/// The members, the weights and the constants were chosen by rolling-origin validation on the
/// training parts of M3 and tourism, monthly and quarterly, so that 80 and 95 % intervals cover
/// that much on the mean of the four.
/// @param y              [n] values, NaN = missing, the first and last observed, at least five, not
///                       all equal
/// @param season_length  m >= 1
/// @param gap            steps to leave out before the first of the `horizon` steps
/// @source Petropoulos & Svetunkov (2020), Int. J. Forecasting 36, 110 (the idea of simple
/// combinations of univariate models). Cost: four times that of all members.
SeriesForecast forecast_auto(core::View<const double> y, std::size_t season_length, std::size_t gap,
                             std::size_t horizon);

}  // namespace salesplan::forecast

#ifndef SALESPLAN_COMPILED
#include "salesplan/forecast/automatic_inl.hpp"
#endif
