// One ETS form and one series as a least-squares problem on eight lanes.
#pragma once

#include <array>
#include <cmath>
#include <vector>

#include "salesplan/forecast/ets_model.hpp"
#include "salesplan/forecast/lane_choice.hpp"
#include "salesplan/forecast/lane_search.hpp"

namespace salesplan::forecast::detail {

/// The parameters of a form in the order alpha, level, then as the form has them beta, trend,
/// gamma, phi. Beta is searched as a share of alpha: the region is then a box.
class EtsProblem {
 public:
  /// @param y       [n] in units of its mean size
  /// @param season  [m] seasonal states at the start, empty without a season
  EtsProblem(const EtsForm& form, const std::vector<double>& y, double observed,
             const std::vector<double>& season)
      : form_(form), y_(y), observed_(observed), season_(season) {
    ring_.resize(season.size() * lane_count);
    errors_.resize(y.size() * lane_count);
    box_.add(1e-4, 0.9999);
    box_.add(-1e300, 1e300);
    if (form.trend != Trend::none) {
      box_.add(1e-4, 0.1);
      box_.add(-1e300, 1e300);
    }
    if (form.season != Season::none) box_.add(1e-4, 0.5);
    if (form.trend == Trend::damped) box_.add(0.80, 0.98);
  }

  EtsModel model(const Point& point) const {
    EtsModel model;
    model.form = form_;
    std::size_t i = 0;
    model.alpha = point[i++];
    model.level = point[i++];
    if (form_.trend != Trend::none) {
      model.beta = point[i++] * model.alpha;
      model.trend = point[i++];
    }
    if (form_.season != Season::none) model.gamma = point[i++];
    if (form_.trend == Trend::damped) model.phi = point[i];
    return model;
  }

  /// Eight settings of the smoothing parameters: the likelihood has several hills.
  std::array<Point, lane_count> starts(double level, double trend) const {
    constexpr double grid[lane_count][3] = {{0.02, 0.1, 0.02},  {0.1, 0.1, 0.05},  {0.2, 0.05, 0.1},
                                            {0.35, 0.1, 0.05},  {0.5, 0.05, 0.2},  {0.5, 0.1, 0.02},
                                            {0.75, 0.05, 0.05}, {0.95, 0.05, 0.05}};
    std::array<Point, lane_count> points{};
    for (std::size_t k = 0; k < lane_count; ++k) {
      std::size_t i = 0;
      points[k][i++] = grid[k][0];
      points[k][i++] = level;
      if (form_.trend != Trend::none) {
        points[k][i++] = grid[k][1];
        points[k][i++] = trend;
      }
      if (form_.season != Season::none) points[k][i++] = grid[k][2];
      if (form_.trend == Trend::damped) points[k][i] = 0.95;
    }
    return points;
  }

  const Box& box() const { return box_; }

  void set(std::size_t lane, const Point& point) {
    const EtsModel m = model(point);
    lanes_.alpha[lane] = m.alpha;
    lanes_.beta[lane] = m.beta;
    lanes_.gamma[lane] = m.gamma;
    lanes_.phi[lane] = m.phi;
    lanes_.level[lane] = m.level;
    lanes_.trend[lane] = m.trend;
  }

  void run() {
    for (std::size_t j = 0; j < season_.size(); ++j) {
      for (std::size_t k = 0; k < lane_count; ++k) ring_[j * lane_count + k] = season_[j];
    }
    lane_kernels().filter_ets(form_, y_.data(), y_.size(), season_.size(), ring_.data(),
                              errors_.data(), lanes_);
  }

  double objective(std::size_t lane) const {
    const double value = observed_ * std::log(lanes_.sum_squares[lane] + 1e-30 * observed_) +
                         2 * lanes_.log_fit[lane];
    return lanes_.lowest[lane] > 1e-8 && std::isfinite(value) ? value : HUGE_VAL;
  }

  /// The geometric mean of the fits of relative errors, whose likelihood has their logarithms.
  double weight(std::size_t lane) const {
    return form_.multiplicative_error ? std::exp(lanes_.log_fit[lane] / observed_) : 1;
  }

  const double* errors() const { return errors_.data(); }
  std::size_t size() const { return y_.size(); }

 private:
  EtsForm form_;
  const std::vector<double>& y_;
  double observed_;
  const std::vector<double>& season_;
  std::vector<double> ring_, errors_;
  EtsLanes lanes_;
  Box box_;
};

}  // namespace salesplan::forecast::detail
