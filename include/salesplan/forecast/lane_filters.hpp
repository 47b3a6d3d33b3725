// The loops of `LaneKernels` for the instruction set that the file is compiled for.
#pragma once

#include <cstddef>

#include "salesplan/forecast/ets_filter.hpp"
#include "salesplan/forecast/lane_kernels.hpp"
#include "salesplan/forecast/lane_pack.hpp"

namespace salesplan::forecast::detail::SALESPLAN_LANE_SET {

template <bool seasonal>
void filter_ces(const double* y, std::size_t n, std::size_t m, double* ring, double* potentials,
                double* errors, CesLanes& io) {
  const Pack a0 = load(io.a0.values), a1 = load(io.a1.values);
  const Pack b0 = load(io.b0.values), b1 = load(io.b1.values);
  const Pack one = all(1);
  const Pack level_pull = one - a1, level_gain = a0 - a1;
  const Pack potential_keep = one - a0, potential_gain = a0 + a1;
  const Pack season_pull = one - b1, season_gain = b0 - b1;
  const Pack turn_keep = one - b0, turn_gain = b0 + b1;
  Pack level = load(io.level.values);
  Pack potential = level / a0;  // stands still when a1 = 1, as the seasonal pairs do when b1 = 1
  Pack sum_squares = all(0);
  for (std::size_t t = 0, position = 0; t < n; ++t) {
    Pack error = all(0);
    Pack s = error, turn = error;
    if constexpr (seasonal) {
      s = load(ring + position * lane_count);
      turn = load(potentials + position * lane_count);
    }
    if (y[t] == y[t]) error = all(y[t]) - (level + s);
    if constexpr (seasonal) {
      store(ring + position * lane_count, s - season_pull * turn + season_gain * error);
      store(potentials + position * lane_count, s + turn_keep * turn + turn_gain * error);
      if (++position == m) position = 0;
    }
    const Pack next = level - level_pull * potential + level_gain * error;
    potential = level + potential_keep * potential + potential_gain * error;
    level = next;
    sum_squares += error * error;
    store(errors + t * lane_count, error);
  }
  store(io.level.values, level);
  store(io.potential.values, potential);
  store(io.sum_squares.values, sum_squares);
}

inline void filter_any_ces(const double* y, std::size_t n, std::size_t m, double* ring,
                           double* potentials, double* errors, CesLanes& io) {
  if (m > 0) {
    filter_ces<true>(y, n, m, ring, potentials, errors, io);
  } else {
    filter_ces<false>(y, n, m, ring, potentials, errors, io);
  }
}

inline void filter_theta(const double* y, const Line* lines, std::size_t n, double* errors,
                         ThetaLanes& io) {
  const Pack alpha = load(io.alpha.values), weight = load(io.weight.values);
  const Pack one = all(1);
  const Pack decay = one - alpha;
  Pack level = load(io.level.values);
  Pack power = one;  // (1-a)^(t-1)
  Pack sum_squares = all(0);
  for (std::size_t t = 0; t < n; ++t) {
    const Pack next = power * decay;
    const Pack mean =
        level + weight * (power * all(lines[t].level) + (one - next) / alpha * all(lines[t].slope));
    power = next;
    Pack error = all(0);
    if (y[t] == y[t]) {
      const Pack value = all(y[t]);
      if (t >= 2) error = value - mean;
      level = alpha * value + decay * level;
    } else {
      level = alpha * mean + decay * level;
    }
    sum_squares += error * error;
    store(errors + t * lane_count, error);
  }
  store(io.level.values, level);
  store(io.sum_squares.values, sum_squares);
}

inline void filter_arima(const double* w, std::size_t n, const LagLanes& ar, const LagLanes& ma,
                         const Lanes& constant, double* z, double* errors, Lanes& sum_squares) {
  const Pack mean = load(constant.values);
  Pack sum = all(0);
  for (std::size_t t = 0; t < n; ++t) {
    double* const now = z + t * lane_count;
    double* const error_now = errors + t * lane_count;
    Pack error = all(w[t]) - mean;
    store(now, error);
    for (std::size_t i = 0; i < ar.count; ++i) {
      error -= load(ar.coefficients[i].values) * load(now - ar.lags[i] * lane_count);
    }
    for (std::size_t i = 0; i < ma.count; ++i) {
      error -= load(ma.coefficients[i].values) * load(error_now - ma.lags[i] * lane_count);
    }
    store(error_now, error);
    sum += error * error;
  }
  store(sum_squares.values, sum);
}

/// The first `count` products, known to the compiler so that they stay in registers.
template <std::size_t count>
void cross_products(const double* errors, std::size_t n, const Lanes& weight, Lanes* products) {
  const double lane_moved[lane_count] = {0, 1, 1, 1, 1, 1, 1, 1};
  const Pack scale = load(weight.values), moved = load(lane_moved);
  Pack sums[count];
  SALESPLAN_UNROLL
  for (std::size_t j = 0; j < count; ++j) sums[j] = all(0);
  for (std::size_t t = 0; t < n; ++t) {
    const double* const e = errors + t * lane_count;
    const Pack row = load(e) * scale - moved * all(e[0] * weight.values[0]);
    double d[lane_count];
    store(d, row);
    SALESPLAN_UNROLL
    for (std::size_t j = 0; j < count; ++j) sums[j] += all(d[j]) * row;
  }
  SALESPLAN_UNROLL
  for (std::size_t j = 0; j < count; ++j) store(products[j].values, sums[j]);
}

inline void any_cross_products(const double* errors, std::size_t n, const Lanes& weight,
                               std::size_t count, Lanes* products) {
  switch (count) {
    case 1:
      return cross_products<1>(errors, n, weight, products);
    case 2:
      return cross_products<2>(errors, n, weight, products);
    case 3:
      return cross_products<3>(errors, n, weight, products);
    case 4:
      return cross_products<4>(errors, n, weight, products);
    case 5:
      return cross_products<5>(errors, n, weight, products);
    case 6:
      return cross_products<6>(errors, n, weight, products);
    case 7:
      return cross_products<7>(errors, n, weight, products);
    default:
      return cross_products<8>(errors, n, weight, products);
  }
}

#define SALESPLAN_QUOTE_LANE_SET(set) #set
#define SALESPLAN_LANE_SET_NAME(set) SALESPLAN_QUOTE_LANE_SET(set)
inline constexpr LaneKernels kernels = {SALESPLAN_LANE_SET_NAME(SALESPLAN_LANE_SET),
                                        filter_form,
                                        filter_any_ces,
                                        filter_theta,
                                        filter_arima,
                                        any_cross_products};

}  // namespace salesplan::forecast::detail::SALESPLAN_LANE_SET
