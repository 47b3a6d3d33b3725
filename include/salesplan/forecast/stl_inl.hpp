// Bodies of stl.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>

#include "salesplan/core/error.hpp"
#include "salesplan/forecast/season_start.hpp"
#include "salesplan/forecast/stl.hpp"

namespace salesplan::forecast {
namespace detail {

/// Local regression on values at 0, 1, 2, ..., of degree 0 or 1.
class Loess {
 public:
  /// @param robustness  [n] weights of the values, or empty
  Loess(core::View<const double> y, std::size_t window, int degree,
        core::View<const double> robustness)
      : y_(y), window_(window), degree_(degree), robustness_(robustness), weight_(y.size()) {}

  /// The value at x, from the points first .. last; NaN where all weights are 0.
  double at(double x, std::size_t first, std::size_t last) {
    double reach = std::max(x - static_cast<double>(first), static_cast<double>(last) - x);
    if (window_ > y_.size()) {
      const std::size_t beyond = (window_ - y_.size()) / 2;
      reach += static_cast<double>(beyond);
    }
    double sum = 0;
    for (std::size_t j = first; j <= last; ++j) {
      const double r = std::fabs(static_cast<double>(j) - x);
      double w = 0;
      if (r <= 0.001 * reach) {
        w = 1;
      } else if (r <= 0.999 * reach) {
        const double cube = r / reach * (r / reach) * (r / reach);
        w = (1 - cube) * (1 - cube) * (1 - cube);
      }
      if (!robustness_.empty()) w *= robustness_[j];
      weight_[j] = w;
      sum += w;
    }
    if (!(sum > 0)) return core::missing_number;
    double mean = 0;
    for (std::size_t j = first; j <= last; ++j) {
      weight_[j] /= sum;
      mean += weight_[j] * static_cast<double>(j);
    }
    double slope = 0;
    if (degree_ > 0 && reach > 0) {
      double square = 0;
      for (std::size_t j = first; j <= last; ++j) {
        const double d = static_cast<double>(j) - mean;
        square += weight_[j] * d * d;
      }
      if (std::sqrt(square) > 0.001 * static_cast<double>(y_.size() - 1)) {
        slope = (x - mean) / square;
      }
    }
    double value = 0;
    for (std::size_t j = first; j <= last; ++j) {
      value += weight_[j] * (1 + slope * (static_cast<double>(j) - mean)) * y_[j];
    }
    return value;
  }

  /// The value at every point; the point itself where all weights are 0.
  std::vector<double> smooth() {
    const std::size_t n = y_.size();
    const std::size_t width = std::min(window_, n);
    std::vector<double> result(n);
    for (std::size_t i = 0; i < n; ++i) {
      const std::size_t half = (width + 1) / 2;
      const std::size_t first = i + 1 > half ? std::min(i + 1 - half, n - width) : 0;
      result[i] = at(static_cast<double>(i), first, first + width - 1);
      if (core::is_missing(result[i])) result[i] = y_[i];
    }
    return result;
  }

