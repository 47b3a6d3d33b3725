// Forecasts of a panel of series, each by the model that suits it.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "salesplan/core/view.hpp"
#include "salesplan/forecast/panel.hpp"
#include "salesplan/forecast/series_forecast.hpp"

namespace salesplan::forecast {

struct Options {
  std::string model = "auto";                 ///< one of `models()`
  std::size_t horizon = 1;                    ///< steps ahead, 1 .. 10000
  int season_length = 1;                      ///< values in a season: 12 for months, 1 for none
  std::vector<int> more_seasons;              ///< longer seasons, rising, for "mstl" and "auto"
  std::vector<double> levels = {0.80, 0.95};  ///< coverages of the intervals, each in (0, 1)
  bool non_negative = false;                  ///< means and bounds below 0 become 0
  int threads = 1;                            ///< 0 = one a hardware thread
  bool own_spread = false;                    ///< of a single model, not widened by its past errors
};

/// The names `Options::model` takes: "auto" (`forecast_auto`; for an intermittent or lumpy demand
/// without season the method of `intermittent_choice`; with more seasons "mstl"), "ets"
/// (`forecast_ets_average`), "theta" (the standard method), "dot" (the dynamically optimised one),
/// "ces", "arima", "mstl" (`forecast_mstl`), "snaive", "naive2", "croston", "sba", "tsb".
///
/// The spread of "theta", "dot", "ces" and "arima" is the model's own times 1.4 and the ratio of
/// its errors from three earlier origins to what it foresaw (that of `forecast_auto`), with heavy
/// tails; the 1.4 was chosen on training parts of M3 and tourism. `own_spread` leaves it as the
/// model has it.
const std::vector<std::string>& models();

/// Error(invalid_argument) naming the option that is unknown or outside its domain.
void check_options(const Options& options);

/// Called on the caller's thread with the share of the series done, 0 .. 1; false stops the call.
using Progress = std::function<bool(double done)>;

/// Forecasts every series of a panel. Series are independent: the forecast of one does not depend
/// on the others, their order or the number of threads.
///
/// Missing values (NaN) are skipped, not filled; those at the end of a series count as steps. What
/// a series cannot carry falls back, and `.model` says so: no value gives NaN and "none"; one value
/// is repeated with a spread of its own size; equal values are "constant" with no spread; a series
/// too short for its model is forecast by the seasonal naive or naive method. Only "arima" fills
/// missing values (`interpolate`).
/// @param panel  values finite (at most 1e150 in size) or NaN
/// Error(invalid_argument) for an unknown model, an option outside its domain, offsets that do not
/// fit the values, an infinite value; Error(cancelled) when `progress` says so.
PanelForecast forecast(const Panel& panel, const Options& options, const Progress& progress = {});

/// The same for one series.
SeriesForecast forecast_series(core::View<const double> y, const Options& options);

}  // namespace salesplan::forecast

#ifndef SALESPLAN_COMPILED
#include "salesplan/forecast/forecast_inl.hpp"
#endif
