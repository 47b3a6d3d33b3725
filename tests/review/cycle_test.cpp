#include "salesplan/review/cycle.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace salesplan::review {
namespace cycle_test {

using calendar::Language;

forecast::Story story() {
  forecast::Story told;
  told.name = "North";
  told.season_length = 12;
  told.first = calendar::parse_period("2022-01", "first");
  return told;
}

/// 100 a month with December half as much more and June half as much less.
std::vector<double> seasonal(std::size_t months, double step_at, double step) {
  std::vector<double> y;
  for (std::size_t m = 0; m < months; ++m) {
    const double season = m % 12 == 11 ? 50 : m % 12 == 5 ? -50 : 0;
    y.push_back((static_cast<double>(m) < step_at ? 100 : 100 + step) + season);
  }
  return y;
}

TEST(Cycle, FindsTheSeason) {
  const Cycle found = cycle(seasonal(48, 100, 0), 12);
  EXPECT_EQ(found.peak, 47U);
  EXPECT_EQ(found.trough, 41U);
  EXPECT_NEAR(found.peak_effect, 0.5, 0.02);
  EXPECT_NEAR(found.trough_effect, -0.5, 0.02);
  EXPECT_GT(found.season_strength, 0.99);
  EXPECT_TRUE(found.turns.empty());
  EXPECT_EQ(
      sentence(found, story(), Language::en),
      "North: the trend is level. Strongest is December, 50 % above the mean, weakest June, 50 "
      "% below (strength 1).");
  EXPECT_EQ(sentence(found, story(), Language::zh),
            "North：趋势持平。旺季是12月，高于平均50%；淡季是6月，低于平均50%（强度1）。");
}

TEST(Cycle, TellsANewLevelInNumbers) {
  std::vector<double> y(24, 100);
  y.insert(y.end(), 12, 150);
  const Cycle found = cycle(y, 1);
  ASSERT_EQ(found.turns.size(), 1U);
  EXPECT_EQ(found.turns[0].at, 24U);
  EXPECT_NEAR(found.turns[0].jump, 0.5, 1e-9);
  EXPECT_NEAR(found.turns[0].pace, 0, 1e-9);
  const std::string text = sentence(found, story(), Language::en);
  EXPECT_NE(
      text.find("No clear season. From 2024-01 on: level +50 %, then 0 % a period instead of 0 "
                "%."),
      std::string::npos)
      << text;
}

TEST(Cycle, KnowsNoTrendOfAShortSeries) {
  const std::vector<double> y{1, 2, 3};
  const Cycle found = cycle(y, 12);
  EXPECT_TRUE(std::isnan(found.growth));
  EXPECT_EQ(sentence(found, story(), Language::en),
            "North: too short for a trend. No clear season.");
  EXPECT_EQ(sentence(cycle({}, 12), {}, Language::zh), "太短，看不出趋势。季节性不明显。");
}

TEST(Cycle, KnowsNoRateOfATrendFromBelowNothing) {
  std::vector<double> y;
  for (int t = 0; t < 24; ++t) y.push_back(t - 30);
  EXPECT_EQ(sentence(cycle(y, 12), story(), Language::en).substr(0, 66),
            "North: the trend has no rate: it comes from a level of 0 or below.");
}

}  // namespace cycle_test
}  // namespace salesplan::review
