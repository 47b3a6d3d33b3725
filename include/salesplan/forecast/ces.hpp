// Complex exponential smoothing: level and information potential as one complex state.
#pragma once

#include <cstddef>
#include <vector>

#include "salesplan/core/view.hpp"
#include "salesplan/forecast/series_forecast.hpp"

namespace salesplan::forecast {

/// Complex exponential smoothing,
///   y_t = l + s + e,  l' = l - (1 - a1) c + (a0 - a1) e,  c' = l + (1 - a0) c + (a0 + a1) e,
/// of the form with the lowest corrected Akaike criterion: without season (s = 0), partial
/// (s' = s + b e) or full (s and its own potential move like l and c, with b0 and b1). It follows
/// levels and trends without choosing between them.
///
/// Departures from the paper: first level estimated, seasonal states started at a classical
/// decomposition, potentials where they stand still (c = l / a0); and a1 and b1 kept to
/// 0.98 .. 1.02, because wider ranges forecast worse in rolling-origin validation on the training
/// parts of M3 and tourism, monthly and quarterly.
/// @param y              [n] values, NaN = missing, the first and last observed, not all equal, at
///                       least five observed
/// @param season_length  m; a season needs two of them
/// @param gap            steps to leave out before the first of the `horizon` steps
/// @source Svetunkov, Kourentzes & Ord (2022), Naval Research Logistics 69, 1108. Cost O(n) an
/// iteration.
SeriesForecast forecast_ces(core::View<const double> y, std::size_t season_length, std::size_t gap,
                            std::size_t horizon);

}  // namespace salesplan::forecast

#ifndef SALESPLAN_COMPILED
#include "salesplan/forecast/ces_inl.hpp"
#endif
