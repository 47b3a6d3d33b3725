// A form of complex exponential smoothing and one series as a least-squares problem on eight lanes.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include "salesplan/core/missing.hpp"
#include "salesplan/forecast/lane_choice.hpp"
#include "salesplan/forecast/lane_search.hpp"
#include "salesplan/forecast/series_forecast.hpp"

namespace salesplan::forecast::detail {

enum class CesSeason { none, partial, full };

/// Parameters: a0, a1, first level; with a partial season b, with a full one b0, b1.
class CesProblem {
 public:
  CesProblem(const std::vector<double>& y, double observed, CesSeason form,
             std::vector<double> season)
      : y_(y), observed_(observed), form_(form), season_(std::move(season)) {
    ring_.resize(season_.size() * lane_count);
    potentials_.resize(season_.size() * lane_count);
    errors_.resize(y.size() * lane_count);
    box_.add(0.01, 1.8);
    box_.add(0.98, 1.02);
    box_.add(-1e300, 1e300);
    if (form == CesSeason::partial) box_.add(0, 0.9999);
    if (form == CesSeason::full) {
      box_.add(0.01, 1.8);
      box_.add(0.98, 1.02);
    }
  }

  bool seasonal() const { return !season_.empty(); }

  std::array<Point, lane_count> starts() const {
    constexpr double grid[lane_count][3] = {{1.05, 1, 0.05},   {1.2, 1, 0.05},   {1.4, 1, 0.05},
                                            {1.7, 1, 0.05},    {1.3, 1, 0.2},    {1.3, 1.01, 0.1},
                                            {1.6, 1.01, 0.05}, {1.3, 0.99, 0.05}};
    const std::size_t head = std::min<std::size_t>(y_.size(), 10);
    double level = 0;
    double count = 0;
    for (std::size_t t = 0; t < head; ++t) {
      if (core::is_missing(y_[t])) continue;
      count += 1;
      level += (y_[t] - (seasonal() ? season_[t % season_.size()] : 0) - level) / count;
    }
    std::array<Point, lane_count> points{};
    for (std::size_t k = 0; k < lane_count; ++k) {
      points[k] = {grid[k][0], grid[k][1], level, grid[k][2]};
      if (form_ == CesSeason::full) {
        points[k][3] += 1;
        points[k][4] = 1;
      }
    }
    return points;
  }

  const Box& box() const { return box_; }

  void set(std::size_t lane, const Point& point) {
    lanes_.a0[lane] = point[0];
    lanes_.a1[lane] = point[1];
    lanes_.level[lane] = point[2];
    // The partial season is the full one with b1 = 1, whose potential then has no say.
    lanes_.b0[lane] = form_ == CesSeason::full ? point[3] : 1 + point[3];
    lanes_.b1[lane] = form_ == CesSeason::full ? point[4] : 1;
  }

  void run() {
    for (std::size_t i = 0; i < ring_.size(); ++i) {
      ring_[i] = season_[i / lane_count];
      potentials_[i] = ring_[i] / lanes_.b0[i % lane_count];
    }
    end_ = lanes_;
    lane_kernels().filter_ces(y_.data(), y_.size(), season_.size(), ring_.data(),
                              potentials_.data(), errors_.data(), end_);
  }

  double objective(std::size_t lane) const {
    const double value = observed_ * std::log(end_.sum_squares[lane] + 1e-30 * observed_);
    return std::isfinite(value) ? value : HUGE_VAL;
  }
  double weight(std::size_t) const { return 1; }
  const double* errors() const { return errors_.data(); }
  std::size_t size() const { return y_.size(); }

  const CesLanes& end() const { return end_; }

  /// a0, a1, (b), level, potential, variance, and m - 1 seasonal states.
  double parameters() const { return 5 + (seasonal() ? static_cast<double>(season_.size()) : 0); }

  /// The forecast from lane 0 of the last run, in the unit given.
  SeriesForecast forecast(double unit, std::size_t gap, std::size_t horizon) const {
    const std::size_t steps = gap + horizon;
    const std::size_t m = season_.size();
    SeriesForecast forecast;
    forecast.model = form_ == CesSeason::none      ? "CES(N)"
                     : form_ == CesSeason::partial ? "CES(P)"
                                                   : "CES(F)";
    const auto advance = [](double& l, double& c, double p0, double p1) {
      const double next = l - (1 - p1) * c;
      c = l + (1 - p0) * c;
      l = next;
    };
    const double a0 = lanes_.a0[0], a1 = lanes_.a1[0], b0 = lanes_.b0[0], b1 = lanes_.b1[0];
    std::vector<double> season(m), turn(m);
    for (std::size_t j = 0; j < m; ++j) {
      season[j] = ring_[j * lane_count];
      turn[j] = potentials_[j * lane_count];
    }
    std::vector<double> response(steps + 1, 1.0);  // to an error j steps before
    double level = end_.level[0], potential = end_.potential[0];
    double moved = a0 - a1, moved_potential = a0 + a1;
    double shifted = b0 - b1, shifted_turn = b0 + b1;
    for (std::size_t u = 0; u < steps; ++u) {
      double s = 0;
      response[u + 1] = moved;
      if (seasonal()) {
        const std::size_t j = (y_.size() + u) % m;
        s = season[j];
        advance(season[j], turn[j], b0, b1);
        if ((u + 1) % m == 0) {
          response[u + 1] += shifted;
          advance(shifted, shifted_turn, b0, b1);
        }
      }
      forecast.mean.push_back(unit * (level + s));
      advance(level, potential, a0, a1);
      advance(moved, moved_potential, a0, a1);
    }
    const double freedom = observed_ - parameters() + 1;
    const double variance = unit * unit * end_.sum_squares[0] / (freedom > 1 ? freedom : 1);
    spread_linear(
        forecast, gap, [&](std::size_t t, std::size_t u) { return response[u - t]; },
        [variance](std::size_t) { return variance; });
    return forecast;
  }

 private:
  const std::vector<double>& y_;
  double observed_;
  CesSeason form_;
  std::vector<double> season_;             ///< [m] seasonal states at the start
  std::vector<double> ring_, potentials_;  ///< [m][8] seasonal states and their potentials
  std::vector<double> errors_;             ///< [n][8]
  CesLanes lanes_, end_;                   ///< before and after the last run
  Box box_;
};

}  // namespace salesplan::forecast::detail
