#include "salesplan/forecast/cleaning.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "../refusal.hpp"
#include "salesplan/core/missing.hpp"

namespace salesplan::forecast {
namespace {

std::vector<double> sales(unsigned seed, std::size_t n) {
  std::mt19937 random(seed);
  std::normal_distribution<double> normal(0, 8);
  std::vector<double> y;
  for (std::size_t t = 0; t < n; ++t) {
    const double x = static_cast<double>(t);
    y.push_back(500 + 2 * x + 90 * std::sin(x * 0.5235987755982988) + normal(random));
  }
  return y;
}

std::vector<Finding> of_kind(const Cleaning& cleaning, Oddity kind) {
  std::vector<Finding> result;
  for (const Finding& finding : cleaning.findings) {
    if (finding.kind == kind) result.push_back(finding);
  }
  return result;
}

TEST(Cleaning, FindsAndCorrectsAnOutlier) {
  const std::vector<double> truth = sales(1, 72);
  std::vector<double> y = truth;
  y[30] += 400;
  y[50] -= 350;
  const Cleaning c = clean(y, 12);
  ASSERT_EQ(c.findings.size(), 2u);
  EXPECT_EQ(c.findings[0].kind, Oddity::outlier);
  EXPECT_EQ(c.findings[0].first, 30u);
  EXPECT_EQ(c.findings[1].first, 50u);
  EXPECT_EQ(c.findings[0].observed, y[30]);
  EXPECT_NEAR(c.cleaned[30], truth[30], 60);
  for (std::size_t t = 0; t < 72; ++t) {
    if (t != 30 && t != 50) {
      EXPECT_EQ(c.cleaned[t], y[t]);
    }
  }
  EXPECT_EQ(clean(y, 12, {false, false, false}).cleaned, y);
}

TEST(Cleaning, FindsALevelShiftAndLeavesItUnlessAsked) {
  std::vector<double> y = sales(2, 72);
  for (std::size_t t = 40; t < 72; ++t) y[t] += 300;
  const Cleaning c = clean(y, 12);
  const std::vector<Finding> shifts = of_kind(c, Oddity::level_shift);
  ASSERT_EQ(shifts.size(), 1u);
  EXPECT_NEAR(static_cast<double>(shifts[0].first), 40, 1);
  EXPECT_EQ(shifts[0].length, 72 - shifts[0].first);
  EXPECT_NEAR(shifts[0].observed - shifts[0].expected, 300, 60);
  EXPECT_TRUE(of_kind(c, Oddity::outlier).size() <= 1);
  EXPECT_EQ(c.cleaned[10], y[10]);
  const Cleaning level = clean(y, 12, {false, false, true});
  EXPECT_NEAR(level.cleaned[10], y[10] + 300, 60);
  EXPECT_EQ(level.cleaned[60], y[60]);
}

TEST(Cleaning, StockOutsAreNotDemand) {
  const std::vector<double> truth = sales(3, 72);
  std::vector<double> y = truth;
  y[20] = y[21] = y[60] = 0;
  const Cleaning c = clean(y, 12);
  const std::vector<Finding> runs = of_kind(c, Oddity::stock_out);
  ASSERT_EQ(runs.size(), 2u);
  EXPECT_EQ(runs[0].first, 20u);
  EXPECT_EQ(runs[0].length, 2u);
  EXPECT_EQ(runs[1].first, 60u);
  EXPECT_NEAR(runs[0].expected, (truth[20] + truth[21]) / 2, 60);
  for (std::size_t t : {20u, 21u, 60u}) EXPECT_NEAR(c.cleaned[t], truth[t], 60);
  // A demand that often is zero is no stock-out; nor is a launch.
  std::vector<double> rare(40, 0.0);
  for (std::size_t t = 0; t < 40; t += 3) rare[t] = 5;
  EXPECT_TRUE(of_kind(clean(rare, 1), Oddity::stock_out).empty());
  std::vector<double> launch = truth;
  for (std::size_t t = 0; t < 10; ++t) launch[t] = 0;
  EXPECT_TRUE(of_kind(clean(launch, 12), Oddity::stock_out).empty());
}

TEST(Cleaning, OrdinarySeriesStayAsTheyAre) {
  int findings = 0;
  for (unsigned seed = 10; seed < 40; ++seed) {
    findings += static_cast<int>(clean(sales(seed, 60), 12).findings.size());
  }
  EXPECT_LE(findings, 9);  // in 1800 values
  std::vector<double> plain(30, 5.0);
  EXPECT_TRUE(clean(plain, 12).findings.empty());
  for (std::size_t t = 0; t < plain.size(); ++t) plain[t] = static_cast<double>(t);
  EXPECT_TRUE(clean(plain, 1).findings.empty());
}

TEST(Cleaning, OddSeriesGiveNumbers) {
  const unsigned seed = 77;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  const auto below = [&](unsigned n) { return static_cast<unsigned>(random() % n); };
  for (int round = 0; round < 300; ++round) {
    std::vector<double> y(below(60));
    const unsigned gaps = below(4), levels = 1 + below(40);
    const double scale = std::pow(10.0, static_cast<double>(below(24)) - 10);
    for (double& v : y) {
      v = (static_cast<double>(below(levels)) - (round % 3 == 0 ? 5 : 0)) * scale;
      if (gaps && below(4) == 0) v = core::missing_number;
    }
    const Cleaning c = clean(y, 1 + below(13), {true, round % 2 == 0, true});
    ASSERT_EQ(c.cleaned.size(), y.size());
    for (std::size_t t = 0; t < y.size(); ++t) {
      ASSERT_EQ(std::isnan(c.cleaned[t]), std::isnan(y[t])) << round << " " << t;
    }
    for (const Finding& f : c.findings) {
      ASSERT_LT(f.first, y.size());
      ASSERT_TRUE(std::isfinite(f.observed) && std::isfinite(f.expected)) << round;
    }
  }
  EXPECT_EQ(refusal([] { clean({}, 0); }), "season_length: 0 is below 1");
}

}  // namespace
}  // namespace salesplan::forecast
