#include "salesplan/forecast/accuracy.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"

namespace salesplan::forecast {
namespace accuracy_test {

const std::vector<double> train = {1, 3, 2, 5, 4, 9};
const std::vector<double> actual = {4, 10};
const std::vector<double> guess = {5, 8};

TEST(Accuracy, WorkedByHand) {
  const double q = (1 + 2 + 2 + 4) / 4.0;  // |2-1|, |5-3|, |4-2|, |9-5|
  EXPECT_DOUBLE_EQ(seasonal_scale(train, 2), q);
  EXPECT_DOUBLE_EQ(smape(actual, guess), (2 * 1 / 9.0 + 2 * 2 / 18.0) / 2);
  EXPECT_DOUBLE_EQ(mape(actual, guess), (1 / 4.0 + 2 / 10.0) / 2);
  EXPECT_DOUBLE_EQ(mase(actual, guess, q), 1.5 / q);
  EXPECT_DOUBLE_EQ(rmsse(actual, guess, q), std::sqrt(2.5) / q);
  // 4 lies in [3, 6]; 10 lies 1 above [7, 9].
  const std::vector<double> lower = {3, 7}, upper = {6, 9};
  EXPECT_DOUBLE_EQ(msis(actual, lower, upper, 0.80, q), (3 + (2 + 1 * 2 / 0.2)) / 2 / q);
  EXPECT_DOUBLE_EQ(coverage(actual, lower, upper), 0.5);
}

TEST(Accuracy, MissingPairsAreLeftOut) {
  const double nan = core::missing_number;
  EXPECT_DOUBLE_EQ(mape(std::vector<double>{4, nan}, guess), 0.25);
  EXPECT_DOUBLE_EQ(mase(std::vector<double>{nan, 10}, guess, 2), 1);
  EXPECT_TRUE(std::isnan(smape(std::vector<double>{nan, nan}, guess)));
  EXPECT_DOUBLE_EQ(coverage(std::vector<double>{nan, 8}, std::vector<double>{0, 0}, guess), 1);
  EXPECT_DOUBLE_EQ(msis(std::vector<double>{nan, 8}, std::vector<double>{0, 6}, guess, 0.5, 1), 2);
  EXPECT_DOUBLE_EQ(seasonal_scale(std::vector<double>{1, nan, 3, 7}, 1), 4);
}

TEST(Accuracy, ZerosAndConstantsSayNothingRatherThanInfinity) {
  EXPECT_DOUBLE_EQ(smape(std::vector<double>{0, 0}, std::vector<double>{0, 0}), 0);
  EXPECT_TRUE(std::isnan(mape(std::vector<double>{0}, std::vector<double>{1})));
  EXPECT_TRUE(std::isnan(mase(actual, guess, 0)));
  EXPECT_TRUE(std::isnan(seasonal_scale(train, 6)));
}

TEST(Accuracy, BadInputIsNamed) {
  EXPECT_THROW(smape(actual, train), Error);
  EXPECT_THROW(msis(actual, guess, guess, 1.0, 1), Error);
  EXPECT_THROW(seasonal_scale(train, 0), Error);
}

}  // namespace accuracy_test
}  // namespace salesplan::forecast
