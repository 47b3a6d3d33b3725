// The ETS recursion for eight sets of parameters at once: the inner loop of every ETS fit.
#pragma once

#include <cstddef>

#include "salesplan/forecast/lane_kernels.hpp"
#include "salesplan/forecast/lane_pack.hpp"

namespace salesplan::forecast::detail::SALESPLAN_LANE_SET {

template <bool has_trend, Season season, bool relative>
void filter_ets(const double* y, std::size_t n, std::size_t m, double* ring, double* errors,
                EtsLanes& io) {
  const Pack alpha = load(io.alpha.values), beta = load(io.beta.values);
  const Pack gamma = load(io.gamma.values), phi = load(io.phi.values);
  Pack level = load(io.level.values), trend = load(io.trend.values);
  Pack sum_squares = all(0), lowest = all(1e300);
  LogSum log_fit;
  std::size_t position = 0;
  std::size_t pending = 0;
  for (std::size_t t = 0; t < n; ++t) {
    Pack q = level, s, fit;
    if constexpr (has_trend) {
      trend *= phi;
      q += trend;
    }
    fit = q;
    if constexpr (season != Season::none) {
      s = load(ring + position * lane_count);
      if constexpr (season == Season::additive) fit += s;
      if constexpr (season == Season::multiplicative) fit *= s;
    }
    Pack error;
    if (y[t] == y[t]) {
      error = all(y[t]) - fit;
      Pack step = error;
      if constexpr (season == Season::multiplicative) {
        step = error / s;
        keep_lowest(lowest, s);
        keep_lowest(lowest, q);
        s += gamma * (error / q);
      }
      if constexpr (season == Season::additive) s += gamma * error;
      if constexpr (season != Season::none) store(ring + position * lane_count, s);
      level = q + alpha * step;
      if constexpr (has_trend) trend += beta * step;
      if constexpr (relative) {
        error /= fit;
        keep_lowest(lowest, fit);
        log_fit.multiply(fit);
        if (++pending % 8 == 0) log_fit.settle();
      }
      sum_squares += error * error;
    } else {
      error = all(0);
      level = q;
    }
    store(errors + t * lane_count, error);
    if constexpr (season != Season::none) {
      if (++position == m) position = 0;
    }
  }
  log_fit.settle();
  store(io.level.values, level);
  store(io.trend.values, trend);
  store(io.sum_squares.values, sum_squares);
  log_fit.take(io.log_fit);
  store(io.lowest.values, lowest);
}

template <bool has_trend, bool relative>
void filter_season(Season season, const double* y, std::size_t n, std::size_t m, double* ring,
                   double* errors, EtsLanes& io) {
  switch (season) {
    case Season::none:
      return filter_ets<has_trend, Season::none, relative>(y, n, m, ring, errors, io);
    case Season::additive:
      return filter_ets<has_trend, Season::additive, relative>(y, n, m, ring, errors, io);
    case Season::multiplicative:
      return filter_ets<has_trend, Season::multiplicative, relative>(y, n, m, ring, errors, io);
  }
}

inline void filter_form(const EtsForm& form, const double* y, std::size_t n, std::size_t m,
                        double* ring, double* errors, EtsLanes& io) {
  const bool has_trend = form.trend != Trend::none;
  if (has_trend && form.multiplicative_error) {
    filter_season<true, true>(form.season, y, n, m, ring, errors, io);
  } else if (has_trend) {
    filter_season<true, false>(form.season, y, n, m, ring, errors, io);
  } else if (form.multiplicative_error) {
    filter_season<false, true>(form.season, y, n, m, ring, errors, io);
  } else {
    filter_season<false, false>(form.season, y, n, m, ring, errors, io);
  }
}

}  // namespace salesplan::forecast::detail::SALESPLAN_LANE_SET
