// A first guess of level, slope and seasonal indices by classical decomposition.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include "salesplan/core/missing.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/forecast/ets_model.hpp"

namespace salesplan::forecast {

/// Centred moving average of m values (2 x m when m is even). Missing values are left out of the
/// mean; the ends, where the window does not fit, are NaN. Cost O(n m).
inline std::vector<double> moving_average(core::View<const double> y, std::size_t m) {
  std::vector<double> average(y.size(), core::missing_number);
  const std::size_t half = m / 2;
  for (std::size_t t = half; t + half < y.size(); ++t) {
    double sum = 0;
    double weight = 0;
    for (std::size_t i = t - half; i <= t + half; ++i) {
      if (core::is_missing(y[i])) continue;
      const double w = m % 2 == 0 && (i == t - half || i == t + half) ? 0.5 : 1.0;
      sum += w * y[i];
      weight += w;
    }
    if (weight > 0) average[t] = sum / weight;
  }
  return average;
}

/// Seasonal indices of the positions 0 .. m-1: the mean deviation from (or ratio to) the moving
/// average, centred on 0 (or on 1, none below 0.01). A position never seen gets 0 (or 1).
/// @source Makridakis, Wheelwright & Hyndman (1998), Forecasting, 3.4.
inline std::vector<double> seasonal_indices(core::View<const double> y, std::size_t m,
                                            Season season) {
  const bool ratio = season == Season::multiplicative;
  const std::vector<double> average = moving_average(y, m);
  std::vector<double> index(m, 0.0);
  std::vector<double> count(m, 0.0);
  for (std::size_t t = 0; t < y.size(); ++t) {
    const double d = ratio ? y[t] / average[t] : y[t] - average[t];
    if (!std::isfinite(d)) continue;
    index[t % m] += d;
    count[t % m] += 1;
  }
  double mean = 0;
  for (std::size_t j = 0; j < m; ++j) {
    index[j] = count[j] > 0 ? index[j] / count[j] : (ratio ? 1.0 : 0.0);
    mean += index[j] / static_cast<double>(m);
  }
  for (double& s : index) {
    s = ratio ? s / mean : s - mean;
    if (ratio && !(s > 0.01)) s = 0.01;
  }
  return index;
}

/// A line through values at 1, 2, ... n.
struct Line {
  double level = 0;  ///< at 0
  double slope = 0;
};

/// The least-squares line through the values seen so far, at times 1, 2, ...; slope 0 while there
/// are fewer than 2.
class RunningLine {
 public:
  void add(double t, double y) {
    n_ += 1;
    const double dt = t - mean_t_;
    const double dy = y - mean_y_;
    mean_t_ += dt / n_;
    mean_y_ += dy / n_;
    tt_ += dt * (t - mean_t_);
    ty_ += dt * (y - mean_y_);
  }
  Line line() const {
    const double slope = tt_ > 0 ? ty_ / tt_ : 0;
    return {mean_y_ - slope * mean_t_, slope};
  }

 private:
  double n_ = 0, mean_t_ = 0, mean_y_ = 0, tt_ = 0, ty_ = 0;
};

/// The line through the values that are not missing.
inline Line fit_line(core::View<const double> y) {
  RunningLine running;
  for (std::size_t t = 0; t < y.size(); ++t) {
    if (!core::is_missing(y[t])) running.add(static_cast<double>(t + 1), y[t]);
  }
  return running.line();
}

}  // namespace salesplan::forecast
