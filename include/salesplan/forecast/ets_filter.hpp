// The ETS recursion for eight sets of parameters at once: the inner loop of every fit.
#pragma once

#include <cmath>
#include <cstddef>

#include "salesplan/forecast/ets_model.hpp"
#include "salesplan/forecast/lanes.hpp"

namespace salesplan::forecast::detail {

/// Eight models of one form, and what they made of the series.
struct EtsLanes {
  Lanes alpha, beta, gamma, phi;
  Lanes level, trend;  ///< before the first value on entry, after the last on return
  Lanes sum_squares;   ///< of the errors
  Lanes log_fit;       ///< sum of log one-step forecasts (multiplicative errors only)
  Lanes lowest;        ///< the lowest divisor met: not positive = the model is not admissible
};

/// Runs the eight models over y [n]. `ring` [m][8] holds the seasonal states, by position, before
/// the first value and then after the last. `errors` [n][8] takes the errors, 0 where y is missing.
template <bool has_trend, Season season, bool relative>
SALESPLAN_ALWAYS_INLINE void filter_ets(const double* y, std::size_t n, std::size_t m, double* ring,
                                        double* errors, EtsLanes& io) {
  const Lanes alpha = io.alpha, beta = io.beta, gamma = io.gamma, phi = io.phi;
  Lanes level = io.level, trend = io.trend;
  Lanes sum_squares, log_fit, lowest, one, product;
  broadcast(sum_squares, 0);
  broadcast(log_fit, 0);
  broadcast(lowest, 1e300);
  broadcast(one, 1);
  product = one;
  std::size_t position = 0;
  std::size_t pending = 0;
  const auto take_logs = [&] {
    for (std::size_t k = 0; k < lane_count; ++k) log_fit[k] += std::log(std::fabs(product[k]));
    product = one;
    pending = 0;
  };

  for (std::size_t t = 0; t < n; ++t) {
    Lanes q = level, s, fit;
    if constexpr (has_trend) {
      trend *= phi;
      q += trend;
    }
    fit = q;
    if constexpr (season != Season::none) {
      load(s, ring + position * lane_count);
      if constexpr (season == Season::additive) fit += s;
      if constexpr (season == Season::multiplicative) fit *= s;
    }
    Lanes error;
    if (y[t] == y[t]) {
      broadcast(error, y[t]);
      error -= fit;
      Lanes step = error;
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
        product *= fit;
        if (++pending == 8) take_logs();
      }
      sum_squares += error * error;
    } else {
      broadcast(error, 0);
      level = q;
    }
    store(errors + t * lane_count, error);
    if constexpr (season != Season::none) {
      if (++position == m) position = 0;
    }
  }
  if constexpr (relative) take_logs();
  io.level = level;
  io.trend = trend;
  io.sum_squares = sum_squares;
  io.log_fit = log_fit;
  io.lowest = lowest;
}

template <bool has_trend, bool relative>
SALESPLAN_ALWAYS_INLINE void filter_season(Season season, const double* y, std::size_t n,
                                           std::size_t m, double* ring, double* errors,
                                           EtsLanes& io) {
  switch (season) {
    case Season::none:
      return filter_ets<has_trend, Season::none, relative>(y, n, m, ring, errors, io);
    case Season::additive:
      return filter_ets<has_trend, Season::additive, relative>(y, n, m, ring, errors, io);
    case Season::multiplicative:
      return filter_ets<has_trend, Season::multiplicative, relative>(y, n, m, ring, errors, io);
  }
}

/// `filter_ets` of the form given at run time.
SALESPLAN_ALWAYS_INLINE void filter_form(const EtsForm& form, const double* y, std::size_t n,
                                         std::size_t m, double* ring, double* errors,
                                         EtsLanes& io) {
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

}  // namespace salesplan::forecast::detail
