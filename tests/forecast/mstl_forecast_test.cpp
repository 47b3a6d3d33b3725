#include "salesplan/forecast/mstl_forecast.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <random>
#include <vector>

#include "salesplan/core/missing.hpp"

namespace salesplan::forecast {
namespace {

// Two seasons that multiply, or that add up around zero.
double truth(std::size_t t, bool relative) {
  const double x = static_cast<double>(t), level = 300 + 0.2 * x;
  const double week = t % 7 < 5 ? 0.1 : -0.25;
  const double quarter = 0.2 * std::sin(x * 6.283185307179586 / 91);
  return relative ? level * (1 + week) * (1 + quarter) : level - 400 + 300 * (week + quarter);
}

TEST(MstlForecast, RepeatsTwoSeasonsAtOnce) {
  for (bool relative : {true, false}) {
    std::mt19937 random(4);
    std::normal_distribution<double> normal(0, 4);
    std::vector<double> y;
    for (std::size_t t = 0; t < 455; ++t) y.push_back(truth(t, relative) + normal(random));
    y[100] = y[101] = core::missing_number;
    const std::vector<std::size_t> both = {7, 91}, week = {7}, late = {7, 91, 365};
    const auto error = [&](const std::vector<std::size_t>& seasons) {
      const SeriesForecast f = forecast_mstl(y, seasons, 2, 60);
      double sum = 0;
      for (std::size_t u = 0; u < 60; ++u) {
        sum += std::fabs(f.mean[u] - truth(457 + u, relative)) / 60;
      }
      return sum;
    };
    EXPECT_LT(error(both), 8) << relative;
    EXPECT_LT(error(both), 0.5 * error(week)) << relative;
    const SeriesForecast f = forecast_mstl(y, late, 0, 10);
    EXPECT_EQ(f.model.substr(0, 17), "MSTL[7,91] + ETS(");
    double sum = 0;
    for (double mean : f.mean) sum += mean;
    EXPECT_NEAR(f.total_mean, sum, 1e-9 * std::fabs(sum));
  }
}

TEST(MstlForecast, ItsIntervalsHoldWithFewCycles) {
  const unsigned seed = 17;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  std::normal_distribution<double> normal(0, 0.03);
  const std::vector<std::size_t> year = {12};
  double inside = 0, all = 0;
  for (int round = 0; round < 200; ++round) {
    std::vector<double> y;
    for (int t = 0; t < 48; ++t)
      y.push_back(100 * std::exp(0.2 * std::sin(t * 0.5236) + normal(random)));
    const SeriesForecast f = forecast_mstl({y.data(), 36}, year, 0, 12);
    for (std::size_t u = 0; u < 12; ++u) {
      inside += std::fabs(y[36 + u] - f.mean[u]) <= 1.96 * f.sd[u] ? 1 : 0;
      all += 1;
    }
  }
  EXPECT_GT(inside / all, 0.92);
  EXPECT_LT(inside / all, 0.99);
}

TEST(MstlForecast, ShortSeriesAreForecastWithoutSeason) {
  const std::vector<double> y = {5, 7, 6, 8, 7, 9, 8};
  const std::vector<std::size_t> seasons = {12};
  const SeriesForecast f = forecast_mstl(y, seasons, 0, 3);
  EXPECT_NE(f.model.find("(shorter than two seasons)"), std::string::npos);
  for (double mean : f.mean) EXPECT_TRUE(std::isfinite(mean));
}

}  // namespace
}  // namespace salesplan::forecast
