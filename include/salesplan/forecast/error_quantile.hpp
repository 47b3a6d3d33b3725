// Quantiles of the distributions that forecast errors are given.
#pragma once

#include <cmath>

namespace salesplan::forecast {

/// The z with P(Z <= z) = p for p in (0, 1): a rational start and one Halley step, relative error
/// below 1e-14. @source Acklam (2003), An algorithm for computing the inverse normal CDF.
inline double normal_quantile(double p) {
  if (p > 0.5) return -normal_quantile(1 - p);
  double x;
  if (p < 0.02425) {
    const double q = std::sqrt(-2 * std::log(p));
    x = (((((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838) * q -
           2.549732539343734) *
              q +
          4.374664141464968) *
             q +
         2.938163982698783) /
        ((((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996) * q +
          3.754408661907416) *
             q +
         1);
  } else {
    const double q = p - 0.5;
    const double r = q * q;
    x = (((((-3.969683028665376e+01 * r + 2.209460984245205e+02) * r - 2.759285104469687e+02) * r +
           1.383577518672690e+02) *
              r -
          3.066479806614716e+01) *
             r +
         2.506628277459239) *
        q /
        (((((-5.447609879822406e+01 * r + 1.615858368580409e+02) * r - 1.556989798598866e+02) * r +
           6.680131188771972e+01) *
              r -
          1.328068155288572e+01) *
             r +
         1);
  }
  const double e = 0.5 * std::erfc(-x / 1.4142135623730951) - p;
  const double u = e * 2.5066282746310002 * std::exp(x * x / 2);
  return x - u / (1 + x * u / 2);
}

/// The x with P(X <= x) = p for p in (0, 1), where X has variance 1 and Student's distribution with
/// four degrees of freedom. @source Shaw (2006), J. Comput. Finance 9(4), 37.
inline double heavy_quantile(double p) {
  const double a = 4 * p * (1 - p);
  const double root = std::sqrt(a);
  const double q = std::cos(std::acos(root) / 3) / root;
  const double size = 2 * std::sqrt(q > 1 ? q - 1 : 0);
  return (p < 0.5 ? -size : size) / 1.4142135623730951;  // the standard deviation
}

}  // namespace salesplan::forecast
