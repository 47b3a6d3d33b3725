#include "salesplan/forecast/cross_validation.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include "../refusal.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/forecast/panel_accuracy.hpp"

namespace salesplan::forecast {
namespace {

constexpr double nan = core::missing_number;

Options naive(std::size_t h, int m = 1) {
  Options o;
  o.model = "snaive";
  o.horizon = h;
  o.season_length = m;
  o.levels = {0.8};
  return o;
}

TEST(CrossValidation, RollsTheOriginForward) {
  const std::vector<double> values = {1, 3, 2, 6, 5, 9};
  const std::vector<std::int64_t> offsets = {0, 6};
  const CrossValidation cv = cross_validate({values, offsets}, naive(2), {2, 1});
  EXPECT_EQ(cv.origin, (std::vector<std::int64_t>{3, 3, 4, 4}));
  EXPECT_EQ(cv.step, (std::vector<std::int64_t>{1, 2, 1, 2}));
  EXPECT_EQ(cv.mean, (std::vector<double>{2, 2, 6, 6}));
  EXPECT_EQ(cv.actual, (std::vector<double>{6, 5, 5, 9}));
  EXPECT_EQ(cv.scale, (std::vector<double>{1.5, 1.5, 7 / 3.0, 7 / 3.0}));
  EXPECT_EQ(cv.model[0], "naive");

  const std::vector<StepAccuracy> table = accuracy_by_step(cv, 2);
  ASSERT_EQ(table.size(), 2u);
  EXPECT_EQ(table[0].forecasts, 2);
  EXPECT_DOUBLE_EQ(table[0].bias, (-4 + 1) / 2.0);
  EXPECT_DOUBLE_EQ(table[0].mae, 2.5);
  EXPECT_DOUBLE_EQ(table[1].mape, (3 / 5.0 + 3 / 9.0) / 2);
  EXPECT_DOUBLE_EQ(table[1].mase, (3 / 1.5 + 3 / (7 / 3.0)) / 2);
}

TEST(CrossValidation, KnowsNothingOfTheFuture) {
  std::vector<double> values;
  for (int t = 0; t < 48; ++t) values.push_back(100 + t + 20 * std::sin(t * 0.5236));
  const std::vector<std::int64_t> offsets = {0, 48};
  Options o = naive(6, 12);
  o.model = "ets";
  const CrossValidation before = cross_validate({values, offsets}, o, {1, 1});
  for (std::size_t t = 42; t < 48; ++t) values[t] = -1000;
  const CrossValidation after = cross_validate({values, offsets}, o, {1, 1});
  EXPECT_EQ(before.mean, after.mean);
  EXPECT_EQ(before.intervals[0].upper, after.intervals[0].upper);
}

TEST(CrossValidation, ShortSeriesGiveFewerRowsAndMissingValuesNoScore) {
  const std::vector<double> values = {1, 2, 3, nan, nan, 4, 5};
  const std::vector<std::int64_t> offsets = {0, 3, 3, 7};
  const CrossValidation cv = cross_validate({values, offsets}, naive(2), {5, 1});
  EXPECT_EQ(cv.series, (std::vector<std::int64_t>{0, 0}));  // the third begins with missing values
  EXPECT_EQ(accuracy_by_step(cv, 2)[1].forecasts, 1);

  const CrossValidation none = cross_validate({values, offsets}, naive(20), {5, 1});
  EXPECT_TRUE(none.mean.empty());
  const std::vector<StepAccuracy> table = accuracy_by_step(none, 20);
  EXPECT_EQ(table.size(), 20u);
  EXPECT_TRUE(std::isnan(table[0].mae) && std::isnan(table[0].coverage[0]));
}

TEST(CrossValidation, RefusesOriginsOutOfRange) {
  const std::vector<double> values = {1, 2, 3};
  const std::vector<std::int64_t> offsets = {0, 3};
  EXPECT_EQ(refusal([&] {
              cross_validate({values, offsets}, naive(1), {0, 1});
            }),
            "windows: 0 is not in 1 .. 1000");
  EXPECT_EQ(refusal([&] {
              cross_validate({values, offsets}, naive(1), {1, 0});
            }),
            "step: 0 is not in 1 .. 10000");
  const std::vector<std::int64_t> wrong = {0, 5};
  EXPECT_EQ(refusal([&] {
              cross_validate({values, wrong}, naive(1), {1, 1});
            }),
            "offsets[1]: 5 falls or exceeds the number of values");
}

TEST(PanelAccuracy, ScoresEverySeries) {
  const std::vector<double> train = {1, 3, 2, 10, 10, 10};
  const std::vector<std::int64_t> offsets = {0, 3, 6};
  const std::vector<double> actual = {4, 6, 10, nan}, mean = {5, 5, 8, 9};
  const Interval interval{0.8, {0, 0, 9, 0}, {5, 5, 11, 0}};
  const PanelAccuracy a = score_panel({train, offsets}, 1, 2, actual, mean, &interval);
  EXPECT_EQ(a.bias, (std::vector<double>{0, -2}));
  EXPECT_EQ(a.mae, (std::vector<double>{1, 2}));
  EXPECT_DOUBLE_EQ(a.mase[0], 1 / 1.5);
  EXPECT_TRUE(std::isnan(a.mase[1]));  // a constant past has no scale
  EXPECT_DOUBLE_EQ(a.msis[0], (5 + 5 + 10.0) / 2 / 1.5);
  EXPECT_EQ(a.coverage, (std::vector<double>{0.5, 1}));
  const PanelAccuracy plain = score_panel({}, 1, 2, actual, mean, nullptr);
  EXPECT_TRUE(std::isnan(plain.mase[0]) && std::isnan(plain.coverage[0]));
  EXPECT_DOUBLE_EQ(plain.smape[1], 2 * 2 / 18.0);

  EXPECT_EQ(refusal([&] {
              score_panel({}, 1, 2, actual, {mean.data(), 3}, nullptr);
            }),
            "mean: 3 values are not 2 series of 2 steps");
  EXPECT_EQ(refusal([&] {
              score_panel({train, {offsets.data(), 2}}, 1, 2, actual, mean, nullptr);
            }),
            "offsets: end before the last value");
}

}  // namespace
}  // namespace salesplan::forecast
