// The search for the parameters of one ETS form: Gauss-Newton steps, eight dampings at a time.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "salesplan/forecast/ets_filter.hpp"
#include "salesplan/forecast/ets_model.hpp"

namespace salesplan::forecast::detail {

/// What the search moves; beta and gamma as shares of alpha and 1 - alpha, so that the usual region
/// is a box.
enum EtsParameter : std::size_t { p_alpha, p_beta, p_gamma, p_phi, p_level, p_trend, p_count };
using EtsPoint = std::array<double, p_count>;
constexpr EtsPoint ets_lower = {1e-4, 1e-4, 1e-4, 0.80, -1e300, -1e300};
constexpr EtsPoint ets_upper = {0.9999, 0.9999, 0.9999, 0.98, 1e300, 1e300};

/// One form and one series, in units of its mean size, with the buffers of the filter.
class EtsSearch {
 public:
  /// @param season  [m] seasonal states at the start, empty without a season
  EtsSearch(const EtsForm& form, const std::vector<double>& y, double observed,
            const std::vector<double>& season)
      : form_(form), y_(y), observed_(observed), season_(season) {
    ring_.resize(season.size() * lane_count);
    errors_.resize(y.size() * lane_count);
    free_[count_++] = p_alpha;
    if (form.trend != Trend::none) free_[count_++] = p_beta;
    if (form.season != Season::none) free_[count_++] = p_gamma;
    if (form.trend == Trend::damped) free_[count_++] = p_phi;
    free_[count_++] = p_level;
    if (form.trend != Trend::none) free_[count_++] = p_trend;
  }

  /// Moves from a first level and trend to a (local) minimum of -2 log likelihood, which it
  /// returns; infinite when no admissible point was met.
  double minimise(EtsPoint& point) {
    double value = choose_start(point);
    double damping = 1e-2;
    int failures = 0;
    for (int iteration = 0; iteration < 50 && failures < 3 && std::isfinite(value); ++iteration) {
      linearise(point);
      const double before = value;
      value = try_steps(point, value, damping);
      if (value == before) {
        ++failures;
        damping *= 1e3;
      } else if (before - value < 1e-6) {
        break;
      } else {
        failures = 0;
      }
    }
    return value;
  }

 private:
  void set(std::size_t lane, const EtsPoint& p) {
    lanes_.alpha[lane] = p[p_alpha];
    lanes_.beta[lane] = p[p_beta] * p[p_alpha];
    lanes_.gamma[lane] = p[p_gamma] * (1 - p[p_alpha]);
    lanes_.phi[lane] = p[p_phi];
    lanes_.level[lane] = p[p_level];
    lanes_.trend[lane] = p[p_trend];
  }

  void run() {
    for (std::size_t j = 0; j < season_.size(); ++j) {
      for (std::size_t k = 0; k < lane_count; ++k) ring_[j * lane_count + k] = season_[j];
    }
    filter_form(form_, y_.data(), y_.size(), season_.size(), ring_.data(), errors_.data(), lanes_);
  }

  double objective(std::size_t lane) const {
    const double value = observed_ * std::log(lanes_.sum_squares[lane] + 1e-30 * observed_) +
                         2 * lanes_.log_fit[lane];
    return lanes_.lowest[lane] > 1e-8 && std::isfinite(value)
               ? value
               : std::numeric_limits<double>::infinity();
  }

  /// The best of eight settings of the smoothing parameters: the likelihood has several hills.
  double choose_start(EtsPoint& point) {
    constexpr double grid[lane_count][3] = {{0.02, 0.1, 0.02},  {0.1, 0.1, 0.05},  {0.2, 0.05, 0.1},
                                            {0.35, 0.1, 0.05},  {0.5, 0.05, 0.2},  {0.5, 0.2, 0.02},
                                            {0.75, 0.05, 0.05}, {0.95, 0.05, 0.05}};
    std::array<EtsPoint, lane_count> starts;
    for (std::size_t k = 0; k < lane_count; ++k) {
      starts[k] = point;
      for (std::size_t i = 0; i < 3; ++i) starts[k][i] = grid[k][i];
      starts[k][p_phi] = form_.trend == Trend::damped ? 0.95 : 1.0;
      set(k, starts[k]);
    }
    run();
    std::size_t best = 0;
    for (std::size_t k = 1; k < lane_count; ++k) {
      if (objective(k) < objective(best)) best = k;
    }
    point = starts[best];
    return objective(best);
  }

