// Bodies of cross_validation.hpp.
#pragma once

#include <algorithm>

#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/forecast/accuracy.hpp"
#include "salesplan/forecast/cross_validation.hpp"
#include "salesplan/forecast/panel_accuracy.hpp"
#include "salesplan/forecast/panel_check.hpp"

namespace salesplan::forecast {
namespace detail {

inline void check_count(std::size_t value, std::size_t high, const char* place) {
  if (value < 1 || value > high) {
    throw Error(ErrorCode::invalid_argument, place,
                std::to_string(value) + " is not in 1 .. " + std::to_string(high));
  }
}

}  // namespace detail

SALESPLAN_INLINE CrossValidation cross_validate(const Panel& panel, const Options& options,
                                                const RollingOrigins& origins) {
  detail::check_count(origins.windows, 1000, "windows");
  detail::check_count(origins.step, 10000, "step");
  check_options(options);
  check_panel(panel);
  const std::size_t h = options.horizon;
  const auto season = static_cast<std::size_t>(options.season_length);

  // Every past of every series as a series of its own: one panel, one parallel run.
  struct Past {
    std::size_t series, length;
  };
  std::vector<Past> pasts;
  std::vector<double> values;
  std::vector<std::int64_t> offsets{0};
  for (std::size_t i = 0; i < panel.size(); ++i) {
    const core::View<const double> y = panel.series(i);
    for (std::size_t w = origins.windows; w-- > 0;) {
      const std::size_t held_back = h + w * origins.step;
      if (y.size() <= held_back) continue;
      const core::View<const double> past = y.subview(0, y.size() - held_back);
      if (std::all_of(past.begin(), past.end(), [](double v) { return core::is_missing(v); })) {
        continue;
      }
      pasts.push_back({i, past.size()});
      values.insert(values.end(), past.begin(), past.end());
      offsets.push_back(static_cast<std::int64_t>(values.size()));
    }
  }
  const Panel past_panel{values, offsets};
  PanelForecast made = forecast(past_panel, options);

  CrossValidation result;
  result.mean = std::move(made.mean);
  result.intervals = std::move(made.intervals);
  for (std::size_t r = 0; r < pasts.size(); ++r) {
    const double scale = seasonal_scale(past_panel.series(r), season);
    for (std::size_t u = 0; u < h; ++u) {
      result.series.push_back(static_cast<std::int64_t>(pasts[r].series));
      result.origin.push_back(static_cast<std::int64_t>(pasts[r].length));
      result.step.push_back(static_cast<std::int64_t>(u + 1));
      result.actual.push_back(panel.series(pasts[r].series)[pasts[r].length + u]);
      result.scale.push_back(scale);
      result.model.push_back(made.model[r]);
    }
  }
  return result;
}

SALESPLAN_INLINE std::vector<StepAccuracy> accuracy_by_step(const CrossValidation& validation,
                                                            std::size_t horizon) {
  std::vector<StepAccuracy> table;
  for (std::size_t step = 1; step <= horizon; ++step) {
    std::vector<std::size_t> rows;
    std::vector<double> actual, mean;
    for (std::size_t r = 0; r < validation.step.size(); ++r) {
      if (validation.step[r] != static_cast<std::int64_t>(step)) continue;
      if (core::is_missing(validation.actual[r])) continue;
      rows.push_back(r);
      actual.push_back(validation.actual[r]);
      mean.push_back(validation.mean[r]);
    }
    StepAccuracy row;
    row.step = static_cast<std::int64_t>(step);
    row.forecasts = static_cast<std::int64_t>(rows.size());
    row.bias = bias(actual, mean);
    row.mae = mean_absolute_error(actual, mean);
    row.mape = mape(actual, mean);
    row.smape = smape(actual, mean);
    row.mase = detail::mean_score(rows.size(), [&](std::size_t i) {
      return detail::scaled(std::fabs(actual[i] - mean[i]), validation.scale[rows[i]]);
    });
    for (const Interval& interval : validation.intervals) {
      row.coverage.push_back(detail::mean_score(rows.size(), [&](std::size_t i) {
        return actual[i] >= interval.lower[rows[i]] && actual[i] <= interval.upper[rows[i]] ? 1.0
                                                                                            : 0.0;
      }));
    }
    table.push_back(std::move(row));
  }
  return table;
}

SALESPLAN_INLINE double usual_error(core::View<const double> y, const Options& options,
                                    std::size_t windows) {
  const std::int64_t offsets[] = {0, static_cast<std::int64_t>(y.size())};
  Options one = options;
  one.horizon = 1;
  const CrossValidation validation = cross_validate({y, {offsets, 2}}, one, {windows, 1});
  return mape(validation.actual, validation.mean);
}

}  // namespace salesplan::forecast
