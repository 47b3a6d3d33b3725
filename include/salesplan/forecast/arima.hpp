// Seasonal ARIMA with automatic choice of its orders.
#pragma once

#include <cstddef>
#include <vector>

#include "salesplan/core/view.hpp"
#include "salesplan/forecast/arima_order.hpp"
#include "salesplan/forecast/series_forecast.hpp"

namespace salesplan::forecast {

/// A fitted ARIMA model. The polynomials are those of the differenced series less its constant:
/// z_t = sum ar[i] z_{t-1-i} + e_t + sum ma[j] e_{t-1-j}, seasons multiplied out.
struct ArimaFit {
  ArimaOrder order;
  std::size_t season_length = 1;
  std::vector<double> ar, ma;
  double constant = 0;  ///< mean of the differenced series
  double sigma2 = 0;
  double aicc = 0;
  std::vector<double> errors;  ///< of the last values, as many as there are ma
};

/// Conditional least squares fit of one order, values before the first taken as the mean and errors
/// as 0. Stationary and invertible by construction (partial autocorrelations within 0.98).
/// @param y  [n] values without NaN, n > d + m D + 2
/// Error(invalid_argument) for orders outside p, q <= 5, P, Q <= 2, d <= 2, D <= 1, more than seven
/// parameters, or a series too short.
/// @source Box, Jenkins, Reinsel & Ljung (2015), Time Series Analysis, ch. 7 and 9; Monahan (1984),
/// Biometrika 71, 403.
ArimaFit fit_arima(core::View<const double> y, std::size_t season_length, const ArimaOrder& order);

/// Orders by the stepwise search of Hyndman & Khandakar: D by the strength of the season (0.64), d
/// by repeated KPSS tests at 5 %, the others by corrected Akaike criterion.
/// @source Hyndman & Khandakar (2008), J. Stat. Software 27(3); Kwiatkowski et al. (1992),
/// J. Econometrics 54, 159; Wang, Smith & Hyndman (2006), Data Min. Knowl. Discov. 13, 335.
ArimaFit select_arima(core::View<const double> y, std::size_t season_length);

/// Mean and spread of the values after `y`, to which the fit belongs.
SeriesForecast forecast_arima(core::View<const double> y, const ArimaFit& fit, std::size_t gap,
                              std::size_t horizon);

/// The series with its missing values put on the line between their neighbours, after the season
/// (where it is found) is taken out.
/// @param y  [n] values, NaN = missing, the first and last observed
std::vector<double> interpolate(core::View<const double> y, std::size_t season_length);

}  // namespace salesplan::forecast

#ifndef SALESPLAN_COMPILED
#include "salesplan/forecast/arima_inl.hpp"
#endif
