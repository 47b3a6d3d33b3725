#include "salesplan/forecast/combination.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace salesplan::forecast {
namespace {

TEST(Combination, MeansOfMeansAndSpreads) {
  const SeriesForecast a = {{1, 2}, {1, 3}, 3, 3, false, "a"};
  const SeriesForecast b = {{3, 6}, {3, 1}, 9, 5, false, "b"};
  const SeriesForecast c = combine({a, b}, {0.25, 0.75});
  EXPECT_EQ(c.mean, (std::vector<double>{2.5, 5}));
  EXPECT_EQ(c.sd, (std::vector<double>{2.5, 1.5}));
  EXPECT_DOUBLE_EQ(c.total_mean, 7.5);
  EXPECT_DOUBLE_EQ(c.total_sd, 4.5);
  EXPECT_EQ(c.model, "25% a, 75% b");
}

}  // namespace
}  // namespace salesplan::forecast
