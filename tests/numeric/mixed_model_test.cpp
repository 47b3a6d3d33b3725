#include "salesplan/numeric/mixed_model.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "refusal.hpp"
#include "salesplan/numeric/least_squares.hpp"

namespace salesplan::numeric {
namespace {

struct Sample {
  std::vector<double> x, y;
  std::vector<std::int32_t> group;
  MixedData data() const { return {x, y, group, {0, 1}}; }
};

/// y = (2 + u0) + (-1.5 + u1)·x + e, sd(u) = 0.5 and 0.3, sd(e) = 0.2.
Sample draw(unsigned seed, std::int32_t groups, int rows) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> normal;
  Sample s;
  for (std::int32_t g = 0; g < groups; ++g) {
    const double level = 2 + 0.5 * normal(random);
    const double slope = -1.5 + 0.3 * normal(random);
    for (int i = 0; i < rows; ++i) {
      const double x = normal(random);
      s.x.insert(s.x.end(), {1, x});
      s.y.push_back(level + slope * x + 0.2 * normal(random));
      s.group.push_back(g);
    }
  }
  return s;
}

TEST(LeastSquares, SolvesASmallCaseExactly) {
  // y = 1 + 2x with residuals (1, -2, 1)/6 at x = 0, 1, 2: s² = 1/6, var(slope) = s²/2.
  const std::vector<double> x{1, 0, 1, 1, 1, 2};
  const std::vector<double> y{1 + 1 / 6.0, 3 - 2 / 6.0, 5 + 1 / 6.0};
  const LeastSquares fit = least_squares(x, y);
  EXPECT_NEAR(fit.coefficient[0], 1, 1e-12);
  EXPECT_NEAR(fit.coefficient[1], 2, 1e-12);
  EXPECT_EQ(fit.degrees, 1u);
  EXPECT_NEAR(fit.sigma, std::sqrt(1 / 6.0), 1e-12);
  EXPECT_NEAR(fit.covariance[3], 1 / 12.0, 1e-12);
  EXPECT_NEAR(fit.covariance[1], -1 / 12.0, 1e-12);
}

TEST(LeastSquares, GroupInterceptsEqualDummyColumns) {
  const Sample s = draw(7, 4, 6);
  std::vector<double> slope, dummies;
  for (std::size_t i = 0; i < s.y.size(); ++i) {
    slope.push_back(s.x[2 * i + 1]);
    for (std::int32_t g = 0; g < 4; ++g) dummies.push_back(s.group[i] == g ? 1 : 0);
    dummies.push_back(s.x[2 * i + 1]);
  }
  const LeastSquares within = least_squares(slope, s.y, s.group);
  const LeastSquares full = least_squares(dummies, s.y);
  EXPECT_NEAR(within.coefficient[0], full.coefficient[4], 1e-12);
  EXPECT_NEAR(within.covariance[0], full.covariance[24], 1e-14);
  EXPECT_NEAR(within.sigma, full.sigma, 1e-12);
  EXPECT_EQ(within.degrees, full.degrees);
}

TEST(LeastSquares, RefusesWhatItCannotSolve) {
  const std::vector<double> y{1, 2, 3};
  const std::vector<double> twice{1, 2, 1, 2, 1, 2};
  const std::vector<std::int32_t> group{0, 0, 3};
  EXPECT_EQ(refusal([&] { least_squares({}, {}); }), "y: is empty");
  EXPECT_EQ(refusal([&] {
              least_squares(std::vector<double>{1, 2}, y);
            }),
            "x: 2 values do not fill 3 rows");
  EXPECT_EQ(refusal([&] {
              least_squares(std::vector<double>{1, NAN, 2}, y);
            }),
            "x[1]: nan is not finite");
  EXPECT_EQ(refusal([&] { least_squares(twice, y); }),
            "x[.., 1]: is a combination of the other columns or of the groups");
  EXPECT_EQ(refusal([&] { least_squares(y, y, group); }), "group[2]: 3 is outside [0, 3)");
  EXPECT_EQ(refusal([&] { least_squares(std::vector<double>(9, 1), y); }),
            "y: 3 rows for 3 parameters");
}

TEST(MixedModel, IsTheAnalysisOfVarianceOnBalancedData) {
  // Balanced one-way layout, 3 groups of 4: REML equals the ANOVA estimators (Searle, Casella &
  // McCulloch 1992, section 4.8). Between mean square 4·var(means), within mean square pooled.
  const std::vector<double> y{1, 2, 3, 2, 5, 6, 7, 6, 3, 2, 4, 3};
  const std::vector<double> x(12, 1.0);
  const std::vector<std::int32_t> group{0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2};
  const MixedModel model = fit_mixed_model({x, y, group, {0}});
  const double within = (2 + 2 + 2) / 9.0;
  const double between = 4 *
                         ((2 - 11 / 3.0) * (2 - 11 / 3.0) + (6 - 11 / 3.0) * (6 - 11 / 3.0) +
                          (3 - 11 / 3.0) * (3 - 11 / 3.0)) /
                         2;
  EXPECT_TRUE(model.converged);
  EXPECT_NEAR(model.coefficient[0], 11 / 3.0, 1e-9);
  EXPECT_NEAR(model.sigma * model.sigma, within, 1e-7);
  EXPECT_NEAR(model.random_covariance[0], (between - within) / 4, 1e-5);
  EXPECT_NEAR(model.covariance[0], between / 12, 1e-5);
  const double shrink = 1 - within / between;
  EXPECT_NEAR(model.group_coefficient[1], 11 / 3.0 + shrink * (6 - 11 / 3.0), 1e-6);
}

TEST(MixedModel, CoversTheTruthAndItsGroups) {
  int inside = 0, total = 0;
  for (unsigned seed = 1; seed <= 30; ++seed) {
    SCOPED_TRACE(seed);
    const Sample s = draw(seed, 30, 8);
    const MixedModel model = fit_mixed_model(s.data());
    EXPECT_TRUE(model.converged);
    EXPECT_NEAR(model.sigma, 0.2, 0.06);
    inside += std::abs(model.coefficient[1] + 1.5) < 1.96 * std::sqrt(model.covariance[3]);
    ++total;
  }
  EXPECT_GE(inside, total - 5) << "95 % intervals of 30 samples";
}

TEST(MixedModel, GroupsAlikeGetOneCoefficientAndASingularSpread) {
  std::mt19937_64 random(3);
  std::normal_distribution<double> normal;
  Sample s;
  for (int i = 0; i < 200; ++i) {
    const double x = normal(random);
    s.x.insert(s.x.end(), {1, x});
    s.y.push_back(1 + x + normal(random) - 0.9 * (i % 10 < 5 ? 1 : -1));  // groups over-alike
    s.group.push_back(i / 10);
  }
  const MixedModel model = fit_mixed_model(s.data());
  const LeastSquares pooled = least_squares(s.x, s.y);
  EXPECT_TRUE(model.converged);
  EXPECT_NEAR(model.random_covariance[0], 0, 0.05);
  EXPECT_NEAR(model.coefficient[1], pooled.coefficient[1], 0.1);
}

TEST(MixedModel, AGroupWithoutRowsIsTheMeanWithTheFullSpread) {
  Sample s = draw(11, 12, 10);
  for (std::int32_t& g : s.group) g += g >= 5 ? 1 : 0;  // number 5 has no rows
  const MixedModel model = fit_mixed_model(s.data());
  EXPECT_EQ(model.group_coefficient[10], model.coefficient[0]);
  EXPECT_NEAR(model.group_covariance[20], model.covariance[0] + model.random_covariance[0], 1e-12);
  EXPECT_LT(model.group_covariance[16], model.group_covariance[20]);
}

TEST(MixedModel, DoesNotDependOnTheScaleOfAColumn) {
  Sample s = draw(5, 20, 10);
  const MixedModel model = fit_mixed_model(s.data());
  for (std::size_t i = 1; i < s.x.size(); i += 2) s.x[i] = 1e6 * s.x[i];
  const MixedModel scaled = fit_mixed_model(s.data());
  EXPECT_NEAR(scaled.coefficient[1] * 1e6, model.coefficient[1], 1e-7);
  EXPECT_NEAR(scaled.random_covariance[3] * 1e12, model.random_covariance[3], 1e-6);
}

TEST(MixedModel, RefusesBadInput) {
  const Sample s = draw(1, 4, 5);
  MixedData data = s.data();
  data.random = {2};
  EXPECT_EQ(refusal([&] { fit_mixed_model(data); }), "random[0]: 2 is not one of the 2 columns");
  data.random = {1, 1};
  EXPECT_EQ(refusal([&] { fit_mixed_model(data); }), "random[1]: is given twice");
  data.random = {};
  EXPECT_EQ(refusal([&] { fit_mixed_model(data); }), "random: names no column");
  const std::vector<double> flat(20, 3.0);
  data = s.data();
  data.y = flat;
  EXPECT_EQ(refusal([&] { fit_mixed_model(data); }),
            "y: has no noise around the common coefficients");
}

}  // namespace
}  // namespace salesplan::numeric
