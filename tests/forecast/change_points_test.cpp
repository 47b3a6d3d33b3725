#include "salesplan/forecast/change_points.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

#include "../refusal.hpp"
#include "salesplan/core/missing.hpp"

namespace salesplan::forecast {
namespace {

TEST(ChangePoints, FindsWhereTheLineBreaks) {
  std::mt19937 random(5);
  std::normal_distribution<double> normal(0, 1);
  std::vector<double> y;
  for (int t = 0; t < 100; ++t) {
    const double line = t < 40 ? 50 + 0.5 * t : t < 70 ? 100 : 100 - 1.5 * (t - 70);
    y.push_back(line + normal(random));
  }
  y[10] = y[55] = core::missing_number;
  for (double scale : {1.0, 1e-9, 1e12}) {
    std::vector<double> scaled = y;
    for (double& v : scaled) v *= scale;
    const std::vector<Segment> lines = segments(scaled, 6);
    ASSERT_EQ(lines.size(), 3u) << scale;
    EXPECT_EQ(lines[0].first, 0u);
    EXPECT_NEAR(static_cast<double>(lines[1].first), 40, 1);
    EXPECT_NEAR(static_cast<double>(lines[2].first), 70, 3);
    EXPECT_NEAR(lines[0].slope / scale, 0.5, 0.05);
    EXPECT_NEAR(lines[1].level / scale, 100, 1.5);
    EXPECT_NEAR(lines[2].slope / scale, -1.5, 0.1);
  }
}

TEST(ChangePoints, SeesNothingInNoiseAlone) {
  const unsigned seed = 12;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  std::normal_distribution<double> normal(0, 1);
  int changed = 0;
  for (int round = 0; round < 50; ++round) {
    std::vector<double> y;
    for (int t = 0; t < 60; ++t) y.push_back(0.1 * t + normal(random));
    changed += segments(y, 6).size() > 1 ? 1 : 0;
  }
  EXPECT_LE(changed, 5);
}

TEST(ChangePoints, OddSeriesHaveOneLine) {
  EXPECT_EQ(segments(std::vector<double>(30, 7.0), 4).size(), 1u);
  EXPECT_EQ(segments(std::vector<double>(3, 7.0), 4).size(), 1u);
  const std::vector<double> line = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  const std::vector<Segment> one = segments(line, 2);
  ASSERT_EQ(one.size(), 1u);
  EXPECT_NEAR(one[0].level, 1, 1e-9);
  EXPECT_NEAR(one[0].slope, 1, 1e-9);
  EXPECT_EQ(refusal([&] { segments(line, 1); }), "shortest: 1 is below 2");
}

}  // namespace
}  // namespace salesplan::forecast
