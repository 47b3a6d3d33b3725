// Bodies of counterfactual.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "salesplan/forecast/forecast.hpp"
#include "salesplan/numeric/least_squares.hpp"
#include "salesplan/promotion/counterfactual.hpp"

namespace salesplan::promotion {
namespace detail {

constexpr std::size_t least_history = 5;

/// The forecast of y[start .. start + length) from what is before it: mean a step, and the sum.
struct Baseline {
  std::vector<double> mean;
  Estimate total;
  std::string model;
};

/// A regression of y on the controls over the observed rows before `start`; empty without controls.
SALESPLAN_INLINE numeric::LeastSquares fit_controls(
    core::View<const double> y, const std::vector<core::View<const double>>& controls,
    std::size_t start) {
  if (controls.empty()) return {};
  std::vector<double> rows, observed;
  for (std::size_t t = 0; t < start; ++t) {
    if (std::isnan(y[t])) continue;
    rows.push_back(1);
    for (const core::View<const double>& control : controls) rows.push_back(control[t]);
    observed.push_back(y[t]);
  }
  return numeric::least_squares(rows, observed);
}

/// The sum of steps [length] whose actual is missing is not part of the total.
SALESPLAN_INLINE Baseline forecast_baseline(core::View<const double> y,
                                            const std::vector<core::View<const double>>& controls,
                                            const CounterfactualOptions& options, std::size_t start,
                                            std::size_t length) {
  const numeric::LeastSquares fit = fit_controls(y, controls, start);
  const std::size_t k = fit.coefficient.size();
  const auto by_controls = [&](std::size_t t) {
    double sum = k > 0 ? fit.coefficient[0] : 0;
    for (std::size_t j = 1; j < k; ++j) sum += fit.coefficient[j] * controls[j - 1][t];
    return sum;
  };
  std::vector<double> rest(y.begin(), y.begin() + start);
  for (std::size_t t = 0; t < start; ++t) rest[t] -= by_controls(t);
  forecast::Options how;
  how.model = options.model;
  how.horizon = length;
  how.season_length = options.season_length;
  how.own_spread = true;  // placebos show how wrong it is
  const forecast::SeriesForecast ahead = forecast::forecast_series(rest, how);

  Baseline baseline;
  baseline.model = ahead.model;
  std::vector<double> sums(k, 0.0);
  for (std::size_t h = 0; h < length; ++h) {
    baseline.mean.push_back(by_controls(start + h) + ahead.mean[h]);
    baseline.total.mean += baseline.mean.back();
    for (std::size_t j = 0; j < k; ++j) sums[j] += j == 0 ? 1 : controls[j - 1][start + h];
  }
  double variance = ahead.total_sd * ahead.total_sd;
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = 0; j < k; ++j) variance += sums[i] * sums[j] * fit.covariance[i * k + j];
  }
  baseline.total.sd = std::sqrt(std::max(0.0, variance));
  return baseline;
}

SALESPLAN_INLINE std::size_t checked_window(core::View<const double> y,
                                            const std::vector<core::View<const double>>& controls,
                                            const CounterfactualOptions& options) {
  const auto refuse = [](const std::string& place, const std::string& why) -> Error {
    return {ErrorCode::invalid_argument, place, why};
  };
  if (options.start >= y.size()) {
    throw refuse("start", std::to_string(options.start) + " is beyond the " +
                              std::to_string(y.size()) + " values");
  }
  const std::size_t length = options.length == 0 ? y.size() - options.start : options.length;
  if (length > y.size() - options.start) {
    throw refuse("length", std::to_string(length) + " periods from " +
                               std::to_string(options.start) + " exceed the " +
                               std::to_string(y.size()) + " values");
  }
  need_inside_0_1(options.level, "level");
  std::size_t observed = 0;
  for (std::size_t t = 0; t < options.start; ++t) observed += !std::isnan(y[t]);
  if (observed < least_history + controls.size()) {
    throw refuse("start", std::to_string(observed) + " values before it, at least " +
                              std::to_string(least_history + controls.size()) + " are needed");
  }
  for (std::size_t t = 0; t < y.size(); ++t) {
    if (std::isinf(y[t])) throw refuse(core::at("y", static_cast<std::int64_t>(t)), "is infinite");
  }
  for (std::size_t j = 0; j < controls.size(); ++j) {
    const std::string place = core::at("controls", static_cast<std::int64_t>(j));
    if (controls[j].size() != y.size()) {
      throw refuse(place, std::to_string(controls[j].size()) + " values for " +
                              std::to_string(y.size()) + " periods");
    }
    for (std::size_t t = 0; t < y.size(); ++t) {
      need_finite(controls[j][t], core::at(place, static_cast<std::int64_t>(t)));
    }
  }
  return length;
}

/// Actual less baseline over a window; NaN actuals count as no effect.
SALESPLAN_INLINE Estimate window_effect(core::View<const double> y, std::size_t start,
                                        const Baseline& baseline) {
  Estimate total{0, baseline.total.sd};
  for (std::size_t h = 0; h < baseline.mean.size(); ++h) {
    if (!std::isnan(y[start + h])) total.mean += y[start + h] - baseline.mean[h];
  }
  return total;
}

/// |mean| / sd; infinite for a certain effect.
SALESPLAN_INLINE double signal(const Estimate& effect) {
  return effect.mean == 0 ? 0 : std::abs(effect.mean) / effect.sd;
}

}  // namespace detail

SALESPLAN_INLINE CounterfactualEffect counterfactual_effect(
    core::View<const double> y, const std::vector<core::View<const double>>& controls,
    const CounterfactualOptions& options) {
  const std::size_t length = detail::checked_window(y, controls, options);
  const detail::Baseline baseline =
      detail::forecast_baseline(y, controls, options, options.start, length);
  CounterfactualEffect result;
  result.model = baseline.model;
  result.baseline = baseline.mean;
  result.baseline_total = baseline.total;
  for (std::size_t h = 0; h < length; ++h) {
    result.effect.push_back(y[options.start + h] - baseline.mean[h]);
  }
  result.total = detail::window_effect(y, options.start, baseline);
  result.total_interval = interval(result.total, options.level);
  const double found = detail::signal(result.total);
  result.p_value = 2 * numeric::normal_probability(-found);

  // At least half of the history stays to forecast each placebo from.
  const std::size_t first = std::max(options.start / 2, detail::least_history + controls.size());
  std::size_t extreme = 0;
  for (std::size_t start = options.start;
       start >= first + length && result.placebo.size() < options.placebos;) {
    start -= length;
    const Estimate effect = detail::window_effect(
        y, start, detail::forecast_baseline(y, controls, options, start, length));
    result.placebo.push_back(effect.mean == 0 ? 0 : effect.mean / effect.sd);
    if (detail::signal(effect) >= found) ++extreme;
  }
  result.placebo_p_value =
      static_cast<double>(1 + extreme) / static_cast<double>(1 + result.placebo.size());
  return result;
}

}  // namespace salesplan::promotion
