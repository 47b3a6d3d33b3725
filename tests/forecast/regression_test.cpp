#include "salesplan/forecast/regression.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include "../refusal.hpp"
#include "salesplan/calendar/china.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/forecast/calendar_regressors.hpp"

namespace salesplan::forecast {
namespace regression_test {

constexpr double nan = core::missing_number;

Options monthly(const std::string& model, std::size_t h) {
  Options o;
  o.model = model;
  o.horizon = h;
  o.season_length = 12;
  return o;
}

Regressors new_year(std::size_t periods) {
  CalendarEffects effects;
  effects.holidays = lunar_new_year_effects();
  return calendar_regressors(calendar::china_calendar(),
                             calendar::make_period(calendar::Grain::month, 2015, 1), periods,
                             effects);
}

/// Sales with trend, season, noise and effects b of the regressors.
std::vector<double> sales(const Regressors& x, std::size_t n, const std::vector<double>& b,
                          bool relative, double noise) {
  std::mt19937 random(7);
  std::normal_distribution<double> normal(0, noise);
  std::vector<double> y;
  for (std::size_t t = 0; t < n; ++t) {
    const double month = static_cast<double>(t);
    double value = 0.004 * month + 0.15 * std::sin(month * 0.5235987755982988) + normal(random);
    for (std::size_t j = 0; j < b.size(); ++j) value += b[j] * x.values[t * b.size() + j];
    y.push_back(relative ? 1000 * std::exp(value) : 1000 * value);
  }
  return y;
}

TEST(Regression, FindsTheEffectsOfTheCalendar) {
  const Regressors x = new_year(108);
  const std::vector<double> b = {0.03, 0.25, -0.35};
  const std::vector<double> y = sales(x, 96, b, true, 0.01);
  const RegressionForecast f = forecast_with(y, x, monthly("ets", 12));
  ASSERT_EQ(f.effects.size(), 3u);
  for (std::size_t j = 0; j < 3; ++j) {
    EXPECT_TRUE(f.effects[j].used);
    EXPECT_NEAR(f.effects[j].ratio, std::expm1(b[j]), 0.02) << f.effects[j].name;
    EXPECT_GT(std::fabs(f.effects[j].t), 4);
  }
  EXPECT_NE(f.forecast.model.find(" with workdays, before_lunar_new_year, lunar_new_year"),
            std::string::npos);
  // The future without noise.
  const std::vector<double> truth = sales(x, 108, b, true, 1e-9);
  const SeriesForecast plain = forecast_series(y, monthly("ets", 12));
  double with = 0, without = 0;
  for (std::size_t u = 0; u < 12; ++u) {
    with += std::fabs(f.forecast.mean[u] - truth[96 + u]);
    without += std::fabs(plain.mean[u] - truth[96 + u]);
  }
  EXPECT_LT(with, 0.5 * without);
  // What is left plus what was taken out is the series.
  for (std::size_t t = 0; t < 96; ++t) {
    EXPECT_NEAR(f.adjusted[t] + f.contribution[t], y[t], 1e-9);
  }
}

TEST(Regression, SeriesThatAreNotPositiveGetEffectsInUnits) {
  const Regressors x = new_year(108);
  const std::vector<double> y = sales(x, 96, {0.05, 0, -0.5}, false, 0.02);
  const RegressionForecast f = forecast_with(y, x, monthly("ets", 12));
  EXPECT_NEAR(f.effects[0].units, 50, 8);
  EXPECT_NEAR(f.effects[2].units, -500, 60);
  RegressionOptions clear;
  clear.only_clear = true;
  const RegressionForecast g = forecast_with(y, x, monthly("ets", 12), clear);
  EXPECT_TRUE(g.effects[0].used && g.effects[2].used);
  for (const Effect& effect : g.effects) EXPECT_TRUE(!effect.used || std::fabs(effect.t) >= 2);
}

TEST(Regression, ScalesWithTheSeriesAndTheRegressors) {
  const Regressors x = new_year(108);
  const std::vector<double> y = sales(x, 96, {0.03, 0.25, -0.35}, true, 0.02);
  const RegressionForecast one = forecast_with(y, x, monthly("theta", 12));
  for (double scale : {1e-9, 1e12}) {
    std::vector<double> scaled = y;
    Regressors other = x;
    for (double& v : scaled) v *= scale;
    for (double& v : other.values) v *= 1000;
    const RegressionForecast two = forecast_with(scaled, other, monthly("theta", 12));
    for (std::size_t u = 0; u < 12; ++u) {
      EXPECT_NEAR(two.forecast.mean[u] / scale / one.forecast.mean[u], 1, 1e-5);
      EXPECT_NEAR(two.forecast.sd[u] / scale / one.forecast.sd[u], 1, 1e-3);
    }
  }
}

TEST(Regression, MissingValuesDoNotDisturbTheEffects) {
  const Regressors x = new_year(108);
  const std::vector<double> b = {0.03, 0.25, -0.35};
  std::vector<double> y = sales(x, 96, b, true, 0.01);
  for (std::size_t t : {0u, 1u, 24u, 25u, 40u, 61u, 95u}) y[t] = nan;
  const RegressionForecast f = forecast_with(y, x, monthly("ets", 12));
  for (std::size_t j = 0; j < 3; ++j) EXPECT_NEAR(f.effects[j].ratio, std::expm1(b[j]), 0.03);
  EXPECT_TRUE(std::isnan(f.adjusted[24]));
  for (double mean : f.forecast.mean) EXPECT_TRUE(std::isfinite(mean));
}

TEST(Regression, ColumnsThatCannotBeToldApartAreNotUsed) {
  Regressors x = new_year(108);
  Regressors more{{"copy", "nothing", "always"}, {}};
  for (std::size_t t = 0; t < 108; ++t) {
    more.values.insert(more.values.end(), {2 * x.values[3 * t], 0, 1});
  }
  append(x, more);
  const std::vector<double> y = sales(new_year(108), 96, {0.03, 0.25, -0.35}, true, 0.01);
  const RegressionForecast f = forecast_with(y, x, monthly("ets", 12));
  EXPECT_TRUE(f.effects[0].used && f.effects[1].used && f.effects[2].used);
  EXPECT_FALSE(f.effects[3].used || f.effects[4].used || f.effects[5].used);
  EXPECT_TRUE(std::isnan(f.effects[3].ratio));
}

TEST(Regression, APanelIsItsSeries) {
  std::vector<double> values;
  std::vector<std::int64_t> offsets{0};
  Regressors all{new_year(1).names, {}};
  for (std::size_t n : {96u, 40u, 3u, 0u, 60u}) {
    const Regressors x = new_year(n + 6);
    const std::vector<double> y = sales(x, n, {0.03, 0.25, -0.35}, true, 0.02);
    values.insert(values.end(), y.begin(), y.end());
    offsets.push_back(static_cast<std::int64_t>(values.size()));
    all.values.insert(all.values.end(), x.values.begin(), x.values.end());
  }
  Options o = monthly("theta", 6);
  const PanelRegression one = forecast_with({values, offsets}, all, o);
  o.threads = 3;
  const PanelRegression three = forecast_with({values, offsets}, all, o);
  for (std::size_t i = 0; i < 5; ++i) {
    for (std::size_t u = 0; u < 6; ++u) {
      if (i != 3) {
        EXPECT_EQ(one.forecast.mean[i * 6 + u], three.forecast.mean[i * 6 + u]);
      }
    }
  }
  EXPECT_EQ(one.contribution, three.contribution);
  EXPECT_EQ(one.forecast.model[2], "naive (3 values) (no regressors: too few values)");
  EXPECT_EQ(one.forecast.model[3], "none (no values) (no regressors: too few values)");
  const Regressors x = new_year(66);
  const RegressionForecast alone =
      forecast_with(core::View<const double>(values.data() + 139, 60), x, monthly("theta", 6));
  EXPECT_EQ(alone.forecast.mean[5], one.forecast.mean[29]);
  EXPECT_EQ(alone.contribution[65], one.contribution.back());
  EXPECT_EQ(alone.effects[2].t, one.effects[14].t);
}

TEST(Regression, OddSeriesGiveNumbers) {
  const unsigned seed = 99;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  const auto below = [&](unsigned n) { return static_cast<unsigned>(random() % n); };
  for (int round = 0; round < 300; ++round) {
    const std::size_t n = 1 + below(80);
    const double scale = std::pow(10.0, static_cast<double>(below(24)) - 10);
    std::vector<double> y(n);
    const unsigned gaps = below(3), levels = 1 + below(50);
    for (double& v : y) {
      v = (static_cast<double>(below(levels)) + (round % 3 == 0 ? 1 : -2)) * scale;
      if (gaps && below(3) == 0) v = nan;
    }
    y[below(static_cast<unsigned>(n))] = scale;
    const std::size_t k = 1 + below(3), h = 1 + below(14);
    Regressors x;
    for (std::size_t j = 0; j < k; ++j) x.names.push_back("x" + std::to_string(j));
    for (std::size_t i = 0; i < (n + h) * k; ++i) x.values.push_back(below(4) * 1e6);
    Options o = monthly(round % 2 ? "ets" : "snaive", h);
    o.season_length = round % 5 ? 12 : 1;
    const RegressionForecast f = forecast_with(y, x, o, {round % 7 == 0});
    for (std::size_t u = 0; u < h; ++u) {
      ASSERT_TRUE(std::isfinite(f.forecast.mean[u]) && std::isfinite(f.forecast.sd[u]))
          << round << " " << f.forecast.model;
    }
    ASSERT_TRUE(std::isfinite(f.forecast.total_sd)) << round;
  }
}

TEST(Regression, RefusesAFutureThatIsNotKnown) {
  const Regressors x = new_year(108);
  const std::vector<double> y = sales(x, 96, {0.03, 0.25, -0.35}, true, 0.02);
  EXPECT_EQ(refusal([&] { forecast_with(y, x, monthly("ets", 13)); }),
            "regressors: 324 values are not 3 for each of 96 past and 13 future periods");
  Regressors unknown = x;
  unknown.values[100 * 3 + 1] = nan;
  EXPECT_EQ(refusal([&] { forecast_with(y, unknown, monthly("ets", 12)); }),
            "regressors[100].before_lunar_new_year: nan is not a number up to 1e100; future values "
            "are needed too");
  Options bad = monthly("ets", 12);
  bad.levels = {2};
  EXPECT_EQ(refusal([&] {
              const std::vector<std::int64_t> offsets{0, 96};
              forecast_with({y, offsets}, x, bad);
            }),
            "levels[0]: 2 is not between 0 and 1");
}

}  // namespace regression_test
}  // namespace salesplan::forecast
