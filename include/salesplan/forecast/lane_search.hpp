// Least squares on eight lanes: Gauss-Newton steps with eight dampings tried at a time.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include "salesplan/forecast/lane_choice.hpp"
#include "salesplan/forecast/lanes.hpp"

namespace salesplan::forecast::detail {

/// At most seven parameters: lane 0 is the point itself, lane k moves along parameter k.
constexpr std::size_t most_parameters = lane_count - 1;
using Point = std::array<double, most_parameters>;

/// The box of a search; `count` parameters are used.
struct Box {
  std::size_t count = 0;
  Point lower{}, upper{};

  void add(double low, double high) {
    lower[count] = low;
    upper[count++] = high;
  }
};

/// The search. A Problem evaluates eight points at once:
///   const Box& box()
///   void set(lane, const Point&), then void run()
///   double objective(lane)         -2 log likelihood up to a constant; infinite = not admissible
///   double weight(lane)            what makes the errors residuals: -2 log likelihood is a rising
///                                  function of the sum of (weight error)^2
///   const double* errors(), std::size_t size()   [size][8] of the last run
template <class Problem>
class LaneSearch {
 public:
  explicit LaneSearch(Problem& problem) : problem_(problem), box_(problem.box()) {}

  /// Moves `point` from the best of eight starts to a (local) minimum of the objective, which is
  /// returned; infinite when no start is admissible.
  double minimise(const std::array<Point, lane_count>& starts, Point& point) {
    double value = best_of(starts, HUGE_VAL, point).value;
    double damping = 1e-2;
    int failures = 0;
    for (int iteration = 0; iteration < 50 && failures < 3 && std::isfinite(value); ++iteration) {
      linearise(point);
      const Trial trial = try_steps(point, value, damping);
      if (trial.lane == lane_count) {
        ++failures;
        damping *= 1e3;
        continue;
      }
      failures = 0;
      damping = std::clamp(damping * factor[trial.lane], 1e-8, 1e8);
      const double gain = value - trial.value;
      value = trial.value;
      if (gain < 1e-6) break;
    }
    return value;
  }

 private:
  static constexpr double factor[lane_count] = {1e-3, 1e-2, 0.1, 0.5, 2, 10, 100, 1000};

  struct Trial {
    std::size_t lane = lane_count;  ///< lane_count = none was better
    double value = 0;
  };

  Trial best_of(const std::array<Point, lane_count>& points, double value, Point& point) {
    for (std::size_t k = 0; k < lane_count; ++k) problem_.set(k, points[k]);
    problem_.run();
    Trial trial{lane_count, value};
    for (std::size_t k = 0; k < lane_count; ++k) {
      const double objective = problem_.objective(k);
      if (objective < trial.value) trial = {k, objective};
    }
    if (trial.lane < lane_count) point = points[trial.lane];
    return trial;
  }

  /// Gradient and Gauss-Newton matrix at `point` of half the sum of squared residuals.
  void linearise(const Point& point) {
    Point step{};
    problem_.set(0, point);
    for (std::size_t i = 0; i < most_parameters; ++i) {
      Point moved = point;
      if (i < box_.count) {
        step[i] = 1e-7 * std::max(1e-2, std::fabs(point[i]));
        if (point[i] + step[i] > box_.upper[i]) step[i] = -step[i];
        moved[i] += step[i];
      }
      problem_.set(i + 1, moved);
    }
    problem_.run();
    Lanes weight;
    for (std::size_t k = 0; k < lane_count; ++k) weight[k] = problem_.weight(k);
    std::array<Lanes, lane_count> products;
    lane_kernels().cross_products(problem_.errors(), problem_.size(), weight, box_.count + 1,
                                  products.data());
    for (std::size_t i = 0; i < box_.count; ++i) {
      gradient_[i] = products[0][i + 1] / step[i];
      for (std::size_t j = 0; j < box_.count; ++j) {
        matrix_[i][j] = products[i + 1][j + 1] / (step[i] * step[j]);
      }
      held_[i] = !(matrix_[i][i] > 0) || !std::isfinite(matrix_[i][i]) ||
                 (point[i] <= box_.lower[i] && gradient_[i] > 0) ||
                 (point[i] >= box_.upper[i] && gradient_[i] < 0);
    }
  }

  /// Solves (matrix + damping diagonal) step = -gradient over the parameters that are not held, by
  /// Cholesky, for eight dampings side by side; a direction without curvature gets no step.
  std::array<Lanes, most_parameters> solve(const Lanes& damping) const {
    std::array<std::array<Lanes, most_parameters>, most_parameters> l{};
    std::array<Lanes, most_parameters> x{};
    const auto subtract_product = [](Lanes& sum, const Lanes& a, const Lanes& b) {
      for (std::size_t k = 0; k < lane_count; ++k) sum[k] -= a[k] * b[k];
    };
    const auto multiply = [](Lanes& a, const Lanes& b) {
      for (std::size_t k = 0; k < lane_count; ++k) a[k] *= b[k];
    };
    for (std::size_t i = 0; i < box_.count; ++i) {
      if (held_[i]) continue;
      for (std::size_t j = 0; j < i; ++j) {
        if (held_[j]) continue;
        broadcast(l[i][j], matrix_[i][j]);
        for (std::size_t h = 0; h < j; ++h) subtract_product(l[i][j], l[i][h], l[j][h]);
        multiply(l[i][j], l[j][j]);
      }
      Lanes pivot;
      for (std::size_t k = 0; k < lane_count; ++k) pivot[k] = matrix_[i][i] * (1 + damping[k]);
      for (std::size_t h = 0; h < i; ++h) subtract_product(pivot, l[i][h], l[i][h]);
      for (std::size_t k = 0; k < lane_count; ++k) {  // its reciprocal
        l[i][i][k] = pivot[k] > 1e-13 * matrix_[i][i] ? 1 / std::sqrt(pivot[k]) : 0;
      }
      broadcast(x[i], -gradient_[i]);
      for (std::size_t h = 0; h < i; ++h) subtract_product(x[i], l[i][h], x[h]);
      multiply(x[i], l[i][i]);
    }
    for (std::size_t i = box_.count; i-- > 0;) {
      for (std::size_t h = i + 1; h < box_.count; ++h) subtract_product(x[i], l[h][i], x[h]);
      multiply(x[i], l[i][i]);
    }
    return x;
  }

  Trial try_steps(Point& point, double value, double damping) {
    Lanes dampings;
    for (std::size_t k = 0; k < lane_count; ++k) dampings[k] = damping * factor[k];
    const std::array<Lanes, most_parameters> x = solve(dampings);
    std::array<Point, lane_count> trial;
    for (std::size_t k = 0; k < lane_count; ++k) {
      trial[k] = point;
      for (std::size_t i = 0; i < box_.count; ++i) {
        trial[k][i] = std::clamp(point[i] + x[i][k], box_.lower[i], box_.upper[i]);
      }
    }
    return best_of(trial, value, point);
  }

  Problem& problem_;
  const Box& box_;
  Point gradient_{};
  std::array<Point, most_parameters> matrix_{};
  std::array<bool, most_parameters> held_{};
};

}  // namespace salesplan::forecast::detail
