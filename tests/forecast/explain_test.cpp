#include "salesplan/forecast/explain.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "salesplan/core/missing.hpp"
#include "salesplan/forecast/diagnosis.hpp"
#include "salesplan/forecast/forecast.hpp"

namespace salesplan::forecast {
namespace {

using calendar::Language;

std::vector<double> sales() {
  std::mt19937 random(6);
  std::normal_distribution<double> normal(0, 1.0e4);
  std::vector<double> y;
  for (int t = 0; t < 60; ++t) {
    y.push_back(1e6 + 8e3 * t + (t % 12 == 11 ? 3e5 : t % 12 == 1 ? -2.5e5 : 0) + normal(random));
  }
  y[30] = 3e6;
  return y;
}

TEST(Diagnosis, TakesASeriesApart) {
  const std::vector<double> y = sales();
  const Diagnosis d = diagnose(y, 12);
  for (std::size_t t = 0; t < 60; ++t) {
    EXPECT_NEAR(d.trend[t] + d.season[t] + d.remainder[t], y[t], 1e-3);
  }
  EXPECT_EQ(d.peak, 59u);
  EXPECT_EQ(d.trough, 49u);
  EXPECT_NEAR(d.peak_effect, 0.2, 0.05);
  EXPECT_LT(d.trough_effect, -0.12);
  EXPECT_NEAR(d.growth, 0.07, 0.02);
  EXPECT_GT(d.trend_strength, 0.2);
  ASSERT_EQ(d.findings.size(), 1u);
  EXPECT_EQ(d.findings[0].first, 30u);
  EXPECT_TRUE(std::isfinite(d.residuals.autocorrelation_p));
}

TEST(Diagnosis, OddSeriesGiveNumbers) {
  const double gap = core::missing_number;
  for (const std::vector<double>& y : {std::vector<double>{},
                                       {gap, gap},
                                       {5},
                                       {1, 2, 3},
                                       std::vector<double>(40, 7.0),
                                       {gap, 1, 4, 2, 8, 5, 7, 1, 4, 2, gap, gap},
                                       {1, 0, 0, 2, 0, 0, 0, 1, 0, 5, 0, 0, 1}}) {
    for (std::size_t m : {1u, 4u, 12u}) {
      const Diagnosis d = diagnose(y, m);
      EXPECT_EQ(d.trend.size(), y.size());
      EXPECT_TRUE(d.trend_strength >= 0 && d.trend_strength <= 1);
      EXPECT_TRUE(d.season_strength >= 0 && d.season_strength <= 1);
    }
  }
}

TEST(Explain, TellsTheStoryInBothLanguages) {
  const std::vector<double> y = sales();
  const Diagnosis d = diagnose(y, 12);
  SeriesForecast f;
  f.mean.assign(12, 1.45e6);
  f.sd.assign(12, 5e4);
  f.total_mean = 17.4e6;
  f.total_sd = 4e5;
  Story story{"North", y, 12, calendar::make_period(calendar::Grain::month, 2021, 1), 0.042};
  const std::string english = explain(story, d, f, Language::en);
  EXPECT_EQ(english.substr(0, 103),
            "North: the next 12 months come to about 17,400,000, with 80 % probability between "
            "16,900,000 and 17,900")
      << english;
  EXPECT_NE(english.find("% more than the last 12 months."), std::string::npos) << english;
  EXPECT_NE(english.find("The strongest is December, "), std::string::npos) << english;
  EXPECT_NE(english.find("the weakest February, "), std::string::npos) << english;
  EXPECT_NE(english.find("Worth a look: 2023-07 (outlier)."), std::string::npos) << english;
  EXPECT_NE(english.find("wrong by 4.2 % on average, one month ahead."), std::string::npos);
  const std::string chinese = explain(story, d, f, Language::zh);
  EXPECT_EQ(
      chinese.find(
          "North：未来12个月预计约1,740万，有80%的可能在1,690万到1,790万之间，比最近12个月增长"),
      0u)
      << chinese;
  EXPECT_NE(chinese.find("旺季是12月，高于平均"), std::string::npos) << chinese;
  EXPECT_NE(chinese.find("值得核实：2023-07（异常值）。"), std::string::npos) << chinese;
  // What is not known is not said.
  Story bare;
  bare.y = core::View<const double>(y.data(), 3);
  const std::string little = explain(bare, diagnose(bare.y, 1), f, Language::en);
  EXPECT_EQ(little,
            "The next 12 steps come to about 17,400,000, with 80 % probability between "
            "16,900,000 and 17,900,000.");
}

TEST(Explain, RoundsAsPeopleSay) {
  EXPECT_EQ(rounded(1234567, Language::en), "1,230,000");
  EXPECT_EQ(rounded(-99.96, Language::en), "-100");
  EXPECT_EQ(rounded(1.2345, Language::en), "1.23");
  EXPECT_EQ(rounded(0, Language::en), "0");
  EXPECT_EQ(rounded(1234567, Language::zh), "123万");
  EXPECT_EQ(rounded(9999, Language::zh), "1万");
  EXPECT_EQ(rounded(123456789, Language::zh), "1.23亿");
  EXPECT_EQ(rounded(core::missing_number, Language::zh), "未知");
  EXPECT_EQ(rounded(1e20, Language::en), "1.00e+20");
}

}  // namespace
}  // namespace salesplan::forecast
