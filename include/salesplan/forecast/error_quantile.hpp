// The quantile of forecast errors with heavy tails.
#pragma once

#include <cmath>

namespace salesplan::forecast {

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
