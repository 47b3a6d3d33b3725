#include "salesplan/forecast/combination.hpp"

#include <gtest/gtest.h>

namespace salesplan::forecast {
namespace {

TEST(Combination, MeansOfMeansAndSpreads) {
  const SeriesForecast a = {{1, 2}, {1, 3}, 3, 3, "a"};
  const SeriesForecast b = {{3, 6}, {3, 1}, 9, 5, "b"};
  const SeriesForecast c = combine({a, b});
  EXPECT_EQ(c.mean, (std::vector<double>{2, 4}));
  EXPECT_EQ(c.sd, (std::vector<double>{2, 2}));
  EXPECT_DOUBLE_EQ(c.total_mean, 6);
  EXPECT_DOUBLE_EQ(c.total_sd, 4);
  EXPECT_EQ(c.model, "mean of a, b");
}

}  // namespace
}  // namespace salesplan::forecast
