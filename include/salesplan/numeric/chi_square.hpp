// The chi-square distribution.
#pragma once

#include <cmath>

#include "salesplan/core/missing.hpp"

namespace salesplan::numeric {

/// P(X > x) for X chi-square with k > 0 degrees of freedom: the regularised incomplete gamma
/// function Q(k/2, x/2), by its series below its mean and its continued fraction above. 1 for
/// x <= 0, NaN for k <= 0 or NaN.
/// @source Press, Teukolsky, Vetterling & Flannery (2007), Numerical Recipes, 6.2. Relative error
/// about 1e-12. O(sqrt(k)).
inline double chi_square_upper(double x, double k) {
  if (!(k > 0) || std::isnan(x)) return core::missing_number;
  if (x <= 0) return 1;
  if (std::isinf(x)) return 0;
  const double a = k / 2, z = x / 2;
  const double scale = std::exp(-z + a * std::log(z) - std::lgamma(a));
  if (z < a + 1) {
    double term = 1 / a, sum = term;
    for (double n = a + 1; term > 1e-16 * sum; ++n) sum += term *= z / n;
    return 1 - sum * scale;
  }
  constexpr double tiny = 1e-300;
  double b = z + 1 - a, c = 1 / tiny, d = 1 / b, fraction = d;
  for (double n = 1; n < 100000; ++n) {
    const double an = -n * (n - a);
    b += 2;
    d = an * d + b;
    if (std::fabs(d) < tiny) d = tiny;
    c = b + an / c;
    if (std::fabs(c) < tiny) c = tiny;
    d = 1 / d;
    fraction *= d * c;
    if (std::fabs(d * c - 1) < 1e-15) break;
  }
  return fraction * scale;
}

}  // namespace salesplan::numeric
