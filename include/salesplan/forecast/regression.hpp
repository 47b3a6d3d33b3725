// A forecast with known influences: what they did is estimated, taken out, and put back ahead.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/forecast/forecast.hpp"
#include "salesplan/forecast/regressors.hpp"
#include "salesplan/forecast/series_forecast.hpp"

namespace salesplan::forecast {

/// What one unit of a regressor does.
struct Effect {
  std::string name;
  bool used = false;          ///< false where it cannot be told apart, or does not help
  double ratio = 0;           ///< relative change of a value, 0.03 = 3 % more; NaN where not used
  double units = 0;           ///< change of a value at the series' mean
  double standard_error = 0;  ///< of `ratio` where all values are positive, else of `units`
  double t = 0;               ///< coefficient / its standard error
};

struct RegressionForecast {
  SeriesForecast forecast;
  std::vector<Effect> effects;       ///< [k]
  std::vector<double> contribution;  ///< [n + horizon] units that all effects add to each period
  std::vector<double> adjusted;      ///< [n] the series without them, NaN = missing
};

struct RegressionOptions {
  /// Drops regressors whose |t| is below 2, the weakest first. Otherwise all stay that can be told
  /// apart.
  bool only_clear = false;
};

/// Forecasts a series with regressors by `options.model`.
///
/// The effects b are estimated on the series' logarithms where all values are positive (effects are
/// then relative), else on the values, by regression with errors of the airline model
/// ARIMA(0,1,1)(0,1,1)[m] (ARIMA(0,1,1) without a season), in turn with its parameters. The series
/// less its effects is forecast by the model, and the effects of the horizon are put back; the
/// spread grows by the uncertainty of b. Missing values are filled for the estimation only.
///
/// A series too short for it (fewer than 2 m + k + 5 values, or m = 1 and fewer than k + 8) is
/// forecast without regressors, and `.forecast.model` says so.
/// @param y           [n] as for `forecast`
/// @param regressors  for n + options.horizon periods
/// Errors as for `forecast` and `check_regressors`. Cost: some tens of passes of O(n m), and the
/// model's.
/// @source Gomez & Maravall (1996), Programs TRAMO and SEATS, Banco de Espana; Findley et al.
/// (1998), J. Bus. Econ. Stat. 16, 127 (regARIMA models of X-12).
RegressionForecast forecast_with(core::View<const double> y, const Regressors& regressors,
                                 const Options& options, const RegressionOptions& regression = {});

/// The forecasts of a panel with regressors, and what they are made of.
struct PanelRegression {
  PanelForecast forecast;
  std::vector<Effect> effects;       ///< row-major [n, k]
  std::vector<double> contribution;  ///< series after series, [n_i + horizon] each
};

/// The same for every series of a panel.
/// @param regressors  their values series after series, each with its n_i + horizon periods
PanelRegression forecast_with(const Panel& panel, const Regressors& regressors,
                              const Options& options, const RegressionOptions& regression = {});

}  // namespace salesplan::forecast

#ifndef SALESPLAN_COMPILED
#include "salesplan/forecast/regression_inl.hpp"
#endif
