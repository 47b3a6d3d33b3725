#include "salesplan/forecast/intermittent.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "salesplan/core/missing.hpp"
#include "salesplan/forecast/naive2.hpp"

namespace salesplan::forecast {
namespace intermittent_test {

constexpr double nan = core::missing_number;

TEST(Intermittent, ClassesByIntervalAndVariation) {
  EXPECT_EQ(demand_class(std::vector<double>{5, 6, 5, 7, 6, nan}), Demand::smooth);
  EXPECT_EQ(demand_class(std::vector<double>{1, 20, 1, 1, 30, 2}), Demand::erratic);
  EXPECT_EQ(demand_class(std::vector<double>{0, 5, 0, 0, 6, 5}), Demand::intermittent);
  EXPECT_EQ(demand_class(std::vector<double>{0, 1, 0, 0, 30, 0}), Demand::lumpy);
  EXPECT_EQ(demand_class(std::vector<double>{0, -1, 0, 0, 30, 0}), Demand::smooth);
  EXPECT_EQ(demand_class(std::vector<double>{0, 0}), Demand::smooth);
}

TEST(Intermittent, WorkedByHand) {
  const std::vector<double> y = {0, 4, 0, 0, 8, 0};
  using M = IntermittentMethod;
  // Croston: size 4, interval 2; then size 4 + 0.1 * 4 = 4.4, interval 2 + 0.2 * (3 - 2) = 2.2.
  EXPECT_DOUBLE_EQ(detail::run_intermittent(y, M::croston, 0.1, 0.2).rate, 4.4 / 2.2);
  EXPECT_DOUBLE_EQ(detail::run_intermittent(y, M::sba, 0.1, 0.2).rate, 0.9 * 4.4 / 2.2);
  const double errors = (0 - 2) * (0 - 2) * 2 + (8 - 2) * (8 - 2) + (0 - 2) * (0 - 2);
  EXPECT_DOUBLE_EQ(detail::run_intermittent(y, M::croston, 0.1, 0.2).mean_square, errors / 4);
  // TSB: probability 1/2, falling by a fifth with each zero and rising to 1 by a fifth of the rest.
  const double before = 0.5 * 0.8 * 0.8;
  const double after = (before + 0.2 * (1 - before)) * 0.8;
  EXPECT_DOUBLE_EQ(detail::run_intermittent(y, M::tsb, 0.1, 0.2).rate, 4.4 * after);
}

TEST(Intermittent, AMissingPeriodIsNotAZero) {
  const std::vector<double> with = {0, 4, nan, 0, nan, 8}, without = {0, 4, 0, 8};
  for (auto method : {IntermittentMethod::croston, IntermittentMethod::tsb}) {
    EXPECT_EQ(forecast_intermittent(with, method, 0, 1).mean,
              forecast_intermittent(without, method, 0, 1).mean);
  }
}

TEST(Intermittent, FindsTheRateOfARandomDemand) {
  const unsigned seed = 5;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  std::vector<double> y;
  for (int t = 0; t < 4000; ++t) {
    y.push_back(random() % 4 == 0 ? 1 + static_cast<double>(random() % 9) : 0);
  }
  const double rate = 5 / 4.0;  // sizes 1 .. 9 in one period of four
  for (auto method : {IntermittentMethod::sba, IntermittentMethod::tsb}) {
    const SeriesForecast f = forecast_intermittent(y, method, 0, 3);
    EXPECT_NEAR(f.mean[2], rate, 0.35);
    EXPECT_NEAR(f.sd[0], 2.5, 0.3);
  }
}

TEST(Intermittent, TsbForgetsWhatNoLongerSells) {
  std::vector<double> y = {5, 0, 4, 0, 6, 0, 5, 0};
  y.resize(60, 0);
  EXPECT_LT(forecast_intermittent(y, IntermittentMethod::tsb, 0, 1).mean[0], 0.2);
  EXPECT_GT(forecast_intermittent(y, IntermittentMethod::sba, 0, 1).mean[0], 1);
}

TEST(Naive2, PutsTheLastLevelIntoTheSeason) {
  const double ratio[] = {0.8, 1.0, 1.3, 0.9};
  std::vector<double> y;
  for (std::size_t t = 0; t < 42; ++t) y.push_back((t < 30 ? 100 : 150) * ratio[t % 4]);
  const SeriesForecast f = forecast_naive2(y, 4, 1, 3);
  EXPECT_NEAR(f.mean[0], 150 * 0.9, 4);
  EXPECT_NEAR(f.mean[1], 150 * 0.8, 4);
  EXPECT_NEAR(f.mean[2], 150 * 1.0, 4);
}

}  // namespace intermittent_test
}  // namespace salesplan::forecast
