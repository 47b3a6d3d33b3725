#include "salesplan/forecast/horizon_sums.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <vector>

#include "../refusal.hpp"
#include "salesplan/forecast/arima.hpp"
#include "salesplan/forecast/forecast.hpp"

namespace salesplan::forecast {
namespace {

TEST(HorizonSums, AreExactForOneStepForAllAndForIndependentSteps) {
  SeriesForecast f;
  f.mean = {10, 20, 30, 40};
  f.sd = {1, 2, 3, 4};
  f.total_mean = 100;
  f.total_sd = std::sqrt(1 + 4 + 9 + 16.0);
  std::vector<std::size_t> lengths = {1, 1, 2};
  std::vector<HorizonSum> sums = horizon_sums(f, lengths);
  ASSERT_EQ(sums.size(), 3u);
  EXPECT_EQ(sums[2].mean, 70);
  EXPECT_NEAR(sums[0].sd, 1, 1e-12);
  EXPECT_NEAR(sums[2].sd, 5, 1e-9);
  f.total_sd = 10;  // all steps wrong together
  sums = horizon_sums(f, lengths);
  EXPECT_NEAR(sums[1].sd, 2, 1e-9);
  EXPECT_NEAR(sums[2].sd, 7, 1e-6);
  for (double total : {3.0, 6.0, 9.0, 12.0}) {
    f.total_sd = total;
    lengths = {4};
    EXPECT_NEAR(horizon_sums(f, lengths)[0].sd, total, 1e-6 * total);
    lengths = {2, 2};
    sums = horizon_sums(f, lengths);
    EXPECT_LE(sums[1].sd, total * 1.0001);
  }
  EXPECT_NEAR(sums[0].quantile(0.975) - sums[0].mean, 1.959964 * sums[0].sd, 1e-5);
  EXPECT_NEAR(total_quantile(f, 0.5), 100, 1e-9);
  f.heavy_tails = true;
  EXPECT_GT(quantile(f, 0, 0.999), 10 + 3.09 * 1);
}

TEST(HorizonSums, AreNearTheTruthForARandomWalk) {
  SeriesForecast f;  // sd of step u is sqrt(u), of a sum of steps known exactly
  const std::size_t h = 12;
  double variance = 0;
  for (std::size_t u = 1; u <= h; ++u) {
    f.mean.push_back(0);
    f.sd.push_back(std::sqrt(static_cast<double>(u)));
    for (std::size_t v = 1; v <= h; ++v) variance += static_cast<double>(u < v ? u : v);
  }
  f.total_sd = std::sqrt(variance);
  const std::vector<std::size_t> quarters = {3, 3, 3, 3};
  const std::vector<HorizonSum> sums = horizon_sums(f, quarters);
  for (std::size_t q = 0; q < 4; ++q) {
    double exact = 0;
    for (std::size_t u = 3 * q + 1; u <= 3 * q + 3; ++u) {
      for (std::size_t v = 3 * q + 1; v <= 3 * q + 3; ++v) {
        exact += static_cast<double>(u < v ? u : v);
      }
    }
    EXPECT_NEAR(sums[q].sd / std::sqrt(exact), 1, 0.08) << q;
  }
}

TEST(HorizonSums, RefusesStretchesThatDoNotFit) {
  SeriesForecast f;
  f.mean = f.sd = {1, 1};
  const std::vector<std::size_t> nothing = {0}, much = {2, 1};
  EXPECT_EQ(refusal([&] { horizon_sums(f, nothing); }),
            "lengths[0]: 0 is below 1 or leads beyond the 2 steps of the horizon");
  EXPECT_EQ(refusal([&] { horizon_sums(f, much); }),
            "lengths[1]: 1 is below 1 or leads beyond the 2 steps of the horizon");
}

}  // namespace
}  // namespace salesplan::forecast
