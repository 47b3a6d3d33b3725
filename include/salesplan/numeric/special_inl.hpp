// Bodies of special.hpp.
#pragma once

#include <cmath>

#include "salesplan/numeric/special.hpp"

namespace salesplan::numeric {
namespace detail {

/// From here on the asymptotic series below are exact to the last digits.
constexpr double asymptotic_from = 10;

}  // namespace detail

SALESPLAN_INLINE double log_gamma(double x) {
  double product = 1;
  for (; x < detail::asymptotic_from; x += 1) product *= x;
  const double y = 1 / (x * x);
  const double series =
      (1.0 / 12 +
       y * (-1.0 / 360 +
            y * (1.0 / 1260 +
                 y * (-1.0 / 1680 + y * (1.0 / 1188 + y * (-691.0 / 360360 + y * (1.0 / 156))))))) /
      x;
  return (x - 0.5) * std::log(x) - x + 0.91893853320467274178 + series - std::log(product);
}

SALESPLAN_INLINE double digamma(double x) {
  double shift = 0;
  for (; x < detail::asymptotic_from; x += 1) shift += 1 / x;
  const double y = 1 / (x * x);
  const double series =
      y *
      (1.0 / 12 +
       y * (-1.0 / 120 +
            y * (1.0 / 252 + y * (-1.0 / 240 + y * (1.0 / 132 + y * (-691.0 / 32760 + y / 12))))));
  return std::log(x) - 0.5 / x - series - shift;
}

SALESPLAN_INLINE double trigamma(double x) {
  double shift = 0;
  for (; x < detail::asymptotic_from; x += 1) shift += 1 / (x * x);
  const double y = 1 / (x * x);
  const double series =
      y * (1.0 / 6 + y * (-1.0 / 30 +
                          y * (1.0 / 42 + y * (-1.0 / 30 + y * (5.0 / 66 + y * (-691.0 / 2730 +
                                                                                y * (7.0 / 6)))))));
  return (1 + series) / x + 0.5 * y + shift;
}

SALESPLAN_INLINE double log_beta(double a, double b) {
  return log_gamma(a) + log_gamma(b) - log_gamma(a + b);
}

SALESPLAN_INLINE Jet log_rising(double a, double n) {
  constexpr double direct_up_to = 64;
  if (n > direct_up_to) {
    return {log_gamma(a + n) - log_gamma(a), digamma(a + n) - digamma(a),
            trigamma(a + n) - trigamma(a)};
  }
  Jet sum;
  for (double i = 0; i < n; i += 1) {
    const double inverse = 1 / (a + i);
    sum.value += std::log(a + i);
    sum.first += inverse;
    sum.second -= inverse * inverse;
  }
  return sum;
}

SALESPLAN_INLINE double hypergeometric_1(double b, double c, double z) {
  // 1 / (1 - u1 z / (1 - u2 z / (1 - ...))), u_{2m+1} = (b+m)(c-1+m)/((c+2m-1)(c+2m)),
  // u_{2m} = m (c-b+m-1)/((c+2m-2)(c+2m-1)); u1 = b/c, also where c = 1.
  constexpr double tiny = 1e-300;
  double f = 1, numerator = 1, denominator = 0;
  for (int i = 1; i < 1000000; ++i) {
    const int half = i / 2;
    const double m = half;
    double u;
    if (i == 1) {
      u = b / c;
    } else if (i % 2 == 1) {
      u = (b + m) * (c - 1 + m) / ((c + 2 * m - 1) * (c + 2 * m));
    } else {
      u = m * (c - b + m - 1) / ((c + 2 * m - 2) * (c + 2 * m - 1));
    }
    denominator = 1 - u * z * denominator;
    if (denominator == 0) denominator = tiny;
    denominator = 1 / denominator;
    numerator = 1 - u * z / numerator;
    if (numerator == 0) numerator = tiny;
    const double change = numerator * denominator;
    f *= change;
    if (std::abs(change - 1) < 1e-15) break;
  }
  return 1 / f;
}

}  // namespace salesplan::numeric