 private:
  core::View<const double> y_;
  std::size_t window_;
  int degree_;
  core::View<const double> robustness_;
  std::vector<double> weight_;
};

/// Means of `width` values one after another: n - width + 1 of them.
inline std::vector<double> running_mean(const std::vector<double>& y, std::size_t width) {
  std::vector<double> result;
  double sum = 0;
  for (std::size_t t = 0; t < y.size(); ++t) {
    sum += y[t];
    if (t + 1 < width) continue;
    result.push_back(sum / static_cast<double>(width));
    sum -= y[t + 1 - width];
  }
  return result;
}

/// The values of each place in the season smoothed by themselves, one season longer at both ends:
/// [n + 2 m].
inline std::vector<double> smooth_places(const std::vector<double>& y, std::size_t m,
                                         std::size_t window,
                                         const std::vector<double>& robustness) {
  std::vector<double> result(y.size() + 2 * m);
  for (std::size_t place = 0; place < m; ++place) {
    std::vector<double> values, weights;
    for (std::size_t t = place; t < y.size(); t += m) {
      values.push_back(y[t]);
      if (!robustness.empty()) weights.push_back(robustness[t]);
    }
    const std::size_t k = values.size();
    const std::size_t width = std::min(window, k);
    Loess loess(values, window, 0, weights);
    const std::vector<double> inside = loess.smooth();
    double before = loess.at(-1, 0, width - 1);
    double after = loess.at(static_cast<double>(k), k - width, k - 1);
    if (core::is_missing(before)) before = inside.front();
    if (core::is_missing(after)) after = inside.back();
    result[place] = before;
    for (std::size_t i = 0; i < k; ++i) result[place + (i + 1) * m] = inside[i];
    result[place + (k + 1) * m] = after;
  }
  return result;
}

/// Bisquare weights of the remainder, in units of six times its median size; 1 where that is no
/// more than rounding beside the values.
inline std::vector<double> robustness_of(const std::vector<double>& remainder,
                                         core::View<const double> y) {
  std::vector<double> size;
  for (double r : remainder) size.push_back(std::fabs(r));
  std::vector<double> sorted = size;
  std::sort(sorted.begin(), sorted.end());
  const std::size_t n = size.size();
  const double limit = 3 * (sorted[n / 2] + sorted[n - n / 2 - 1]);
  double largest = 0;
  for (double v : y) largest = std::max(largest, std::fabs(v));
  const bool exact = limit <= 1e-12 * largest;
  for (double& r : size) {
    if (r <= 0.001 * limit || exact) {
      r = 1;
    } else if (r <= 0.999 * limit) {
      const double u = r / limit * (r / limit);
      r = (1 - u) * (1 - u);
    } else {
      r = 0;
    }
  }
  return size;
}

inline std::size_t next_odd(double x) {
  const auto whole = static_cast<std::size_t>(std::ceil(x));
  return whole + (whole % 2 == 0 ? 1 : 0);
}

inline void check_window(std::size_t window, const char* place) {
  if (window != 0 && (window < 3 || window % 2 == 0)) {
    throw Error(ErrorCode::invalid_argument, place,
                std::to_string(window) + " is not 0 or an odd number from 3");
  }
}

}  // namespace detail

SALESPLAN_INLINE Decomposition stl(core::View<const double> y, std::size_t season_length,
                                   const StlOptions& options) {
  const std::size_t n = y.size(), m = season_length;
  if (m < 2 || n / 2 < m) {
    throw Error(ErrorCode::invalid_argument, "y",
                std::to_string(n) + " values are not two seasons of at least 2 values, but of " +
                    std::to_string(m));
  }
  detail::check_window(options.season_window, "season_window");
  detail::check_window(options.trend_window, "trend_window");
  const bool periodic = options.season_window == 0;
  const std::size_t season_window = periodic ? 10 * n + 1 : options.season_window;
  const std::size_t trend_window =
      options.trend_window > 0 ? options.trend_window
                               : detail::next_odd(1.5 * static_cast<double>(m) /
                                                  (1 - 1.5 / static_cast<double>(season_window)));
  const std::size_t low_window = detail::next_odd(static_cast<double>(m));

  const int inner_rounds = options.robust_rounds > 0 ? 1 : 2;
  std::vector<double> trend(n, 0.0), season(n, 0.0), remainder(n, 0.0), robustness;
  for (std::size_t outer = 0; outer <= options.robust_rounds; ++outer) {
    for (int inner = 0; inner < inner_rounds; ++inner) {
      std::vector<double> work(n);
      for (std::size_t t = 0; t < n; ++t) work[t] = y[t] - trend[t];
      const std::vector<double> cycle = detail::smooth_places(work, m, season_window, robustness);
      const std::vector<double> mean =
          detail::running_mean(detail::running_mean(detail::running_mean(cycle, m), m), 3);
      const std::vector<double> low = detail::Loess(mean, low_window, 1, {}).smooth();
      for (std::size_t t = 0; t < n; ++t) {
        season[t] = cycle[m + t] - low[t];
        work[t] = y[t] - season[t];
      }
      trend = detail::Loess(work, trend_window, 1, robustness).smooth();
    }
    for (std::size_t t = 0; t < n; ++t) remainder[t] = y[t] - trend[t] - season[t];
    if (outer < options.robust_rounds) robustness = detail::robustness_of(remainder, y);
  }
  if (periodic) {
    for (std::size_t place = 0; place < m; ++place) {
      double sum = 0, count = 0;
      for (std::size_t t = place; t < n; t += m) {
        sum += season[t];
        count += 1;
      }
      for (std::size_t t = place; t < n; t += m) season[t] = sum / count;
    }
    for (std::size_t t = 0; t < n; ++t) remainder[t] = y[t] - trend[t] - season[t];
  }
  return {std::move(trend), {std::move(season)}, std::move(remainder)};
}

SALESPLAN_INLINE Decomposition mstl(core::View<const double> y,
                                    core::View<const std::size_t> season_lengths,
                                    std::size_t robust_rounds) {
  const std::size_t n = y.size();
  Decomposition result;
  result.season.assign(season_lengths.size(), std::vector<double>(n, 0.0));
  result.remainder.assign(y.begin(), y.end());
  std::vector<std::size_t> used;
  for (std::size_t i = 0; i < season_lengths.size(); ++i) {
    if (season_lengths[i] < 2 || (i > 0 && season_lengths[i] <= season_lengths[i - 1])) {
      throw Error(ErrorCode::invalid_argument,
                  core::at("season_lengths", static_cast<std::int64_t>(i)),
                  std::to_string(season_lengths[i]) + " is below 2 or not above the one before");
    }
    if (season_lengths[i] < (n + 1) / 2) used.push_back(i);
  }
  std::vector<double>& rest = result.remainder;  // the series without its seasons, for now
  const int rounds = used.size() > 1 ? 2 : 1;
  for (int round = 0; round < rounds; ++round) {
    for (std::size_t i : used) {
      for (std::size_t t = 0; t < n; ++t) rest[t] += result.season[i][t];
      StlOptions options;
      options.season_window = 7 + 4 * (i + 1);
      options.robust_rounds = robust_rounds;
      Decomposition part = stl(rest, season_lengths[i], options);
      result.season[i] = std::move(part.season[0]);
      result.trend = std::move(part.trend);
      for (std::size_t t = 0; t < n; ++t) rest[t] -= result.season[i][t];
    }
  }
  if (used.empty()) {
    const std::size_t window = detail::next_odd(std::max(7.0, static_cast<double>(n) / 4));
    std::vector<double> robustness, left(n);
    for (std::size_t round = 0; round <= robust_rounds && n > 0; ++round) {
      result.trend = detail::Loess(rest, window, 1, robustness).smooth();
      for (std::size_t t = 0; t < n; ++t) left[t] = rest[t] - result.trend[t];
      robustness = detail::robustness_of(left, rest);
    }
  }
  for (std::size_t t = 0; t < n; ++t) rest[t] -= result.trend[t];
  return result;
}

}  // namespace salesplan::forecast
