// Exponential smoothing in its innovations state space form: filter, fit, choice of form, forecast.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "salesplan/core/view.hpp"
#include "salesplan/forecast/ets_model.hpp"
#include "salesplan/forecast/series_forecast.hpp"

namespace salesplan::forecast {

/// What a model makes of a series.
struct EtsRun {
  EtsModel end;                ///< the states after the last value; season[0] is the next one's
  std::vector<double> errors;  ///< [n] one-step errors (relative if multiplicative), NaN if missing
  double likelihood = 0;  ///< -2 log likelihood up to a constant: n log(sum e^2) + 2 sum log|fit|
  double sum_squares = 0;
  std::size_t observed = 0;
};

/// Runs `model` over `y` [n], NaN = missing. Cost O(n).
/// @source Hyndman, Koehler, Ord & Snyder (2008), Forecasting with Exponential Smoothing, ch. 2, 5.
EtsRun run_ets(core::View<const double> y, const EtsModel& model);

/// A fitted model.
struct EtsFit {
  EtsModel start;  ///< parameters and states before the first value
  EtsModel end;    ///< the same with the states after the last
  double aicc = 0;
  double sigma2 = 0;  ///< sum e^2 / (observed - parameters and states)
};

/// Maximum likelihood fit of one form with 0 < alpha < 1, 0 < beta <= alpha / 10, 0 < gamma <= 0.5,
/// 0.8 <= phi <= 0.98, which is narrower than the usual region in beta, because trends that turn
/// quickly forecast worse, and wider in gamma. The seasonal states start at a classical
/// decomposition and are not moved; the others are estimated.
/// @param y              [n] values, NaN = missing, the first and last observed, not all equal
/// @param season_length  m, used by seasonal forms
/// Error(invalid_argument) when the series is too short for the form or a multiplicative part meets
/// a value that is not positive. Cost O(n) an iteration, some tens of iterations.
EtsFit fit_ets(core::View<const double> y, std::size_t season_length, const EtsForm& form);

/// The fits of the admissible forms, lowest corrected Akaike criterion first: all of additive error
/// without multiplicative season, and with positive values those of multiplicative error. A
/// seasonal form needs two seasons. At least five observed values.
std::vector<EtsFit> rank_ets(core::View<const double> y, std::size_t season_length);

/// The first of `rank_ets`.
EtsFit select_ets(core::View<const double> y, std::size_t season_length);

/// Mean and spread of the next values, exact for additive errors and for multiplicative ones up to
/// one season ahead; beyond it the variance of a multiplicative season is first order.
/// @param gap  steps to leave out before the first of the `horizon` steps
/// @source Hyndman et al. (2008), ch. 6. Cost O((gap + horizon)^2).
SeriesForecast forecast_ets(const EtsFit& fit, std::size_t gap, std::size_t horizon);

}  // namespace salesplan::forecast

#ifndef SALESPLAN_COMPILED
#include "salesplan/forecast/ets_inl.hpp"
#endif
