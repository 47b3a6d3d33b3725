// The Theta method, standard and dynamically optimised.
#pragma once

#include <cstddef>

#include "salesplan/core/view.hpp"
#include "salesplan/forecast/series_forecast.hpp"
#include "salesplan/forecast/theta_model.hpp"

namespace salesplan::forecast {

/// Theta forecast of the seasonally adjusted series. With the line A + B t and the level l,
///   mu_t = l + (1 - 1/theta) ((1-a)^(t-1) A + (1 - (1-a)^t) / a B),  l = mu-free smoothing of y,
/// whose a, first level and (optimised) theta minimise the squared errors from the third value on.
/// The spread is that of the exponential smoothing in it.
/// @param y              [n] values, NaN = missing, the first and last observed, not all equal, at
///                       least five observed
/// @param season_length  m; a season is taken out when `is_seasonal`
/// @param gap            steps to leave out before the first of the `horizon` steps
/// @source Assimakopoulos & Nikolopoulos (2000), Int. J. Forecasting 16, 521; Fiorucci, Pellegrini,
/// Louzada, Petropoulos & Koehler (2016), Int. J. Forecasting 32, 1151. Cost O(n) an iteration.
SeriesForecast forecast_theta(core::View<const double> y, std::size_t season_length, Theta theta,
                              std::size_t gap, std::size_t horizon);

}  // namespace salesplan::forecast

#ifndef SALESPLAN_COMPILED
#include "salesplan/forecast/theta_inl.hpp"
#endif
