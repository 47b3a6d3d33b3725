// Rolling-origin validation: the forecasts that would have been made, beside what came.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/forecast/forecast.hpp"
#include "salesplan/forecast/panel.hpp"

namespace salesplan::forecast {

/// From where the past forecasts start: the last origin leaves one horizon of values after it, each
/// earlier one `step` values more.
struct RollingOrigins {
  std::size_t windows = 3;  ///< origins a series, 1 .. 1000
  std::size_t step = 1;     ///< values between them, 1 .. 10000
};

/// Forecasts and actual values, one row a series, origin and step; columns of equal length.
struct CrossValidation {
  std::vector<std::int64_t> series;
  std::vector<std::int64_t> origin;  ///< values the forecast knew
  std::vector<std::int64_t> step;    ///< 1 .. horizon
  std::vector<double> actual;        ///< NaN where it is missing
  std::vector<double> mean;
  std::vector<Interval> intervals;  ///< in the order of the requested levels
  std::vector<double> scale;        ///< `seasonal_scale` of what the forecast knew
  std::vector<std::string> model;
};

/// Forecasts every series from earlier origins. An origin before which a series has no value that
/// is not missing gives no rows; a panel too short for any gives none at all.
/// Errors as for `forecast`, and Error(invalid_argument) for origins outside their domain.
/// Cost: windows times that of `forecast`.
CrossValidation cross_validate(const Panel& panel, const Options& options,
                               const RollingOrigins& origins);

/// How good the forecasts of one step ahead were, over all series and origins.
struct StepAccuracy {
  std::int64_t step = 0;
  std::int64_t forecasts = 0;  ///< with an actual value
  double bias = 0, mae = 0, mape = 0, smape = 0, mase = 0;
  std::vector<double> coverage;  ///< by level
};

/// The backtest table: one row a step ahead, in order; NaN where no forecast of that step can be
/// scored. MASE weighs every forecast alike: mean of |y - f| / q. O(rows).
std::vector<StepAccuracy> accuracy_by_step(const CrossValidation& validation, std::size_t horizon);

/// Mean absolute percentage error of the first step ahead from the last `windows` origins of one
/// series, as a ratio; NaN where none can be scored. Cost: windows forecasts.
double usual_error(core::View<const double> y, const Options& options, std::size_t windows);

}  // namespace salesplan::forecast

#ifndef SALESPLAN_COMPILED
#include "salesplan/forecast/cross_validation_inl.hpp"
#endif
