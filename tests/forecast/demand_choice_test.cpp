#include "salesplan/forecast/demand_choice.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace salesplan::forecast {
namespace {

TEST(DemandChoice, FollowsTheClassOfTheDemand) {
  const std::vector<double> often = {5, 6, 5, 0, 6, 5, 5, 6, 5, 6};
  const std::vector<double> seldom = {0, 0, 5, 0, 0, 6, 0, 0, 5, 0, 0, 6};
  const std::vector<double> lumpy = {0, 0, 1, 0, 0, 90, 0, 0, 2, 0, 0, 40};
  std::vector<double> ending = seldom;
  ending.insert(ending.end(), 12, 0.0);
  EXPECT_EQ(intermittent_choice(often), IntermittentMethod::croston);
  EXPECT_EQ(intermittent_choice(seldom), IntermittentMethod::sba);
  EXPECT_EQ(intermittent_choice(lumpy), IntermittentMethod::sba);
  EXPECT_EQ(intermittent_choice(ending), IntermittentMethod::tsb);
  EXPECT_EQ(intermittent_choice(std::vector<double>(5, 0.0)), IntermittentMethod::tsb);
}

}  // namespace
}  // namespace salesplan::forecast
