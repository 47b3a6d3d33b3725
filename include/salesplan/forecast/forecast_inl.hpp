// Bodies of forecast.hpp.
#pragma once

#include <algorithm>
#include <cmath>

#include "salesplan/core/config.hpp"
#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/core/parallel.hpp"
#include "salesplan/forecast/automatic.hpp"
#include "salesplan/forecast/demand_choice.hpp"
#include "salesplan/forecast/forecast.hpp"
#include "salesplan/forecast/intermittent.hpp"
#include "salesplan/forecast/mstl_forecast.hpp"
#include "salesplan/forecast/panel_check.hpp"
#include "salesplan/forecast/panel_writer.hpp"
#include "salesplan/forecast/rehearsal.hpp"
#include "salesplan/forecast/seasonal_adjustment.hpp"
#include "salesplan/forecast/single_model.hpp"

namespace salesplan::forecast {

SALESPLAN_INLINE const std::vector<std::string>& models() {
  static const std::vector<std::string> names = {"auto",   "ets",     "theta", "dot",
                                                 "ces",    "arima",   "mstl",  "snaive",
                                                 "naive2", "croston", "sba",   "tsb"};
  return names;
}

namespace detail {

inline Error invalid(const std::string& place, const std::string& message) {
  return {ErrorCode::invalid_argument, place, message};
}

}  // namespace detail

SALESPLAN_INLINE void check_options(const Options& options) {
  const std::vector<std::string>& names = models();
  if (std::find(names.begin(), names.end(), options.model) == names.end()) {
    std::string allowed;
    for (const std::string& name : names) allowed += (allowed.empty() ? "" : ", ") + name;
    throw detail::invalid("model", "\"" + options.model + "\" is unknown; allowed: " + allowed);
  }
  if (options.horizon < 1 || options.horizon > 10000) {
    throw detail::invalid("horizon", std::to_string(options.horizon) + " is not in 1 .. 10000");
  }
  if (options.season_length < 1) {
    throw detail::invalid("season_length", std::to_string(options.season_length) + " is below 1");
  }
  for (std::size_t i = 0; i < options.more_seasons.size(); ++i) {
    const int shorter = i == 0 ? options.season_length : options.more_seasons[i - 1];
    if (options.more_seasons[i] <= shorter) {
      throw detail::invalid(
          core::at("more_seasons", static_cast<std::int64_t>(i)),
          std::to_string(options.more_seasons[i]) + " is not above " + std::to_string(shorter));
    }
  }
  if (options.threads < 0) {
    throw detail::invalid("threads", std::to_string(options.threads) + " is below 0");
  }
  for (std::size_t i = 0; i < options.levels.size(); ++i) {
    if (!(options.levels[i] > 0 && options.levels[i] < 1)) {
      throw detail::invalid(core::at("levels", static_cast<std::int64_t>(i)),
                            core::to_text(options.levels[i]) + " is not between 0 and 1");
    }
  }
}

namespace detail {

inline SeriesForecast flat_forecast(double value, double sd, std::size_t horizon,
                                    std::string model) {
  const double h = static_cast<double>(horizon);
  return {std::vector<double>(horizon, value),
          std::vector<double>(horizon, sd),
          h * value,
          h * sd,
          false,
          std::move(model)};
}

/// The method of a model name, or null.
inline const IntermittentMethod* intermittent_method(const std::string& model) {
  static constexpr IntermittentMethod methods[] = {
      IntermittentMethod::croston, IntermittentMethod::sba, IntermittentMethod::tsb};
  if (model == "croston") return &methods[0];
  if (model == "sba") return &methods[1];
  return model == "tsb" ? &methods[2] : nullptr;
}

inline SeriesForecast forecast_checked(core::View<const double> y, const Options& options) {
  std::size_t first = y.size();
  std::size_t last = 0;
  std::size_t observed = 0;
  bool constant = true;
  bool negative = false;
  for (std::size_t t = 0; t < y.size(); ++t) {
    if (core::is_missing(y[t])) continue;
    if (observed++ == 0) first = t;
    last = t;
    constant = constant && y[t] == y[first];
    negative = negative || y[t] < 0;
  }
  const std::size_t h = options.horizon;
  if (observed == 0) {
    return flat_forecast(core::missing_number, core::missing_number, h, "none (no values)");
  }
  if (observed == 1) return flat_forecast(y[first], std::fabs(y[first]), h, "naive (one value)");
  if (constant) return flat_forecast(y[first], 0, h, "constant");

  const core::View<const double> seen = y.subview(first, last + 1 - first);
  const std::size_t gap = y.size() - 1 - last;
  const auto m = static_cast<std::size_t>(options.season_length);
  if (options.model == "snaive") return forecast_naively(seen, m, gap, h, "");
  if (const IntermittentMethod* method = intermittent_method(options.model)) {
    if (!negative) return forecast_intermittent(seen, *method, gap, h);
    return forecast_naively(seen, m, gap, h, "negative values");
  }
  if (observed < 5) {
    return forecast_naively(seen, m, gap, h, std::to_string(observed) + " values");
  }
  const Demand demand = demand_class(seen);
  if (options.model == "auto" && (demand == Demand::intermittent || demand == Demand::lumpy) &&
      !is_seasonal(seen, m)) {
    return forecast_intermittent(seen, intermittent_choice(seen), gap, h);
  }
  if (options.model == "mstl" || (options.model == "auto" && !options.more_seasons.empty())) {
    std::vector<std::size_t> seasons;
    if (m > 1) seasons.push_back(m);
    for (int more : options.more_seasons) seasons.push_back(static_cast<std::size_t>(more));
    return forecast_mstl(seen, seasons, gap, h);
  }
  if (options.model == "auto") return forecast_auto(seen, m, gap, h);
  if (options.own_spread || options.model == "ets" || options.model == "naive2") {
    return forecast_single(options.model, seen, m, gap, h);  // ETS has widened its spread by itself
  }
  return forecast_calibrated(options.model, seen, m, gap, h);
}

}  // namespace detail

SALESPLAN_INLINE SeriesForecast forecast_series(core::View<const double> y,
                                                const Options& options) {
  check_options(options);
  check_values(y);
  SeriesForecast forecast = detail::forecast_checked(y, options);
  if (options.non_negative) {
    forecast.total_mean = 0;
    for (double& mean : forecast.mean) {
      mean = mean < 0 ? 0 : mean;
      forecast.total_mean += mean;
    }
  }
  return forecast;
}

SALESPLAN_INLINE PanelForecast forecast(const Panel& panel, const Options& options,
                                        const Progress& progress) {
  check_options(options);
  check_panel(panel);
  const std::size_t n = panel.size();
  PanelWriter writer(n, options.horizon, options.levels, options.non_negative);
  const std::size_t block = progress ? 128 : n;  // between two calls of it
  for (std::size_t first = 0; first < n; first += block) {
    if (progress && !progress(static_cast<double>(first) / static_cast<double>(n))) {
      throw Error(ErrorCode::cancelled, "forecast", "cancelled by the caller");
    }
    core::parallel_for(std::min(block, n - first), options.threads, 8, [&](std::size_t i) {
      writer.put(first + i, forecast_series(panel.series(first + i), options));
    });
  }
  return writer.take();
}

}  // namespace salesplan::forecast
