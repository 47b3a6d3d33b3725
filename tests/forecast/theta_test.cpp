#include "salesplan/forecast/theta.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "forecast/golden.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/forecast/seasonal_adjustment.hpp"
#include "salesplan/forecast/theta_search.hpp"

namespace salesplan::forecast {
namespace {

/// In lane 0, without a season or a unit.
SeriesForecast run_fixed(detail::ThetaProblem& problem, const detail::Point& point,
                         std::size_t horizon) {
  problem.set(0, point);
  problem.run();
  return problem.forecast({}, 1, 0, horizon);
}

TEST(Theta, FixedParametersGiveTheNumbersOfStatsforecast) {
  for (auto& [name, g] : read_golden("theta_golden.csv")) {
    SCOPED_TRACE(name);
    detail::ThetaProblem problem(g["y"], name[0] == 't' ? Theta::standard : Theta::optimised);
    const std::vector<double>&fixed = g["fixed"], &errors = g["fixed_errors"];
    const SeriesForecast f = run_fixed(problem, {fixed[0], fixed[1], fixed[2]}, 18);
    double squares = 0;
    for (std::size_t t = 2; t < errors.size(); ++t) {  // those before are not scored
      squares += errors[t] * errors[t];
      EXPECT_NEAR(problem.errors()[t * lane_count], errors[t], 1e-8) << t;
    }
    EXPECT_NEAR(problem.end().sum_squares[0] / squares, 1, 1e-10);
    EXPECT_NEAR(problem.end().level[0], g["fixed_end_level"][0], 1e-8);
    for (std::size_t u = 0; u < 18; ++u) EXPECT_NEAR(f.mean[u], g["fixed_mean"][u], 1e-8) << u;
  }
}

TEST(Theta, FixedParametersGiveTheNumbersOfR) {
  auto cases = read_golden("thetaf_golden.csv");
  ASSERT_EQ(cases.size(), 2u);
  for (auto& [name, g] : cases) {
    SCOPED_TRACE(name);
    // R's level smooths y alone; ours leaves out the half of the line that it adds again.
    const Line line = fit_line(g["y"]);
    const double level = g["level"][0] - 0.5 * (line.level + line.slope);
    detail::ThetaProblem problem(g["y"], Theta::standard);
    const SeriesForecast f = run_fixed(problem, {g["alpha"][0], level}, 18);
    for (std::size_t u = 0; u < 18; ++u) {
      const double ratio = f.sd[u] / f.sd[0];
      EXPECT_NEAR(f.mean[u], g["mean"][u], 1e-8 * g["mean"][u]) << u;
      EXPECT_NEAR(ratio * ratio, g["variance_ratio"][u], 1e-8) << u;
    }
  }
}

TEST(Theta, ForecastsLikeStatsforecast) {
  auto cases = read_golden("theta_golden.csv");
  ASSERT_EQ(cases.size(), 4u);
  for (auto& [name, g] : cases) {
    const Theta theta = name[0] == 't' ? Theta::standard : Theta::optimised;
    const std::size_t m = name.find("air") == std::string::npos ? 1 : 12;
    if (name == "dot_walk") continue;  // its search stops short there: the test below
    const SeriesForecast f = forecast_theta(g["y"], m, theta, 0, 18);
    // Its search stops early and scores from the fourth value on.
    for (std::size_t u = 0; u < 18; ++u) {
      EXPECT_NEAR(f.mean[u] / g["mean"][u], 1, 0.02) << name << " " << u;
    }
  }
}

TEST(Theta, FitsARandomWalkBetterThanTheFlatLineOfStatsforecast) {
  // On the random walk its DOT ends at theta = 1, which is simple exponential smoothing: the
  // forecast is flat. Ours must fit better, by the errors from the third value on, than any such
  // smoothing.
  auto cases = read_golden("theta_golden.csv");
  const std::vector<double>& peer = cases.at("dot_walk")["mean"];
  for (std::size_t u = 1; u < 18; ++u) EXPECT_EQ(peer[u], peer[0]);

  const std::vector<double>& y = cases.at("dot_walk")["y"];
  double flat = HUGE_VAL;
  for (double start : y) {
    for (int percent = 10; percent <= 99; ++percent) {
      double level = start;
      double squares = 0;
      for (std::size_t t = 0; t < y.size(); ++t) {
        const double error = y[t] - level;
        if (t >= 2) squares += error * error;
        level += percent / 100.0 * error;
      }
      flat = std::min(flat, squares);
    }
  }
  const double freedom = static_cast<double>(y.size()) - 2 - 3;  // three parameters
  const double found = forecast_theta(y, 1, Theta::optimised, 0, 1).sd[0];
  EXPECT_LT(found, std::sqrt(flat / freedom));
  EXPECT_GT(found, 0.9 * std::sqrt(flat / freedom));  // the same measure of the same errors
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
