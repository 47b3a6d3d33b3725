// Bodies of diagnosis.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <utility>

#include "salesplan/core/missing.hpp"
#include "salesplan/forecast/arima.hpp"
#include "salesplan/forecast/diagnosis.hpp"
#include "salesplan/forecast/ets.hpp"
#include "salesplan/forecast/stl.hpp"

namespace salesplan::forecast {
namespace detail {

inline double mean_of(const std::vector<double>& v, std::size_t first, std::size_t end) {
  double sum = 0;
  for (std::size_t t = first; t < end; ++t) sum += v[t] / static_cast<double>(end - first);
  return sum;
}

/// 1 - var(b) / var(a + b), within 0 .. 1.
inline double strength(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> both(a.size());
  for (std::size_t t = 0; t < a.size(); ++t) both[t] = a[t] + b[t];
  const auto variance = [](const std::vector<double>& v) {
    const double mean = mean_of(v, 0, v.size());
    double sum = 0;
    for (double x : v) sum += (x - mean) * (x - mean);
    return sum;
  };
  const double whole = variance(both);
  return whole > 0 ? std::min(1.0, std::max(0.0, 1 - variance(b) / whole)) : 0;
}

}  // namespace detail

SALESPLAN_INLINE Diagnosis diagnose(core::View<const double> y, std::size_t season_length,
                                    bool with_residuals) {
  Cleaning cleaning = clean(y, season_length);
  Diagnosis result;
  result.findings = std::move(cleaning.findings);
  std::size_t first = y.size(), last = 0, observed = 0;
  bool constant = true;
  for (std::size_t t = 0; t < y.size(); ++t) {
    if (core::is_missing(y[t])) continue;
    if (observed++ == 0) first = t;
    last = t;
    constant = constant && y[t] == y[first];
  }
  result.residuals = test_residuals({}, 1, 0);
  result.growth = core::missing_number;
  result.season.assign(y.size(), 0.0);
  result.remainder.assign(y.size(), 0.0);
  if (observed < 8 || constant) {
    const double level = observed == 0 ? core::missing_number : y[first];
    result.trend.assign(y.size(), level);
    for (std::size_t t = 0; t < y.size(); ++t) result.remainder[t] = y[t] - level;
    if (constant && observed > 0) result.growth = 0;
    return result;
  }

  // Outliers and stock-outs are told apart from what the series is usually made of.
  const core::View<const double> seen =
      core::View<const double>(cleaning.cleaned).subview(first, last + 1 - first);
  const std::size_t n = seen.size();
  const std::size_t m = season_length;
  const std::vector<double> filled = interpolate(seen, m);
  const std::size_t seasons[] = {m};
  const bool seasonal = m >= 2 && m < (n + 1) / 2;
  const Decomposition parts = mstl(filled, {seasons, seasonal ? 1u : 0u}, 15);
  const std::vector<double> no_season(n, 0.0);
  const std::vector<double>& season = seasonal ? parts.season[0] : no_season;
  result.trend_strength = detail::strength(parts.trend, parts.remainder);
  result.season_strength = seasonal ? detail::strength(season, parts.remainder) : 0;

  const std::size_t span = seasonal ? m : n / 2;
  const double before = parts.trend[n - 1 - span],
               level = detail::mean_of(parts.trend, n - span, n);
  if (before > 0) result.growth = parts.trend[n - 1] / before - 1;
  if (seasonal) {
    const auto from = season.end() - static_cast<std::ptrdiff_t>(m);
    const auto high = std::max_element(from, season.end()),
               low = std::min_element(from, season.end());
    result.peak = first + static_cast<std::size_t>(high - season.begin());
    result.trough = first + static_cast<std::size_t>(low - season.begin());
    if (level > 0) {
      result.peak_effect = *high / level;
      result.trough_effect = *low / level;
    }
  }
  std::vector<double> plain(n);
  for (std::size_t t = 0; t < n; ++t) plain[t] = seen[t] - season[t];
  result.course = segments(plain, std::max<std::size_t>(4, m / 2));
  for (Segment& segment : result.course) segment.first += first;

  if (with_residuals) {
    const EtsFit fit = select_ets(seen, m);
    const std::size_t lags =
        std::max<std::size_t>(1, std::min(2 * std::max<std::size_t>(m, 5), n / 5));
    result.residuals = test_residuals(run_ets(seen, fit.start).errors, lags, 0);
  }

  result.trend.assign(y.size(), core::missing_number);
  std::copy(parts.trend.begin(), parts.trend.end(),
            result.trend.begin() + static_cast<std::ptrdiff_t>(first));
  std::copy(season.begin(), season.end(),
            result.season.begin() + static_cast<std::ptrdiff_t>(first));
  for (std::size_t t = 0; t < y.size(); ++t) {
    result.remainder[t] = y[t] - result.trend[t] - result.season[t];
  }
  return result;
}

}  // namespace salesplan::forecast
