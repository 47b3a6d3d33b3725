#include "salesplan/forecast/stl.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <vector>

#include "../refusal.hpp"
#include "golden.hpp"

namespace salesplan::forecast {
namespace {

void expect_near(const std::vector<double>& actual, const std::vector<double>& wanted,
                 const std::string& what) {
  ASSERT_EQ(actual.size(), wanted.size()) << what;
  for (std::size_t t = 0; t < wanted.size(); ++t) {
    EXPECT_NEAR(actual[t], wanted[t], 1e-8 * (1 + std::fabs(wanted[t]))) << what << " " << t;
  }
}

TEST(Stl, IsThatOfR) {
  auto golden = read_golden("stl_golden.csv");
  ASSERT_EQ(golden.size(), 5u);
  const auto check = [&](const std::string& name, const StlOptions& options) {
    const Decomposition d = stl(golden[name]["y"], 12, options);
    expect_near(d.trend, golden[name]["trend"], name + " trend");
    expect_near(d.season[0], golden[name]["season"], name + " season");
    expect_near(d.remainder, golden[name]["remainder"], name + " remainder");
  };
  check("window11", {11, 0, 0});
  check("window7", {7, 15, 0});
  check("periodic", {0, 0, 0});
  check("robust", {11, 0, 15});

  const std::vector<std::size_t> seasons = {7, 30};
  const Decomposition d = mstl(golden["several"]["y"], seasons);
  expect_near(d.trend, golden["several"]["trend"], "trend");
  expect_near(d.season[0], golden["several"]["season"], "7");
  expect_near(d.season[1], golden["several"]["season2"], "30");
  expect_near(d.remainder, golden["several"]["remainder"], "remainder");
}

TEST(Stl, PartsAddUpToTheSeries) {
  std::vector<double> y;
  for (int t = 0; t < 100; ++t) y.push_back(1e6 + 1e3 * t + 1e5 * std::sin(t * 0.9) + t * t % 17);
  for (const std::vector<std::size_t>& seasons :
       {std::vector<std::size_t>{}, {7}, {7, 20}, {60}, {7, 20, 90}}) {
    const Decomposition d = mstl(y, seasons);
    ASSERT_EQ(d.season.size(), seasons.size());
    for (std::size_t t = 0; t < y.size(); ++t) {
      double sum = d.trend[t] + d.remainder[t];
      for (const std::vector<double>& season : d.season) sum += season[t];
      EXPECT_NEAR(sum, y[t], 1e-6);
    }
  }
}

TEST(Stl, RefusesWhatHasNoTwoSeasons) {
  const std::vector<double> y(20, 1.0);
  EXPECT_EQ(refusal([&] { stl(y, 11); }),
            "y: 20 values are not two seasons of at least 2 values, but of 11");
  EXPECT_EQ(refusal([&] { stl(y, 1); }),
            "y: 20 values are not two seasons of at least 2 values, but of 1");
  EXPECT_EQ(refusal([&] {
              stl(y, 4, {4, 0, 0});
            }),
            "season_window: 4 is not 0 or an odd number from 3");
  const std::vector<std::size_t> falling = {7, 4};
  EXPECT_EQ(refusal([&] { mstl(y, falling); }),
            "season_lengths[1]: 4 is below 2 or not above the one before");
}

}  // namespace
}  // namespace salesplan::forecast
