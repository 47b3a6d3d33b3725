#include "salesplan/monitor/pace.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "refusal.hpp"

namespace salesplan::monitor {
namespace {

TEST(Pace, ComparesWithTheShareOfWorkdaysPassed) {
  const Pace now = pace(20000, 6000, 5, 20);
  EXPECT_DOUBLE_EQ(now.expected_share, 0.25);
  EXPECT_DOUBLE_EQ(now.pace, 1.2);
  EXPECT_DOUBLE_EQ(now.landing, 24000);
  EXPECT_DOUBLE_EQ(now.required_daily, 14000.0 / 15);
}

TEST(Pace, KnowsNothingBeforeTheFirstWorkdayAndNeedsNothingAfterTheLast) {
  const Pace before = pace(20000, 500, 0, 20);  // a sale on a day off
  EXPECT_TRUE(std::isnan(before.pace));
  EXPECT_TRUE(std::isnan(before.landing));
  EXPECT_DOUBLE_EQ(before.required_daily, 975);
  const Pace after = pace(20000, 15000, 20, 20);
  EXPECT_DOUBLE_EQ(after.pace, 0.75);
  EXPECT_DOUBLE_EQ(after.landing, 15000);
  EXPECT_TRUE(std::isnan(after.required_daily));
}

TEST(Pace, TakesReturnsAndTargetsOfZero) {
  EXPECT_DOUBLE_EQ(pace(1000, -200, 1, 2).landing, -400);
  EXPECT_TRUE(std::isnan(pace(0, 100, 1, 2).pace));
}

TEST(Pace, RefusesWorkdaysThatCannotBe) {
  EXPECT_EQ(refusal([] { pace(1, 1, 3, 2); }),
            "workdays: 3 of 2 passed; 0 <= passed <= total and total > 0 are needed");
  EXPECT_NE(refusal([] { pace(1, 1, -1, 2); }), "accepted");
  EXPECT_NE(refusal([] { pace(1, 1, 0, 0); }), "accepted");
}

TEST(Pace, GoesByAnyExpectedShare) {
  const Pace now = pace_by_share(20000, 6000, 0.4, 12);
  EXPECT_DOUBLE_EQ(now.pace, 0.75);
  EXPECT_DOUBLE_EQ(now.landing, 15000);
  EXPECT_DOUBLE_EQ(now.required_daily, 14000.0 / 12);
  EXPECT_EQ(refusal([] { pace_by_share(1, 1, 1.5, 1); }), "expected_share: must be in 0..1");
  EXPECT_EQ(refusal([] { pace_by_share(1, 1, 0.5, -1); }), "workdays_left: -1 is negative");
}

}  // namespace
}  // namespace salesplan::monitor
