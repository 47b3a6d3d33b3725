// A theta model and one series as a least-squares problem on eight lanes.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include "salesplan/core/missing.hpp"
#include "salesplan/forecast/lane_choice.hpp"
#include "salesplan/forecast/lane_search.hpp"
#include "salesplan/forecast/season_start.hpp"
#include "salesplan/forecast/seasonal_adjustment.hpp"
#include "salesplan/forecast/series_forecast.hpp"
#include "salesplan/forecast/theta_model.hpp"

namespace salesplan::forecast::detail {

/// Parameters: a, first level, and for the optimised method w = 1 - 1/theta.
class ThetaProblem {
 public:
  ThetaProblem(const std::vector<double>& y, Theta theta) : y_(y), theta_(theta) {
    errors_.resize(y.size() * lane_count);
    box_.add(0.1, 0.99);
    box_.add(-1e300, 1e300);
    if (theta == Theta::optimised) box_.add(0, 0.9999);
    const Line whole = fit_line(y);
    for (std::size_t t = 0; t < y.size(); ++t) {  // the line known before value t
      lines_.push_back(theta == Theta::optimised ? running_.line() : whole);
      if (core::is_missing(y[t])) continue;
      running_.add(static_cast<double>(t + 1), y[t]);
      if (t >= 2) scored_ += 1;
    }
  }

  std::array<Point, lane_count> starts() const {
    constexpr double alpha[lane_count] = {0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 0.3, 0.6};
    std::array<Point, lane_count> points{};
    for (std::size_t k = 0; k < lane_count; ++k) points[k] = {alpha[k], y_[0], k < 6 ? 0.5 : 0.1};
    return points;
  }

  const Box& box() const { return box_; }

  void set(std::size_t lane, const Point& point) {
    lanes_.alpha[lane] = point[0];
    lanes_.level[lane] = point[1];
    lanes_.weight[lane] = theta_ == Theta::optimised ? point[2] : 0.5;
  }

  void run() {
    end_ = lanes_;
    lane_kernels().filter_theta(y_.data(), lines_.data(), y_.size(), errors_.data(), end_);
  }

  double objective(std::size_t lane) const {
    const double value = scored_ * std::log(end_.sum_squares[lane] + 1e-30 * scored_);
    return std::isfinite(value) ? value : HUGE_VAL;
  }
  double weight(std::size_t) const { return 1; }
  const double* errors() const { return errors_.data(); }
  std::size_t size() const { return y_.size(); }

  const ThetaLanes& end() const { return end_; }

  /// The forecast from lane 0 of the last run, in the unit given and with the season put back.
  SeriesForecast forecast(const SeasonalAdjustment& season, double unit, std::size_t gap,
                          std::size_t horizon) const {
    SeriesForecast forecast;
    forecast.model = theta_ == Theta::optimised ? "DOT" : "theta";
    forecast.mean = continue_mean(gap + horizon);
    const std::size_t n = y_.size();
    for (std::size_t u = 0; u < forecast.mean.size(); ++u) {
      forecast.mean[u] = unit * (forecast.mean[u] * season.factor(n + u) + season.offset(n + u));
    }
    const double freedom = scored_ - static_cast<double>(box_.count);
    const double variance = unit * unit * end_.sum_squares[0] / (freedom > 1 ? freedom : 1);
    const double alpha = lanes_.alpha[0];
    spread_linear(
        forecast, gap,
        [&](std::size_t t, std::size_t u) { return season.factor(n + u) * (t == u ? 1 : alpha); },
        [variance](std::size_t) { return variance; });
    return forecast;
  }

 private:
  /// The means after the last value.
  std::vector<double> continue_mean(std::size_t steps) const {
    const double alpha = lanes_.alpha[0];
    double level = end_.level[0];
    double power = std::pow(1 - alpha, static_cast<double>(y_.size()));
    RunningLine line = running_;
    std::vector<double> mean;
    for (std::size_t u = 0; u < steps; ++u) {
      const Line now = theta_ == Theta::optimised ? line.line() : lines_.back();
      const double next = power * (1 - alpha);
      mean.push_back(level +
                     lanes_.weight[0] * (power * now.level + (1 - next) / alpha * now.slope));
      power = next;
      level = alpha * mean[u] + (1 - alpha) * level;
      line.add(static_cast<double>(y_.size() + u + 1), mean[u]);
    }
    return mean;
  }

  const std::vector<double>& y_;
  Theta theta_;
  double scored_ = 0;
  std::vector<Line> lines_;
  RunningLine running_;
  std::vector<double> errors_;
  ThetaLanes lanes_, end_;  ///< before and after the last run
  Box box_;
};

}  // namespace salesplan::forecast::detail
