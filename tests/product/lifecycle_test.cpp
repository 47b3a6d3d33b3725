#include "salesplan/product/lifecycle.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "refusal.hpp"
#include "salesplan/product/abc_xyz.hpp"

namespace salesplan::product {
namespace {

std::string abc(const std::vector<double>& value, double a = 0.8, double b = 0.95) {
  const std::vector<char> classes = abc_classes(value, a, b);
  return {classes.begin(), classes.end()};
}

TEST(AbcClasses, ByShareOfValue) {
  EXPECT_EQ(abc({50, 30, 10, 6, 4}), "AABBC");
  EXPECT_EQ(abc({4, 6, 10, 30, 50}), "CBBAA");
  EXPECT_EQ(abc({1000}), "A");
  EXPECT_EQ(abc({0, -5, 3}), "CCA");
  EXPECT_EQ(abc({}), "");
  EXPECT_EQ(abc({1, 1, 1, 1, 1}, 0.4, 0.8), "AABBC");
  EXPECT_EQ(refusal([] { abc_classes(std::vector<double>{NAN}); }), "value[0]: nan is not finite");
  EXPECT_EQ(refusal([] { abc_classes({}, 0.9, 0.8); }),
            "share_a: 0.9 and share_b 0.8 do not rise in (0, 1]");
}

TEST(XyzClass, ByVariation) {
  EXPECT_EQ(xyz_class(std::vector<double>{10, 11, 9, 10}).name, 'X');
  EXPECT_EQ(xyz_class(std::vector<double>{1, 3, NAN}).name, 'Y');
  EXPECT_NEAR(xyz_class(std::vector<double>{1, 3, NAN}).variation, std::sqrt(2) / 2, 1e-15);
  EXPECT_EQ(xyz_class(std::vector<double>{0, 0, 0, 9}).name, 'Z');
  EXPECT_EQ(xyz_class(std::vector<double>{5}).name, 'Z');
  EXPECT_TRUE(std::isnan(xyz_class(std::vector<double>{-1, 1}).variation));
  EXPECT_EQ(refusal([] { xyz_class(std::vector<double>{1}, 2, 1); }),
            "x: 2 and y 1 do not rise above 0");
}

TEST(Quadrant, OfGrowthAndShare) {
  EXPECT_EQ(growth_share_quadrant(0.2, 1.5), Quadrant::star);
  EXPECT_EQ(growth_share_quadrant(0.02, 1), Quadrant::cash_cow);
  EXPECT_EQ(growth_share_quadrant(0.1, 0.9), Quadrant::question_mark);
  EXPECT_EQ(growth_share_quadrant(-0.1, 0), Quadrant::dog);
  EXPECT_EQ(refusal([] { growth_share_quadrant(NAN, 1); }), "market_growth: is not a number");
  EXPECT_EQ(refusal([] { growth_share_quadrant(0, -1); }), "relative_share: -1 is not at least 0");
}

/// `months` of sales that grow by `yearly`, with noise.
std::vector<double> sales(unsigned seed, int months, double yearly, double noise) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> normal;
  std::vector<double> values;
  for (int t = 0; t < months; ++t) {
    values.push_back(100 * std::exp(std::log1p(yearly) * t / 12 + noise * normal(random)));
  }
  return values;
}

TEST(LifecycleStage, ByTheTrend) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(seed);
    EXPECT_EQ(lifecycle_stage(sales(seed, 36, 0.4, 0.05)).stage, Stage::growth);
    EXPECT_EQ(lifecycle_stage(sales(seed, 36, -0.3, 0.05)).stage, Stage::decline);
    EXPECT_EQ(lifecycle_stage(sales(seed, 36, 0.0, 0.02)).stage, Stage::maturity);
    EXPECT_EQ(lifecycle_stage(sales(seed, 6, 5, 0.05)).stage, Stage::introduction);
  }
  const LifecycleStage exact = lifecycle_stage(sales(1, 24, 0.25, 0));
  EXPECT_NEAR(exact.yearly_growth, 0.25, 1e-9);
  // A jump of one month is not told from chance.
  EXPECT_EQ(lifecycle_stage(std::vector<double>{10, 30, 8, 25, 12, 40}).stage, Stage::maturity);
  EXPECT_EQ(lifecycle_stage(std::vector<double>{1, 2, 3}).stage, Stage::unknown);
  std::vector<double> late(30, NAN);
  for (double s : {10, 12, 15, 18, 22}) late.push_back(s);
  EXPECT_EQ(lifecycle_stage(late).stage, Stage::introduction);
  std::vector<double> gone(36, 9.0);
  std::fill(gone.end() - 12, gone.end(), 0.0);
  EXPECT_EQ(lifecycle_stage(gone).stage, Stage::decline);
  EXPECT_EQ(lifecycle_stage(gone).yearly_growth, -1);
  gone.back() = NAN;  // nobody knows
  EXPECT_EQ(lifecycle_stage(gone).stage, Stage::maturity);
}

TEST(LifecycleStage, RefusesBadInput) {
  EXPECT_EQ(refusal([] {
              lifecycle_stage(std::vector<double>{1, INFINITY});
            }),
            "sales[1]: is infinite");
  StageOptions options;
  options.recent = 3;
  EXPECT_EQ(refusal([&] { lifecycle_stage({}, options); }), "recent: 3 is below 4");
}

}  // namespace
}  // namespace salesplan::product
