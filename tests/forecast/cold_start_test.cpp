#include "salesplan/forecast/cold_start.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "../refusal.hpp"
#include "salesplan/core/missing.hpp"

namespace salesplan::forecast {
namespace {

double index_of(std::size_t month) { return month % 12 == 11 ? 2.0 : month % 12 == 1 ? 0.5 : 1.0; }

struct Shops {
  std::vector<double> values;
  std::vector<std::int64_t> offsets{0};
  std::vector<std::int32_t> group;
  std::mt19937 random{3};
  void add(double level, std::size_t n, std::int32_t name, double noise = 0.05) {
    std::normal_distribution<double> normal(0, noise);
    for (std::size_t t = 48 - n; t < 48; ++t) {
      values.push_back(level * index_of(t) * std::exp(normal(random)));
    }
    offsets.push_back(static_cast<std::int64_t>(values.size()));
    group.push_back(name);
  }
  Panel panel() const { return {values, offsets}; }
};

Options monthly() {
  Options o;
  o.model = "ets";
  o.horizon = 12;
  o.season_length = 12;
  return o;
}

TEST(ColdStart, NewSeriesTakeTheSeasonOfTheirGroup) {
  Shops shops;
  for (double level : {80.0, 100.0, 125.0, 90.0}) shops.add(level, 48, 1);
  shops.add(200, 3, 1);
  shops.add(0, 0, 1);
  shops.add(200, 3, 2);
  const PanelForecast f = forecast_in_groups(shops.panel(), shops.group, monthly());
  const auto at = [&](std::size_t i, std::size_t u) { return f.mean[i * 12 + u]; };
  EXPECT_NEAR(at(4, 11) / at(4, 3), 2, 0.25);
  EXPECT_NEAR(at(4, 1) / at(4, 3), 0.5, 0.1);
  EXPECT_NEAR(at(4, 3), 195, 20);  // three values of its own are worth more than the group
  EXPECT_NEAR(at(5, 3), 97, 12);   // without any, it is one of the group
  EXPECT_EQ(f.model[5], "group of 4, own level 0");
  EXPECT_EQ(f.model[4].substr(0, 24), "group of 4, own level 0.");
  EXPECT_EQ(f.model[6], "naive (3 values)");  // no grown series in its group
  EXPECT_EQ(f.model[0].substr(0, 4), "ETS(");
  // A level not known makes the sum far less certain than its steps.
  EXPECT_GT(f.total_sd[5] / f.total_mean[5], 2 * f.total_sd[4] / f.total_mean[4]);
}

TEST(ColdStart, OwnLevelCountsTheMoreTheLongerItIsKnown) {
  Shops shops;
  for (double level : {80.0, 100.0, 125.0, 90.0}) shops.add(level, 48, 1, 0.3);
  double before = 0;
  for (std::size_t n : {1u, 3u, 9u}) {
    Shops own = shops;
    own.add(1000, n, 1, 1e-6);
    const PanelForecast f = forecast_in_groups(own.panel(), own.group, monthly());
    EXPECT_GT(f.total_mean[4], before);
    EXPECT_LT(f.total_mean[4], 12 * 1000 * 1.2);
    before = f.total_mean[4];
  }
}

TEST(ColdStart, ScalesAndDoesNotDependOnOrder) {
  Shops shops;
  for (double level : {80.0, 100.0, 125.0}) shops.add(level, 48, 1);
  shops.add(200, 5, 1);
  const PanelForecast one = forecast_in_groups(shops.panel(), shops.group, monthly());
  Shops other = shops;
  for (double& v : other.values) v *= 1e9;
  const PanelForecast two = forecast_in_groups(other.panel(), other.group, monthly());
  EXPECT_NEAR(two.total_mean[3] / one.total_mean[3], 1e9, 1e3);
  EXPECT_NEAR(two.total_sd[3] / one.total_sd[3], 1e9, 1e3);
}

TEST(ColdStart, NegativeAndStrangeGroupsFallBack) {
  Shops shops;
  shops.add(100, 48, 1);
  shops.add(-5, 3, 1);
  shops.add(0, 30, 1);
  const PanelForecast f = forecast_in_groups(shops.panel(), shops.group, monthly());
  EXPECT_EQ(f.model[1], "naive (3 values)");
  EXPECT_EQ(f.model[2].substr(0, 10), "group of 1");
  for (double mean : f.mean) EXPECT_TRUE(std::isfinite(mean));
  EXPECT_EQ(refusal([&] {
              forecast_in_groups(shops.panel(), {shops.group.data(), 2}, monthly());
            }),
            "group: 2 groups for 3 series");
}

}  // namespace
}  // namespace salesplan::forecast
