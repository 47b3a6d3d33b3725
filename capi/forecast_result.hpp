// What the calls that forecast have in common: their settings, progress and result.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "boundary.hpp"
#include "options.hpp"
#include "result.hpp"
#include "salesplan/forecast/forecast.hpp"

namespace salesplan::capi {

inline forecast::Options forecast_settings(const splan_options* options) {
  return adapters::forecast_options(options_or_defaults(options, "forecast"));
}

inline forecast::Progress progress_of(const splan_context& context) {
  if (context.progress == nullptr) return {};
  return [&context](double done) {
    return context.progress("forecast", done, context.user_data) == 0;
  };
}

inline void add_intervals(splan_result& result, std::vector<forecast::Interval> intervals) {
  for (forecast::Interval& interval : intervals) {
    const std::string percent = adapters::percent_text(interval.level);
    result.add("lower_" + percent, std::move(interval.lower));
    result.add("upper_" + percent, std::move(interval.upper));
  }
}

inline std::unique_ptr<splan_result> result_of(forecast::PanelForecast made) {
  auto result = std::make_unique<splan_result>();
  result->add("mean", std::move(made.mean));
  add_intervals(*result, std::move(made.intervals));
  result->add("total_mean", std::move(made.total_mean));
  result->add("total_sd", std::move(made.total_sd));
  result->add("model", std::move(made.model));
  return result;
}

}  // namespace salesplan::capi
