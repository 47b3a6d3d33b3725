#include "salesplan/forecast/automatic.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "salesplan/core/missing.hpp"
#include "salesplan/forecast/forecast.hpp"
#include "salesplan/forecast/rehearsal.hpp"
#include "salesplan/forecast/theta.hpp"

namespace salesplan::forecast {
namespace {

std::vector<double> monthly(std::size_t n) {
  std::mt19937 random(17);
  std::normal_distribution<double> normal(0, 4);
  std::vector<double> y;
  for (std::size_t t = 0; t < n; ++t) {
    const double x = static_cast<double>(t);
    y.push_back(150 + 0.4 * x + 25 * std::sin(x * 3.14159265358979 / 6) + normal(random));
  }
  return y;
}

TEST(Automatic, WeightsAreInverseErrors) {
  const std::vector<double> actual = {10, core::missing_number, 12};
  const SeriesForecast good = {{11, 99, 12}, {1, 1, 1}, 0, 0, false, ""};
  const SeriesForecast bad = {{12, 0, 14}, {1, 1, 1}, 0, 0, false, ""};
  const std::vector<double> w = detail::weigh({{actual, {good, bad}}}, 2);
  EXPECT_NEAR(w[0], 4 / 5.0, 1e-5);  // errors 1 and 4
  EXPECT_NEAR(w[1], 1 / 5.0, 1e-5);
  EXPECT_EQ(detail::weigh({}, 2), (std::vector<double>{0.5, 0.5}));
  const SeriesForecast perfect = {{10, 0, 12}, {1, 1, 1}, 0, 0, false, ""};
  EXPECT_EQ(detail::weigh({{actual, {perfect, perfect}}}, 2), (std::vector<double>{0.5, 0.5}));
}

TEST(Automatic, SpreadFollowsTheErrorsOfTheRehearsals) {
  const std::vector<double> actual = {10, 14};
  const auto ratio = [&](double sd) {
    const SeriesForecast f = {{12, 12}, {sd, sd}, 0, 0, false, ""};
    return detail::spread_ratio({{actual, {f}}}, {1.0});
  };
  EXPECT_DOUBLE_EQ(ratio(2), std::sqrt((7.2 + 1) / 7));       // as wide as the errors
  EXPECT_DOUBLE_EQ(ratio(1), std::sqrt((7.2 + 4) / 7));       // half as wide
  EXPECT_DOUBLE_EQ(ratio(0.001), std::sqrt((7.2 + 10) / 7));  // capped
  EXPECT_DOUBLE_EQ(ratio(0), std::sqrt(1.2));                 // nothing to compare with
}

TEST(Automatic, RehearsesOnlyWhatTheSeriesCarries) {
  EXPECT_EQ(detail::rehearse(detail::pool(), monthly(100), 12, 18).size(), 3u);
  EXPECT_EQ(detail::rehearse(detail::pool(), monthly(35), 12, 18).size(), 1u);
  EXPECT_EQ(detail::rehearse(detail::pool(), monthly(30), 12, 18).size(), 0u);
  std::vector<double> y(40, 5.0);
  y.back() = 6;
  EXPECT_EQ(detail::rehearse(detail::pool(), y, 1, 6).size(), 0u);
  y = monthly(60);
  y[55] = y[56] = core::missing_number;  // the window before the last three ends in a gap
  const auto rehearsals = detail::rehearse(detail::pool(), y, 12, 9);
  ASSERT_EQ(rehearsals.size(), 3u);
  EXPECT_EQ(rehearsals[0].members[0].mean.size(), 3u);
}

TEST(Automatic, ASingleModelIsAsWideAsItsErrorsWere) {
  std::vector<double> y = monthly(100);
  const SeriesForecast plain = forecast_theta(y, 12, Theta::optimised, 0, 18);
  Options options;
  options.model = "dot";
  options.horizon = 18;
  options.season_length = 12;
  const SeriesForecast calm = forecast_series(y, options);
  EXPECT_EQ(calm.mean, plain.mean);
  EXPECT_TRUE(calm.heavy_tails);
  // The ratio is at least that of errors of 0 and at most that of three capped ones.
  const auto factor = [](double sum) { return 1.4 * std::sqrt((7.2 + sum) / 9); };
  for (std::size_t u = 0; u < 18; ++u) {
    EXPECT_GT(calm.sd[u] / plain.sd[u], factor(0));
    EXPECT_LT(calm.sd[u] / plain.sd[u], factor(30));
  }
  // A level that rises where no past can tell makes the rehearsals before it wrong.
  for (std::size_t t = 94; t < 100; ++t) y[t] += 100;
  const SeriesForecast shaken = forecast_series(y, options);
  options.own_spread = true;
  const SeriesForecast own = forecast_series(y, options);
  EXPECT_FALSE(own.heavy_tails);
  EXPECT_GT(shaken.sd[0] / own.sd[0], 1.5 * calm.sd[0] / plain.sd[0]);
  EXPECT_NEAR(shaken.total_sd / own.total_sd, shaken.sd[0] / own.sd[0], 1e-12);
}

TEST(Automatic, IsNearTheTruthWithHeavyTails) {
  const SeriesForecast f = forecast_auto(monthly(120), 12, 0, 12);
  EXPECT_TRUE(f.heavy_tails);
  for (std::size_t u = 0; u < 12; ++u) {
    const double x = static_cast<double>(120 + u);
    EXPECT_NEAR(f.mean[u], 150 + 0.4 * x + 25 * std::sin(x * 3.14159265358979 / 6), 8);
    EXPECT_GT(f.sd[u], 3);
  }
  EXPECT_NE(f.model.find("% ETS"), std::string::npos);
  EXPECT_NE(f.model.find("% ARIMA"), std::string::npos);
}

TEST(Automatic, IntermittentDemandGoesToTheMethodOfItsClass) {
  std::vector<double> y;
  for (std::size_t t = 0; t < 60; ++t) y.push_back(t % 7 == 3 || t % 11 == 0 ? 4.0 : 0.0);
  Options options;
  options.horizon = 3;
  options.season_length = 12;
  EXPECT_EQ(forecast_series(y, options).model, "sba");
  y.insert(y.end(), 25, 0.0);  // it seems to end
  EXPECT_EQ(forecast_series(y, options).model, "tsb");
  y[5] = -1;
  EXPECT_NE(forecast_series(y, options).model, "tsb");
}

}  // namespace
}  // namespace salesplan::forecast
