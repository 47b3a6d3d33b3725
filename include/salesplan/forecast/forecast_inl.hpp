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
#include "salesplan/forecast/error_quantile.hpp"
#include "salesplan/forecast/forecast.hpp"
#include "salesplan/forecast/intermittent.hpp"
#include "salesplan/forecast/seasonal_adjustment.hpp"
#include "salesplan/forecast/single_model.hpp"
#include "salesplan/numeric/normal.hpp"

namespace salesplan::forecast {

SALESPLAN_INLINE const std::vector<std::string>& models() {
  static const std::vector<std::string> names = {
      "auto", "ets", "theta", "dot", "ces", "arima", "snaive", "naive2", "croston", "sba", "tsb"};
  return names;
}

namespace detail {

inline Error invalid(const std::string& place, const std::string& message) {
  return {ErrorCode::invalid_argument, place, message};
}

inline void check_options(const Options& options) {
  const std::vector<std::string>& names = models();
  if (std::find(names.begin(), names.end(), options.model) == names.end()) {
    std::string allowed;
    for (const std::string& name : names) allowed += (allowed.empty() ? "" : ", ") + name;
    throw invalid("model", "\"" + options.model + "\" is unknown; allowed: " + allowed);
  }
  if (options.horizon < 1 || options.horizon > 10000) {
    throw invalid("horizon", std::to_string(options.horizon) + " is not in 1 .. 10000");
  }
  if (options.season_length < 1) {
    throw invalid("season_length", std::to_string(options.season_length) + " is below 1");
  }
  if (options.threads < 0) {
    throw invalid("threads", std::to_string(options.threads) + " is below 0");
  }
  for (std::size_t i = 0; i < options.levels.size(); ++i) {
    if (!(options.levels[i] > 0 && options.levels[i] < 1)) {
      throw invalid(core::at("levels", static_cast<std::int64_t>(i)),
                    core::to_text(options.levels[i]) + " is not between 0 and 1");
    }
  }
}

inline void check_values(core::View<const double> values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::fabs(values[i]) > 1e150) {
      throw invalid(core::at("values", static_cast<std::int64_t>(i)),
                    core::to_text(values[i]) + " is beyond 1e150 in size");
    }
  }
}

inline void check_panel(const Panel& panel) {
  const auto limit = static_cast<std::int64_t>(panel.values.size());
  for (std::size_t i = 0; i < panel.offsets.size(); ++i) {
    const std::int64_t offset = panel.offsets[i];
    if (i == 0 ? offset != 0 : offset < panel.offsets[i - 1] || offset > limit) {
      throw invalid(core::at("offsets", static_cast<std::int64_t>(i)),
                    std::to_string(offset) +
                        (i == 0 ? " is not 0" : " falls or exceeds the number of values"));
    }
  }
  if (limit != (panel.offsets.empty() ? 0 : panel.offsets.back())) {
    throw invalid("offsets", "end before the last value");
  }
  check_values(panel.values);
}

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
    return forecast_intermittent(seen, IntermittentMethod::tsb, gap, h);
  }
  if (options.model == "auto") return forecast_auto(seen, m, gap, h);
  return forecast_single(options.model, seen, m, gap, h);
}

}  // namespace detail

SALESPLAN_INLINE SeriesForecast forecast_series(core::View<const double> y,
                                                const Options& options) {
  detail::check_options(options);
  detail::check_values(y);
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

SALESPLAN_INLINE PanelForecast forecast(const Panel& panel, const Options& options) {
  detail::check_options(options);
  detail::check_panel(panel);
  const std::size_t n = panel.size();
  const std::size_t h = options.horizon;

  PanelForecast result;
  result.n = n;
  result.h = h;
  result.mean.resize(n * h);
  result.total_mean.resize(n);
  result.total_sd.resize(n);
  result.model.resize(n);
  std::vector<double> normal, heavy;
  for (double level : options.levels) {
    result.intervals.push_back({level, std::vector<double>(n * h), std::vector<double>(n * h)});
    normal.push_back(numeric::normal_quantile(0.5 + level / 2));
    heavy.push_back(heavy_quantile(0.5 + level / 2));
  }
  core::parallel_for(n, options.threads, 8, [&](std::size_t i) {
    const SeriesForecast one = forecast_series(panel.series(i), options);
    const std::vector<double>& quantiles = one.heavy_tails ? heavy : normal;
    const auto floor = [&](double v) { return options.non_negative && v < 0 ? 0.0 : v; };
    for (std::size_t u = 0; u < h; ++u) {
      result.mean[i * h + u] = one.mean[u];
      for (std::size_t k = 0; k < quantiles.size(); ++k) {
        const double half = quantiles[k] * one.sd[u];
        result.intervals[k].lower[i * h + u] = floor(one.mean[u] - half);
        result.intervals[k].upper[i * h + u] = floor(one.mean[u] + half);
      }
    }
    result.total_mean[i] = one.total_mean;
    result.total_sd[i] = one.total_sd;
    result.model[i] = one.model;
  });
  return result;
}

}  // namespace salesplan::forecast
