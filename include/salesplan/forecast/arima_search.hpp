// One ARIMA order and one series as a least-squares problem on eight lanes.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include "salesplan/forecast/arima_model.hpp"
#include "salesplan/forecast/lane_choice.hpp"
#include "salesplan/forecast/lane_search.hpp"

namespace salesplan::forecast::detail {

/// Coefficients of a stationary autoregression from its partial autocorrelations (Durbin-Levinson).
inline std::array<double, 5> coefficients(const double* partial, int count) {
  std::array<double, 5> phi{};
  for (int k = 0; k < count; ++k) {
    const std::array<double, 5> before = phi;
    const auto last = static_cast<std::size_t>(k);
    phi[last] = partial[k];
    for (std::size_t i = 0; i < last; ++i) {
      phi[i] = before[i] - partial[k] * before[last - 1 - i];
    }
  }
  return phi;
}

/// 1 - sum of first[i] B^(i+1), times the same of `second` in B^m: `product` becomes the list of
/// what B^1, B^2, ... multiply, with the sign turned.
inline void multiply_seasonal(const std::array<double, 5>& first, int count,
                              const std::array<double, 5>& second, int seasonal_count,
                              std::size_t m, std::vector<double>& product) {
  const auto p = static_cast<std::size_t>(count);
  const auto s = static_cast<std::size_t>(seasonal_count);
  product.assign(p + s * m, 0.0);
  for (std::size_t i = 0; i < p; ++i) product[i] += first[i];
  for (std::size_t k = 1; k <= s; ++k) {
    product[k * m - 1] += second[k - 1];
    for (std::size_t i = 0; i < p; ++i) product[k * m + i] -= first[i] * second[k - 1];
  }
}

/// Parameters: partial autocorrelations of the four polynomials, then the constant.
class ArimaProblem {
 public:
  /// @param w  [n] the differenced series, in units of its size
  ArimaProblem(const std::vector<double>& w, const ArimaOrder& order, std::size_t season_length)
      : w_(w), order_(order), m_(season_length) {
    const int count = order.p + order.q + order.seasonal_p + order.seasonal_q;
    for (int i = 0; i < count; ++i) box_.add(-0.98, 0.98);
    if (order.constant) box_.add(-1e300, 1e300);
    const auto p = static_cast<std::size_t>(order.p), q = static_cast<std::size_t>(order.q);
    const auto sp = static_cast<std::size_t>(order.seasonal_p);
    const auto sq = static_cast<std::size_t>(order.seasonal_q);
    ar_lags_ = lags(p, sp);
    ma_lags_ = lags(q, sq);
    ar_.resize(ar_lags_.size());
    ma_.resize(ma_lags_.size());
    pad_ = std::max(p + sp * m_, q + sq * m_);
    z_.assign((pad_ + w.size()) * lane_count, 0.0);
    errors_.assign((pad_ + w.size()) * lane_count, 0.0);
  }

  std::array<Point, lane_count> starts() const {
    constexpr double ar[lane_count] = {0, 0.3, 0, 0.3, 0.6, -0.3, 0.8, 0.1};
    constexpr double ma[lane_count] = {0, 0, 0.3, 0.3, 0.3, 0, 0.6, 0.6};
    double mean = 0;
    for (double v : w_) mean += v / static_cast<double>(w_.size());
    std::array<Point, lane_count> points{};
    for (std::size_t k = 0; k < lane_count; ++k) {
      std::size_t i = 0;
      for (int j = 0; j < order_.p; ++j) points[k][i++] = j == 0 ? ar[k] : 0;
      for (int j = 0; j < order_.q; ++j) points[k][i++] = j == 0 ? ma[k] : 0;
      for (int j = 0; j < order_.seasonal_p; ++j) points[k][i++] = j == 0 ? ar[k] : 0;
      for (int j = 0; j < order_.seasonal_q; ++j) points[k][i++] = j == 0 ? ma[k] : 0;
      if (order_.constant) points[k][i] = mean;
    }
    return points;
  }

  const Box& box() const { return box_; }

  void set(std::size_t lane, const Point& point) {
    multiply_ar(point, polynomial_);
    for (std::size_t i = 0; i < ar_lags_.size(); ++i) ar_[i][lane] = polynomial_[ar_lags_[i] - 1];
    multiply_ma(point, polynomial_);
    for (std::size_t i = 0; i < ma_lags_.size(); ++i) ma_[i][lane] = polynomial_[ma_lags_[i] - 1];
    constant_[lane] = constant(point);
  }

  void run() {
    lane_kernels().filter_arima(w_.data(), w_.size(), {ar_lags_.data(), ar_.data(), ar_.size()},
                                {ma_lags_.data(), ma_.data(), ma_.size()}, constant_,
                                z_.data() + pad_ * lane_count, errors_.data() + pad_ * lane_count,
                                squares_);
  }

  double objective(std::size_t lane) const {
    const double n = static_cast<double>(w_.size());
    const double value = n * std::log(squares_[lane] + 1e-30 * n);
    return std::isfinite(value) ? value : HUGE_VAL;
  }
  double weight(std::size_t) const { return 1; }
  const double* errors() const { return errors_.data() + pad_ * lane_count; }
  std::size_t size() const { return w_.size(); }

  std::vector<double> ar_polynomial(const Point& point) const {
    std::vector<double> ar;
    multiply_ar(point, ar);
    return ar;
  }
  std::vector<double> ma_polynomial(const Point& point) const {
    std::vector<double> ma;
    multiply_ma(point, ma);
    return ma;
  }
  double constant(const Point& point) const { return order_.constant ? point[box_.count - 1] : 0; }

  double sum_squares() const { return squares_[0]; }
  /// The last errors of lane 0, oldest first.
  std::vector<double> last_errors(std::size_t count) const {
    std::vector<double> last;
    for (std::size_t t = pad_ + w_.size() - count; t < pad_ + w_.size(); ++t) {
      last.push_back(errors_[t * lane_count]);
    }
    return last;
  }

 private:
  void multiply_ar(const Point& point, std::vector<double>& ar) const {
    multiply_seasonal(coefficients(point.data(), order_.p), order_.p,
                      coefficients(point.data() + order_.p + order_.q, order_.seasonal_p),
                      order_.seasonal_p, m_, ar);
  }
  /// Of 1 + sum of ma B: the partial autocorrelations are those of the turned sign.
  void multiply_ma(const Point& point, std::vector<double>& ma) const {
    multiply_seasonal(
        coefficients(point.data() + order_.p, order_.q), order_.q,
        coefficients(point.data() + order_.p + order_.q + order_.seasonal_p, order_.seasonal_q),
        order_.seasonal_q, m_, ma);
    for (double& v : ma) v = -v;
  }

  /// The lags of a product of polynomials, each once: those of a short season may meet.
  std::vector<std::size_t> lags(std::size_t count, std::size_t seasonal_count) const {
    std::vector<std::size_t> list;
    for (std::size_t k = 0; k <= seasonal_count; ++k) {
      for (std::size_t i = 0; i <= count; ++i) {
        if (k + i > 0) list.push_back(k * m_ + i);
      }
    }
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
    return list;
  }

  const std::vector<double>& w_;
  ArimaOrder order_;
  std::size_t m_;
  std::size_t pad_;  ///< values before the first, all 0
  std::vector<std::size_t> ar_lags_, ma_lags_;
  std::vector<Lanes> ar_, ma_;
  std::vector<double> polynomial_;  ///< of the lane that is being set
  std::vector<double> z_, errors_;  ///< [pad + n][8]
  Lanes constant_, squares_;
  Box box_;
};

}  // namespace salesplan::forecast::detail
