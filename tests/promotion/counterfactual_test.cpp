#include "salesplan/promotion/counterfactual.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "promotion/shared_data.hpp"
#include "refusal.hpp"
#include "salesplan/core/number_text.hpp"

namespace salesplan::promotion {
namespace {

std::vector<double> numbers(const std::vector<std::string>& texts) {
  std::vector<double> values;
  for (const std::string& text : texts) values.push_back(core::parse_number(text, "cell"));
  return values;
}

/// A control that wanders, and a series that follows it, with `lift` from period 80 to 90.
struct Case {
  std::vector<double> y, control;
};

Case simulate(unsigned seed, double lift) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> normal;
  Case c;
  double level = 100;
  for (int t = 0; t < 100; ++t) {
    level += normal(random);
    c.control.push_back(level);
    c.y.push_back(20 + 1.2 * level + normal(random) + (t >= 80 && t < 90 ? lift : 0));
  }
  return c;
}

CounterfactualOptions window(std::size_t start, std::size_t length) {
  CounterfactualOptions options;
  options.start = start;
  options.length = length;
  return options;
}

TEST(Counterfactual, FindsTheLiftWithAControl) {
  int inside = 0;
  for (unsigned seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(seed);
    const Case c = simulate(seed, 5);
    const CounterfactualEffect e = counterfactual_effect(c.y, {c.control}, window(80, 10));
    EXPECT_NEAR(e.total.mean, 50, 15);
    EXPECT_LT(e.p_value, 0.001);
    EXPECT_EQ(e.effect.size(), 10u);
    EXPECT_EQ(e.placebo.size(), 4u);
    EXPECT_LT(e.placebo_p_value, 0.21);
    inside += e.total_interval.lower <= 50 && 50 <= e.total_interval.upper;
    double sum = 0;
    for (double x : e.effect) sum += x;
    EXPECT_NEAR(sum, e.total.mean, 1e-9);
  }
  EXPECT_GE(inside, 16) << "95 % intervals of 20 series";
}

TEST(Counterfactual, FindsNoLiftWhereThereIsNone) {
  int found = 0;
  for (unsigned seed = 101; seed <= 140; ++seed) {
    const Case c = simulate(seed, 0);
    found += counterfactual_effect(c.y, {c.control}, window(80, 10)).p_value < 0.05;
  }
  EXPECT_LE(found, 8) << "of 40 at 5 %";
}

TEST(Counterfactual, NeedsNoControlWhereTheSeriesIsSteady) {
  std::mt19937_64 random(9);
  std::normal_distribution<double> normal;
  std::vector<double> y;
  for (int t = 0; t < 72; ++t) {
    y.push_back(100 + 10 * std::sin(6.283185307179586 * t / 12) + normal(random) +
                (t >= 60 && t < 64 ? 12 : 0));
  }
  CounterfactualOptions options = window(60, 4);
  options.season_length = 12;
  const CounterfactualEffect e = counterfactual_effect(y, {}, options);
  EXPECT_NEAR(e.total.mean, 48, 8);
  EXPECT_LT(e.p_value, 0.001);
  EXPECT_EQ(e.placebo.size(), 7u);
  EXPECT_EQ(e.placebo_p_value, 1.0 / 8);
}

TEST(Counterfactual, MissingActualsCountAsNoEffect) {
  Case c = simulate(3, 5);
  const CounterfactualEffect whole = counterfactual_effect(c.y, {c.control}, window(80, 10));
  c.y[85] = std::nan("");
  const CounterfactualEffect e = counterfactual_effect(c.y, {c.control}, window(80, 10));
  EXPECT_TRUE(std::isnan(e.effect[5]));
  EXPECT_NEAR(e.total.mean, whole.total.mean - whole.effect[5], 1e-9);
}

TEST(Counterfactual, AgreesWithCausalImpactWhereIntervalsMeet) {
  const Columns arma = shared_columns("ci_arma_data.csv");
  if (arma.empty()) GTEST_SKIP() << "../shared/data/promo/ci_arma_data.csv is not there";
  // tfcausalimpact's example: +5 from period 70 on; it reports 4.89 [4.26, 5.47] a period.
  std::vector<double> y = numbers(arma.at("y"));
  const std::vector<double> x = numbers(arma.at("X"));
  for (std::size_t t = 70; t < 100; ++t) y[t] += 5;
  const CounterfactualEffect e = counterfactual_effect(y, {x}, window(70, 30));
  EXPECT_NEAR(e.total.mean / 30, 4.89, 0.5);
  EXPECT_LT(e.total_interval.lower / 30, 5.47);
  EXPECT_GT(e.total_interval.upper / 30, 4.26);
  EXPECT_GT(e.total_interval.lower / 30, 3);
}

TEST(Counterfactual, RefusesBadInput) {
  const Case c = simulate(1, 0);
  const std::vector<double> few(50, 1.0);
  EXPECT_EQ(refusal([&] { counterfactual_effect(c.y, {}, window(100, 0)); }),
            "start: 100 is beyond the 100 values");
  EXPECT_EQ(refusal([&] { counterfactual_effect(c.y, {}, window(95, 10)); }),
            "length: 10 periods from 95 exceed the 100 values");
  EXPECT_EQ(refusal([&] { counterfactual_effect(c.y, {}, window(4, 1)); }),
            "start: 4 values before it, at least 5 are needed");
  EXPECT_EQ(refusal([&] { counterfactual_effect(c.y, {few}, window(80, 1)); }),
            "controls[0]: 50 values for 100 periods");
  CounterfactualOptions options = window(80, 1);
  options.model = "oracle";
  EXPECT_NE(refusal([&] { counterfactual_effect(c.y, {}, options); }).find("oracle"),
            std::string::npos);
}

}  // namespace
}  // namespace salesplan::promotion
