#include "salesplan/numeric/newton.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "salesplan/numeric/gauss_legendre.hpp"

namespace salesplan::numeric {
namespace {

double rosenbrock(core::View<const double> x, core::View<double> gradient,
                  core::View<double> hessian) {
  const double a = 1 - x[0], b = x[1] - x[0] * x[0];
  gradient[0] = -2 * a - 400 * x[0] * b;
  gradient[1] = 200 * b;
  hessian[0] = 2 - 400 * b + 800 * x[0] * x[0];
  hessian[1] = hessian[2] = -400 * x[0];
  hessian[3] = 200;
  return a * a + 100 * b * b;
}

// Golden: Rosenbrock (1960), minimum 0 at (1, 1), from its usual start and from elsewhere.
TEST(Newton, FindsTheMinimumOfRosenbrock) {
  for (const std::vector<double>& start :
       {std::vector<double>{-1.2, 1}, {0, 0}, {3, -3}, {-5, 5}}) {
    const NewtonResult found = minimize_newton(rosenbrock, start);
    EXPECT_TRUE(found.converged);
    EXPECT_NEAR(found.x[0], 1, 1e-6);
    EXPECT_NEAR(found.x[1], 1, 1e-6);
  }
}

// x - ln x in ln x, not finite beyond 3: stepped back from.
TEST(Newton, StaysWhereTheFunctionIsFinite) {
  const NewtonResult found = minimize_newton(
      [](core::View<const double> x, core::View<double> gradient, core::View<double> hessian) {
        if (std::abs(x[0]) > 3) return std::numeric_limits<double>::quiet_NaN();
        gradient[0] = std::exp(x[0]) - 1;
        hessian[0] = std::exp(x[0]);
        return std::exp(x[0]) - x[0];
      },
      {-2.9});
  EXPECT_TRUE(found.converged);
  EXPECT_NEAR(found.x[0], 0, 1e-6);
}

// A large constant drowns the last falls in rounding; the minimum is found all the same.
TEST(Newton, RoundingOfTheValueDoesNotStopIt) {
  const NewtonResult found = minimize_newton(
      [](core::View<const double> x, core::View<double> gradient, core::View<double> hessian) {
        const double value = rosenbrock(x, gradient, hessian);
        return 1e9 + value;
      },
      {-1.2, 1});
  EXPECT_TRUE(found.converged);
  EXPECT_NEAR(found.x[0], 1, 1e-6);
}

TEST(Newton, InverseAndFactorOfASymmetricMatrix) {
  const std::vector<double> matrix{4, 2, 2, 3};
  const std::vector<double> inverse = inverse_symmetric(matrix, 2);
  EXPECT_NEAR(inverse[0], 3 / 8.0, 1e-15);
  EXPECT_NEAR(inverse[1], -2 / 8.0, 1e-15);
  EXPECT_NEAR(inverse[3], 4 / 8.0, 1e-15);
  const std::vector<double> factor = cholesky_factor(matrix, 2);
  EXPECT_NEAR(factor[0], 2, 1e-15);
  EXPECT_EQ(factor[1], 0);
  EXPECT_NEAR(factor[2], 1, 1e-15);
  EXPECT_NEAR(factor[3], std::sqrt(2), 1e-15);
  const std::vector<double> indefinite{1, 2, 2, 1};
  EXPECT_TRUE(inverse_symmetric(indefinite, 2).empty());
  EXPECT_TRUE(cholesky_factor(indefinite, 2).empty());
}

TEST(GaussLegendre, IsExactForPolynomials) {
  for (const int n : {1, 2, 5, 24, 64}) {
    const GaussLegendre rule = gauss_legendre(n);
    for (int power = 0; power < 2 * n; ++power) {
      double sum = 0;
      for (std::size_t i = 0; i < rule.node.size(); ++i) {
        sum += rule.weight[i] * std::pow(rule.node[i], power);
      }
      EXPECT_NEAR(sum, 1.0 / (power + 1), 1e-14) << n << " " << power;
    }
  }
  // Golden: Abramowitz & Stegun table 25.4, n = 3, moved to (0, 1).
  const GaussLegendre three = gauss_legendre(3);
  EXPECT_NEAR(three.node[0], (1 - 0.774596669241483) / 2, 1e-15);
  EXPECT_NEAR(three.weight[1], 0.888888888888889 / 2, 1e-15);
}

}  // namespace
}  // namespace salesplan::numeric
