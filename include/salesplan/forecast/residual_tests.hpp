// Whether what a model left over is noise.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include "salesplan/core/missing.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/numeric/chi_square.hpp"

namespace salesplan::forecast {

/// Statistics and their probabilities under pure noise; below 0.05 something is left to explain.
/// NaN where there are too few errors.
struct ResidualTests {
  double mean = 0;             ///< of the errors
  double autocorrelation = 0;  ///< Ljung-Box statistic of the errors
  double autocorrelation_p = 0;
  double normality = 0;  ///< Jarque-Bera statistic
  double normality_p = 0;
  double calm = 0;  ///< Ljung-Box statistic of their squares (McLeod-Li): storms
  double calm_p = 0;
};

namespace detail {

/// n (n + 2) sum over k <= lags of r_k^2 / (n - k) of values without NaN.
inline double ljung_box(const std::vector<double>& e, std::size_t lags) {
  const double n = static_cast<double>(e.size());
  double mean = 0, variance = 0, sum = 0;
  for (double v : e) mean += v / n;
  for (double v : e) variance += (v - mean) * (v - mean);
  if (!(variance > 0)) return core::missing_number;
  for (std::size_t k = 1; k <= lags; ++k) {
    double covariance = 0;
    for (std::size_t t = k; t < e.size(); ++t) covariance += (e[t] - mean) * (e[t - k] - mean);
    const double r = covariance / variance;
    sum += r * r / (n - static_cast<double>(k));
  }
  return n * (n + 2) * sum;
}

}  // namespace detail

/// Tests one-step errors.
/// @param errors      [n] NaN are left out
/// @param lags        autocorrelations looked at, >= 1; usual: min(2 m, n / 5)
/// @param parameters  fitted, taken off the degrees of freedom (never below 1)
/// @source Ljung & Box (1978), Biometrika 65, 297; Jarque & Bera (1987), Int. Stat. Review 55, 163;
/// McLeod & Li (1983), J. Time Series Analysis 4, 269. O(n lags).
inline ResidualTests test_residuals(core::View<const double> errors, std::size_t lags,
                                    std::size_t parameters) {
  std::vector<double> e;
  double size = 0;
  for (double v : errors) {
    if (core::is_missing(v)) continue;
    e.push_back(v);
    size = std::fmax(size, std::fabs(v));
  }
  constexpr double none = core::missing_number;
  ResidualTests result{none, none, none, none, none, none, none};
  if (e.size() < 8 || e.size() <= lags + 1 || lags < 1 || !(size > 0)) return result;
  const double n = static_cast<double>(e.size());
  double m1 = 0, m2 = 0, m3 = 0, m4 = 0;
  for (double& v : e) {
    v /= size;
    m1 += v / n;
  }
  std::vector<double> squares;
  for (double v : e) {
    const double d = v - m1;
    m2 += d * d / n;
    m3 += d * d * d / n;
    m4 += d * d * d * d / n;
    squares.push_back(d * d);
  }
  result.mean = m1 * size;
  const double k = static_cast<double>(lags > parameters ? lags - parameters : 1);
  result.autocorrelation = detail::ljung_box(e, lags);
  result.autocorrelation_p = numeric::chi_square_upper(result.autocorrelation, k);
  if (m2 > 0) {
    const double skew = m3 / std::pow(m2, 1.5), excess = m4 / (m2 * m2) - 3;
    result.normality = n / 6 * (skew * skew + excess * excess / 4);
    result.normality_p = std::exp(-result.normality / 2);
  }
  result.calm = detail::ljung_box(squares, lags);
  result.calm_p = numeric::chi_square_upper(result.calm, static_cast<double>(lags));
  return result;
}

}  // namespace salesplan::forecast
