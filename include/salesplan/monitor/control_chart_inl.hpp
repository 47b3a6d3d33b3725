// Bodies of control_chart.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>
#include <vector>

#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/monitor/control_chart.hpp"
#include "salesplan/numeric/normal.hpp"

namespace salesplan::monitor {
namespace detail {

/// Mean steps to leave the transient states of a chain from `start`: (I - Q) L = 1, by elimination
/// without exchange of rows, as I - Q is an M-matrix. Row-major [n, n]. O(n³).
inline double absorption_time(std::vector<double> q, std::size_t n, std::size_t start) {
  std::vector<double> time(n, 1.0);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) q[i * n + j] = (i == j ? 1.0 : 0.0) - q[i * n + j];
  }
  for (std::size_t k = 0; k < n; ++k) {
    for (std::size_t i = k + 1; i < n; ++i) {
      const double factor = q[i * n + k] / q[k * n + k];
      if (factor == 0) continue;
      for (std::size_t j = k; j < n; ++j) q[i * n + j] -= factor * q[k * n + j];
      time[i] -= factor * time[k];
    }
  }
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t j = i + 1; j < n; ++j) time[i] -= q[i * n + j] * time[j];
    time[i] /= q[i * n + i];
  }
  return time[start];
}

/// EWMA between -limit and limit, or, held at 0, between 0 and limit.
inline double ewma_chain(double lambda, double limit, double shift, bool held, std::size_t n) {
  const double edge = limit * std::sqrt(lambda / (2 - lambda));
  const double low = held ? 0 : -edge;
  // Held at 0, the first state is that point and stands for all below; the others are cells.
  const std::size_t points = held ? 1 : 0;
  const double width = (edge - low) / static_cast<double>(n - points);
  std::vector<double> q(n * n);
  const auto below = [&](double value, double from) {
    return numeric::normal_probability((value - (1 - lambda) * from) / lambda - shift);
  };
  for (std::size_t i = 0; i < n; ++i) {
    const double from = i < points ? 0 : low + (static_cast<double>(i - points) + 0.5) * width;
    double before = below(low, from);
    if (held) q[i * n] = before;
    for (std::size_t j = points; j < n; ++j) {
      const double until = below(low + static_cast<double>(j - points + 1) * width, from);
      q[i * n + j] = until - before;
      before = until;
    }
  }
  return absorption_time(std::move(q), n, held ? 0 : n / 2);
}

/// Brook & Evans: state i stands for sums around i · width, state 0 for 0.
inline double cusum_chain(double allowance, double limit, double shift, std::size_t n) {
  const double width = 2 * limit / (2 * static_cast<double>(n) - 1);
  std::vector<double> q(n * n);
  for (std::size_t i = 0; i < n; ++i) {
    const auto below = [&](std::size_t j) {
      const double step = (static_cast<double>(j) + 0.5 - static_cast<double>(i)) * width;
      return numeric::normal_probability(step + allowance - shift);
    };
    for (std::size_t j = 0; j < n; ++j) q[i * n + j] = j == 0 ? below(0) : below(j) - below(j - 1);
  }
  return absorption_time(std::move(q), n, 0);
}

/// The limit of chains with errors in 1/n²: from n and 2n states to infinitely many.
template <class Chain>
double extrapolated(const Chain& chain) {
  const double coarse = chain(std::size_t{51}), fine = chain(std::size_t{101});
  const auto known = [](double length) { return length >= 1 && length < 1e12; };
  if (!known(coarse) || !known(fine)) return std::numeric_limits<double>::infinity();
  return (101.0 * 101 * fine - 51.0 * 51 * coarse) / (101.0 * 101 - 51.0 * 51);
}

inline void require(bool good, const char* place, const char* allowed) {
  if (!good) throw Error(ErrorCode::invalid_argument, place, allowed);
}

/// The limit with that run length, which grows with it.
template <class RunLength>
double limit_of(double run_length, const RunLength& of) {
  require(run_length >= 2 && run_length <= 1e6, "run_length", "must be in 2..1e6");
  double low = 1e-3, high = 1;
  while (of(high) < run_length && high < 1e3) high *= 2;
  while (high - low > 1e-7) {
    const double middle = (low + high) / 2;
    (of(middle) < run_length ? low : high) = middle;
  }
  return (low + high) / 2;
}

}  // namespace detail

SALESPLAN_INLINE double ewma_run_length(double lambda, double limit, double shift, Side side) {
  detail::require(lambda > 0 && lambda <= 1, "lambda", "must be above 0 and at most 1");
  detail::require(limit > 0 && limit <= 1e3, "limit", "must be above 0 and at most 1000");
  detail::require(std::isfinite(shift), "shift", "is not finite");
  return detail::extrapolated([&](std::size_t n) {
    return detail::ewma_chain(lambda, limit, side == Side::lower ? -shift : shift,
                              side != Side::both, n);
  });
}

SALESPLAN_INLINE double cusum_run_length(double allowance, double limit, double shift, Side side) {
  detail::require(allowance >= 0 && allowance <= 1e3, "allowance", "must be in 0..1000");
  detail::require(limit > 0 && limit <= 1e3, "limit", "must be above 0 and at most 1000");
  detail::require(std::isfinite(shift), "shift", "is not finite");
  const auto one = [&](double toward) {
    return detail::extrapolated(
        [&](std::size_t n) { return detail::cusum_chain(allowance, limit, toward, n); });
  };
  if (side == Side::upper) return one(shift);
  if (side == Side::lower) return one(-shift);
  return 1 / (1 / one(shift) + 1 / one(-shift));
}

SALESPLAN_INLINE double ewma_limit(double lambda, double run_length, Side side) {
  return detail::limit_of(run_length,
                          [&](double limit) { return ewma_run_length(lambda, limit, 0, side); });
}

SALESPLAN_INLINE double cusum_limit(double allowance, double run_length, Side side) {
  return detail::limit_of(
      run_length, [&](double limit) { return cusum_run_length(allowance, limit, 0, side); });
}

SALESPLAN_INLINE Chart ewma_step(const Chart& chart, double x, double lambda, Side side) {
  if (core::is_missing(x)) return chart;
  const auto step = [&](double z, double value) {
    const double next = (1 - lambda) * z + lambda * value;
    return side == Side::both ? next : std::max(next, 0.0);
  };
  return {step(chart.up, x), step(chart.down, -x)};
}

SALESPLAN_INLINE Chart cusum_step(const Chart& chart, double x, double allowance) {
  if (core::is_missing(x)) return chart;
  return {std::max(0.0, chart.up + x - allowance), std::max(0.0, chart.down - x - allowance)};
}

}  // namespace salesplan::monitor
