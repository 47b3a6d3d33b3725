#include "salesplan/numeric/special.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace salesplan::numeric {
namespace {

TEST(Special, LogGammaIsTheCLibrarys) {
  for (double x = 1e-8; x < 1e12; x *= 1.37) {
    EXPECT_NEAR(log_gamma(x), std::lgamma(x), 2e-14 * std::fmax(1, std::abs(std::lgamma(x)))) << x;
  }
}

// Golden: Abramowitz & Stegun 6.3.2, 6.3.3, 6.4.2 (Euler's constant, pi²/6).
TEST(Special, PolygammaAtKnownPoints) {
  constexpr double euler = 0.57721566490153286061, pi = 3.14159265358979323846;
  EXPECT_NEAR(digamma(1), -euler, 1e-15);
  EXPECT_NEAR(digamma(0.5), -euler - 2 * std::log(2.0), 1e-14);
  EXPECT_NEAR(trigamma(1), pi * pi / 6, 1e-14);
  EXPECT_NEAR(trigamma(0.5), pi * pi / 2, 1e-13);
  EXPECT_NEAR(log_beta(2, 3), -std::log(12.0), 1e-14);
}

TEST(Special, PolygammaSteps) {
  for (double x = 1e-3; x < 1e6; x *= 1.61) {
    EXPECT_NEAR(digamma(x + 1) - digamma(x), 1 / x, 1e-13 * (1 / x + std::abs(digamma(x)))) << x;
    EXPECT_NEAR(trigamma(x) - trigamma(x + 1), 1 / (x * x), 1e-13 * trigamma(x)) << x;
  }
}

TEST(Special, RisingFactorialOnBothSidesOfItsBranch) {
  for (const double a : {1e-3, 0.7, 30.0, 1e6}) {
    for (const double n : {0.0, 1.0, 64.0, 65.0, 1000.0}) {
      const Jet found = log_rising(a, n);
      double value = 0, first = 0, second = 0;
      for (double i = 0; i < n; i += 1) {
        value += std::log(a + i);
        first += 1 / (a + i);
        second -= 1 / ((a + i) * (a + i));
      }
      EXPECT_NEAR(found.value, value, 1e-12 * (1 + std::abs(log_gamma(a + n))));
      EXPECT_NEAR(found.first, first, 1e-11 * (1 + first));
      EXPECT_NEAR(found.second, second, 1e-9 * (1 - second));
    }
  }
}

// Golden: closed forms of F(1, b; c; z), Abramowitz & Stegun 15.1.3 and 15.1.8; else its series.
TEST(Special, Hypergeometric) {
  for (const double z : {0.0, 0.1, 0.5, 0.9, 0.999}) {
    EXPECT_NEAR(hypergeometric_1(2, 2, z), 1 / (1 - z), 1e-12 / (1 - z));
    EXPECT_NEAR(z * hypergeometric_1(1, 2, z), -std::log1p(-z), 1e-12);
    double term = 1, series = 0;
    for (double n = 0; n < 40000; n += 1) {
      series += term;
      term *= z * (0.7 + n) / (3.2 + n);
    }
    EXPECT_NEAR(hypergeometric_1(0.7, 3.2, z), series, 1e-11);
  }
}

}  // namespace
}  // namespace salesplan::numeric
