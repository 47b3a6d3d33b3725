// What must not matter to a forecast: the unit, the zero of additive models, other series.
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "salesplan/core/missing.hpp"
#include "salesplan/forecast/forecast.hpp"

namespace salesplan::forecast {
namespace {

std::vector<double> around_zero(unsigned seed, std::size_t n) {
  std::mt19937 random(seed);
  std::normal_distribution<double> normal(0, 5);
  std::vector<double> y;
  for (std::size_t t = 0; t < n; ++t) {
    const double x = static_cast<double>(t);
    y.push_back(0.3 * (x - 30) + 20 * std::sin(x * 0.5235987755982988) + normal(random));
  }
  return y;
}

Options options(const std::string& model, int season = 12) {
  Options o;
  o.model = model;
  o.horizon = 14;
  o.season_length = season;
  return o;
}

TEST(Invariance, AdditiveModelsMoveWithTheSeries) {
  // Both series go below zero, so that only additive forms are open to the choice.
  for (const char* model : {"ets", "arima", "mstl", "snaive", "naive2", "theta"}) {
    for (unsigned seed : {1u, 2u, 3u}) {
      std::vector<double> y = around_zero(seed, 72);
      const SeriesForecast one = forecast_series(y, options(model));
      for (double& v : y) v -= 40;
      const SeriesForecast two = forecast_series(y, options(model));
      for (std::size_t u = 0; u < 14; ++u) {
        EXPECT_NEAR(two.mean[u], one.mean[u] - 40, 0.2) << model << " " << seed << " " << u;
        EXPECT_NEAR(two.sd[u] / one.sd[u], 1, 0.02) << model << " " << seed << " " << u;
      }
    }
  }
}

TEST(Invariance, NothingButTheUnitChangesWithTheUnit) {
  for (const std::string& model : models()) {
    std::vector<double> y = around_zero(4, 60);
    for (double& v : y) v = std::fabs(v) + 1;
    const SeriesForecast one = forecast_series(y, options(model));
    for (double scale : {std::ldexp(1.0, -40), std::ldexp(1.0, 40)}) {
      std::vector<double> scaled = y;
      for (double& v : scaled) v *= scale;
      const SeriesForecast two = forecast_series(scaled, options(model));
      EXPECT_EQ(one.model, two.model);
      for (std::size_t u = 0; u < 14; ++u) {
        EXPECT_NEAR(two.mean[u] / scale, one.mean[u], 1e-6 * std::fabs(one.mean[u])) << model;
      }
    }
  }
}

TEST(Invariance, MissingValuesInAnyPatternGiveNumbers) {
  const unsigned seed = 31;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (const std::string& model : models()) {
    for (int pattern = 0; pattern < 6; ++pattern) {
      std::vector<double> y = around_zero(static_cast<unsigned>(pattern), 60);
      for (std::size_t t = 0; t < y.size(); ++t) {
        y[t] = std::fabs(y[t]) + 1;
        const bool gone = pattern == 0   ? t % 2 == 1
                          : pattern == 1 ? t % 12 == 3        // a month never seen
                          : pattern == 2 ? t > 10 && t < 40   // a long gap
                          : pattern == 3 ? t < 20 || t > 50   // both ends
                          : pattern == 4 ? random() % 10 < 7  // most
                                         : t % 12 != 5;       // one month alone
        if (gone) y[t] = core::missing_number;
      }
      const SeriesForecast f = forecast_series(y, options(model));
      for (std::size_t u = 0; u < 14; ++u) {
        ASSERT_TRUE(std::isfinite(f.mean[u]) && std::isfinite(f.sd[u]) && f.sd[u] >= 0)
            << model << " pattern " << pattern << " " << f.model;
      }
    }
  }
}

TEST(Invariance, ASeasonLongerThanTheSeriesIsNoSeason) {
  const std::vector<double> y = around_zero(7, 20);
  for (const std::string& model : models()) {
    if (model == "auto") continue;  // rehearses where it can, and that is a matter of seasons
    const SeriesForecast f = forecast_series(y, options(model, 365));
    const SeriesForecast plain = forecast_series(y, options(model, 1));
    for (std::size_t u = 0; u < 14; ++u) {
      ASSERT_TRUE(std::isfinite(f.mean[u])) << model;
      EXPECT_NEAR(f.mean[u], plain.mean[u], 1e-6 * (1 + std::fabs(plain.mean[u]))) << model;
    }
  }
}

}  // namespace
}  // namespace salesplan::forecast
