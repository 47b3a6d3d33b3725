// Bodies of coherent.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>

#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/forecast/coherent.hpp"
#include "salesplan/forecast/cross_validation.hpp"

namespace salesplan::forecast {
namespace detail {

/// One-step errors of every series from the last `origins` at which none is missing, [n, periods].
struct PastErrors {
  std::vector<double> values;
  std::size_t periods = 0;

  double mean_square(std::size_t series) const {
    double sum = 0;
    for (std::size_t t = 0; t < periods; ++t) {
      sum += values[series * periods + t] * values[series * periods + t];
    }
    return sum / static_cast<double>(periods);
  }
};

SALESPLAN_INLINE PastErrors past_errors(const Panel& panel, Options options, std::size_t origins) {
  PastErrors errors;
  if (origins == 0) return errors;
  options.horizon = 1;
  const CrossValidation past = cross_validate(panel, options, {origins, 1});
  const std::size_t n = panel.size(), length = panel.series(0).size();
  std::vector<double> all(n * length, core::missing_number);
  for (std::size_t r = 0; r < past.series.size(); ++r) {
    const auto s = static_cast<std::size_t>(past.series[r]);
    all[s * length + static_cast<std::size_t>(past.origin[r])] = past.actual[r] - past.mean[r];
  }
  std::vector<std::size_t> complete;
  for (std::size_t t = 0; t < length; ++t) {
    bool known = true;
    for (std::size_t s = 0; s < n && known; ++s) known = !core::is_missing(all[s * length + t]);
    if (known) complete.push_back(t);
  }
  errors.periods = complete.size();
  for (std::size_t s = 0; s < n; ++s) {
    for (const std::size_t t : complete) errors.values.push_back(all[s * length + t]);
  }
  return errors;
}

/// How many times as large as before the errors of every series are once reconciled.
SALESPLAN_INLINE std::vector<double> error_ratios(const SummingStructure& structure,
                                                  const PastErrors& errors,
                                                  ReconcileOptions options) {
  std::vector<double> ratios(structure.series(), 1.0);
  if (errors.periods < 2) return ratios;
  options.non_negative = false;
  const PastErrors after{
      reconcile(structure, errors.values, errors.periods, errors.values, errors.periods, options),
      errors.periods};
  for (std::size_t i = 0; i < ratios.size(); ++i) {
    const double before = errors.mean_square(i);
    if (before > 0) ratios[i] = std::sqrt(after.mean_square(i) / before);
  }
  return ratios;
}

}  // namespace detail

SALESPLAN_INLINE std::vector<double> sum_history(const SummingStructure& structure,
                                                 core::View<const double> bottom,
                                                 std::size_t periods) {
  if (periods == 0 || bottom.size() / periods != structure.bottoms() ||
      bottom.size() % periods != 0) {
    throw Error(ErrorCode::invalid_argument, "values",
                std::to_string(bottom.size()) + " are not " + std::to_string(structure.bottoms()) +
                    " series of " + std::to_string(periods));
  }
  std::vector<std::size_t> begins;  // of every bottom series, its first value
  for (std::size_t j = 0; j < structure.bottoms(); ++j) {
    const double* const y = bottom.data() + j * periods;
    const double* const first =
        std::find_if(y, y + periods, [](double v) { return !core::is_missing(v); });
    begins.push_back(static_cast<std::size_t>(first - y));
  }
  std::vector<double> sums(structure.series() * periods, 0.0);
  for (std::size_t i = 0; i < structure.series(); ++i) {
    double* const sum = &sums[i * periods];
    std::size_t begins_at = periods;
    for (const std::int32_t member : structure.members(i)) {
      const auto j = static_cast<std::size_t>(member);
      begins_at = std::min(begins_at, begins[j]);
      for (std::size_t t = begins[j]; t < periods; ++t) sum[t] += bottom[j * periods + t];
    }
    std::fill(sum, sum + begins_at, core::missing_number);
  }
  return sums;
}

SALESPLAN_INLINE PanelForecast forecast_coherent(const SummingStructure& structure,
                                                 core::View<const double> bottom,
                                                 std::size_t periods, const Options& options,
                                                 const ReconcileOptions& weights,
                                                 std::size_t origins, const Progress& progress) {
  if (origins > 1000) {
    throw Error(ErrorCode::invalid_argument, "origins",
                std::to_string(origins) + " is more than 1000");
  }
  const std::size_t n = structure.series(), h = options.horizon;
  const std::vector<double> history = sum_history(structure, bottom, periods);
  std::vector<std::int64_t> offsets;
  for (std::size_t i = 0; i <= n; ++i) offsets.push_back(static_cast<std::int64_t>(i * periods));
  const Panel panel{history, offsets};

  Options base = options;  // a bound at 0 belongs to the reconciled forecasts
  base.non_negative = false;
  ReconcileOptions chosen = weights;
  chosen.non_negative = options.non_negative || weights.non_negative;
  PanelForecast made = forecast(panel, base, progress);
  for (std::size_t i = 0; i < n; ++i) {
    if (!std::isnan(made.total_mean[i])) continue;
    throw Error(ErrorCode::invalid_argument, "values",
                "series " + std::to_string(i) + " of the structure has no value");
  }
  const detail::PastErrors errors = detail::past_errors(panel, base, origins);
  const bool weighs_errors =
      chosen.weighting == Weighting::wls_variance || chosen.weighting == Weighting::mint_shrink;
  if (weighs_errors && errors.periods < 2) {
    throw Error(ErrorCode::invalid_argument, "origins",
                std::to_string(errors.periods) +
                    " have an error of every series, 2 are needed; wls_structural needs none");
  }
  const std::vector<double> ratios = detail::error_ratios(structure, errors, chosen);
  const std::vector<double> mean =
      reconcile(structure, made.mean, h, errors.values, errors.periods, chosen);

  const auto bounded = [&](double v) { return chosen.non_negative ? std::max(v, 0.0) : v; };
  for (std::size_t i = 0; i < n; ++i) {
    for (Interval& interval : made.intervals) {
      for (std::size_t k = i * h; k < (i + 1) * h; ++k) {
        const double half = (interval.upper[k] - interval.lower[k]) / 2 * ratios[i];
        interval.lower[k] = bounded(mean[k] - half);
        interval.upper[k] = bounded(mean[k] + half);
      }
    }
    made.total_mean[i] = 0;
    for (std::size_t k = i * h; k < (i + 1) * h; ++k) made.total_mean[i] += mean[k];
    made.total_sd[i] *= ratios[i];
  }
  made.mean = mean;
  return made;
}

}  // namespace salesplan::forecast