  /// Gradient and Gauss-Newton matrix at `point` of half the sum of r^2, where r are the errors,
  /// multiplied by the geometric mean of the fits when they are relative: n log sum r^2 is then
  /// -2 log likelihood in both cases.
  void linearise(const EtsPoint& point) {
    std::array<double, p_count> step{};
    for (std::size_t k = 0; k < lane_count; ++k) set(k, point);
    for (std::size_t i = 0; i < count_; ++i) {
      EtsPoint moved = point;
      const std::size_t p = free_[i];
      step[i] = 1e-7 * std::max(1e-2, std::fabs(point[p]));
      if (point[p] + step[i] > ets_upper[p]) step[i] = -step[i];
      moved[p] += step[i];
      set(i + 1, moved);
    }
    run();
    Lanes weight;
    broadcast(weight, 1);
    if (form_.multiplicative_error) {
      for (std::size_t k = 0; k <= count_; ++k) {
        weight[k] = std::exp(lanes_.log_fit[k] / observed_);
      }
    }
    std::array<Lanes, p_count + 1> products;
    cross_products(errors_.data(), y_.size(), weight, count_ + 1, products.data());
    for (std::size_t i = 0; i < count_; ++i) {
      gradient_[i] = products[0][i + 1] / step[i];
      for (std::size_t j = 0; j < count_; ++j) {
        matrix_[i][j] = products[i + 1][j + 1] / (step[i] * step[j]);
      }
      const std::size_t p = free_[i];
      held_[i] = !(matrix_[i][i] > 0) || !std::isfinite(matrix_[i][i]) ||
                 (point[p] <= ets_lower[p] && gradient_[i] > 0) ||
                 (point[p] >= ets_upper[p] && gradient_[i] < 0);
    }
  }

  /// Solves (matrix + damping diagonal) step = -gradient over the parameters that are not held, by
  /// Cholesky; a direction without curvature gets no step.
  std::array<double, p_count> solve(double damping) const {
    std::array<std::array<double, p_count>, p_count> l{};
    std::array<double, p_count> x{};
    for (std::size_t i = 0; i < count_; ++i) {
      if (held_[i]) continue;
      for (std::size_t j = 0; j <= i; ++j) {
        if (held_[j]) continue;
        double sum = matrix_[i][j];
        if (i == j) sum *= 1 + damping;
        for (std::size_t k = 0; k < j; ++k) sum -= l[i][k] * l[j][k];
        if (i != j) {
          l[i][j] = sum * l[j][j];
        } else {  // the reciprocal of the pivot
          l[i][i] = sum > 1e-13 * matrix_[i][i] ? 1 / std::sqrt(sum) : 0;
        }
      }
      double sum = -gradient_[i];
      for (std::size_t k = 0; k < i; ++k) sum -= l[i][k] * x[k];
      x[i] = sum * l[i][i];
    }
    for (std::size_t i = count_; i-- > 0;) {
      for (std::size_t k = i + 1; k < count_; ++k) x[i] -= l[k][i] * x[k];
      x[i] *= l[i][i];
    }
    return x;
  }

  /// Tries eight dampings in one pass and moves to the best if it is better.
  double try_steps(EtsPoint& point, double value, double& damping) {
    constexpr double factor[lane_count] = {1e-3, 1e-2, 0.1, 0.5, 2, 10, 100, 1000};
    std::array<EtsPoint, lane_count> trial;
    for (std::size_t k = 0; k < lane_count; ++k) {
      trial[k] = point;
      const std::array<double, p_count> x = solve(damping * factor[k]);
      for (std::size_t i = 0; i < count_; ++i) {
        const std::size_t p = free_[i];
        trial[k][p] = std::clamp(point[p] + x[i], ets_lower[p], ets_upper[p]);
      }
      set(k, trial[k]);
    }
    run();
    std::size_t best = lane_count;
    for (std::size_t k = 0; k < lane_count; ++k) {
      if (objective(k) < value) {
        value = objective(k);
        best = k;
      }
    }
    if (best < lane_count) {
      point = trial[best];
      damping = std::clamp(damping * factor[best], 1e-8, 1e8);
    }
    return value;
  }

  EtsForm form_;
  const std::vector<double>& y_;
  double observed_;
  const std::vector<double>& season_;
  std::vector<double> ring_, errors_;
  EtsLanes lanes_;
  std::array<std::size_t, p_count> free_{};  ///< the parameters that move
  std::size_t count_ = 0;
  std::array<double, p_count> gradient_{};
  std::array<std::array<double, p_count>, p_count> matrix_{};
  std::array<bool, p_count> held_{};
};

}  // namespace salesplan::forecast::detail
