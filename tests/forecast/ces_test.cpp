#include "salesplan/forecast/ces.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "forecast/golden.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/forecast/ces_search.hpp"

namespace salesplan::forecast {
namespace {

TEST(Ces, FixedParametersGiveTheNumbersOfStatsforecast) {
  auto cases = read_golden("ces_golden.csv");
  ASSERT_EQ(cases.size(), 3u);
  for (auto& [form, g] : cases) {
    SCOPED_TRACE(form);
    const auto n = static_cast<double>(g["y"].size());
    detail::CesProblem problem(g["y"], n,
                               form == "N"   ? detail::CesSeason::none
                               : form == "P" ? detail::CesSeason::partial
                                             : detail::CesSeason::full,
                               g["season"]);
    const std::vector<double>& p = g["parameters"];
    detail::Point point = {p[0], p[1], g["level"][0]};
    for (std::size_t i = 2; i < p.size(); ++i) point[i + 1] = p[i];
    problem.set(0, point);
    problem.run();
    EXPECT_NEAR(problem.objective(0), g["likelihood"][0], 1e-8);
    EXPECT_NEAR(problem.end().level[0], g["end_level"][0], 1e-8);
    EXPECT_NEAR(problem.end().potential[0], g["end_potential"][0], 1e-8);
    for (std::size_t t = 0; t < g["y"].size(); ++t) {
      EXPECT_NEAR(problem.errors()[t * lane_count], g["errors"][t], 1e-8) << t;
    }
    const SeriesForecast f = problem.forecast(1, 0, g["mean"].size());
    EXPECT_EQ(f.model, "CES(" + form + ")");
    for (std::size_t u = 0; u < f.mean.size(); ++u) {
      const double ratio = f.sd[u] / f.sd[0];
      EXPECT_NEAR(f.mean[u], g["mean"][u], 1e-8) << u;
      EXPECT_NEAR(ratio * ratio, g["variance_ratio"][u], 1e-8) << u;
    }
  }
}

TEST(Ces, ARepeatedSeasonIsRepeated) {
  const double season[] = {3, -4, 2, -1};
  std::vector<double> y;
  for (std::size_t t = 0; t < 32; ++t) y.push_back(50 + season[t % 4]);
  const SeriesForecast f = forecast_ces(y, 4, 0, 9);
  for (std::size_t u = 0; u < 9; ++u) {
    EXPECT_NEAR(f.mean[u], 50 + season[u % 4], 1e-4);
    EXPECT_NEAR(f.sd[u], 0, 1e-3);
  }
}

TEST(Ces, FollowsALevelWithTheSpreadOfALocalLevel) {
  // A random walk plus noise: a1 = 1 is simple smoothing, whose spread grows with the horizon.
  const unsigned seed = 11;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  std::normal_distribution<double> normal;
  std::vector<double> y;
  double level = 200;
  for (int t = 0; t < 400; ++t) {
    level += 0.5 * normal(random);
    y.push_back(level + 2 * normal(random));
  }
  const SeriesForecast f = forecast_ces(y, 1, 0, 12);
  EXPECT_EQ(f.model, "CES(N)");
  EXPECT_NEAR(f.mean[0], level, 4);
  EXPECT_NEAR(f.sd[0], 2.27, 0.3);  // steady state of the local level model
  EXPECT_GT(f.sd[11], f.sd[0]);
  double independent = 0;
  for (double s : f.sd) independent += s * s;
  EXPECT_GT(f.total_sd, std::sqrt(independent));
}

TEST(Ces, SeasonsOfAnyFormBeatNone) {
  std::vector<double> y;
  for (std::size_t t = 0; t < 96; ++t) {
    const double x = static_cast<double>(t);
    y.push_back((100 + x) * (1 + 0.3 * std::sin(x * 3.14159265358979 / 6)));
  }
  const SeriesForecast f = forecast_ces(y, 12, 0, 12);
  EXPECT_NE(f.model, "CES(N)");
  for (std::size_t u = 0; u < 12; ++u) {
    const double x = static_cast<double>(96 + u);
    EXPECT_NEAR(f.mean[u], (100 + x) * (1 + 0.3 * std::sin(x * 3.14159265358979 / 6)), 12);
  }
}

TEST(Ces, GapStepsAreLeftOut) {
  std::vector<double> y;
  for (int t = 0; t < 40; ++t) y.push_back(20 + t % 5 + 0.1 * t);
  const SeriesForecast whole = forecast_ces(y, 5, 0, 8);
  const SeriesForecast late = forecast_ces(y, 5, 3, 5);
  for (std::size_t u = 0; u < 5; ++u) {
    EXPECT_EQ(late.mean[u], whole.mean[u + 3]);
    EXPECT_EQ(late.sd[u], whole.sd[u + 3]);
  }
}

}  // namespace
}  // namespace salesplan::forecast
