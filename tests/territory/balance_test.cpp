#include "salesplan/territory/balance.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include "refusal.hpp"
#include "salesplan/territory/distance.hpp"

namespace salesplan::territory {
namespace {

using Ints = std::vector<std::int32_t>;
using Numbers = std::vector<double>;

TEST(Balance, StrengthIsCapacityTimesSkill) {
  EXPECT_EQ(team_strength(2, Ints{0, 0, 1}, Numbers{100, 60, 120}), (Numbers{160, 120}));
  // Selling counts 3, service 1: Ann 100·(3·1 + 1·0)/4, Bob 60·(3·0.5 + 1·1)/4.
  EXPECT_EQ(team_strength(2, Ints{0, 1}, Numbers{100, 60}, Numbers{1, 0, 0.5, 1}, Numbers{3, 1}),
            (Numbers{75, 37.5}));
}

TEST(Balance, PartsFollowStrength) {
  const Measure measure = balanced("visits", {30, 50}, Numbers{1, 3}, 0.1, 7);
  EXPECT_EQ(measure.ideal, (Numbers{20, 60}));
  EXPECT_EQ(measure.lower, (Numbers{18, 54}));
  EXPECT_EQ(measure.upper, (Numbers{22, 66}));
  EXPECT_EQ(measure.weight, 7);
  EXPECT_TRUE(balanced("visits", {1}, Numbers{1}, INFINITY).lower.empty());
}

TEST(Balance, DistancesInThePlaneAndOnTheSphere) {
  EXPECT_EQ(distance_cost(Numbers{0, 3}, Numbers{0, 4}, Numbers{0}, Numbers{0}, Numbers{1, 2}),
            (Numbers{0, 50}));
  EXPECT_EQ(distance_cost(Numbers{3}, Numbers{4}, Numbers{0}, Numbers{0}, {}, 1), (Numbers{5}));
  // Beijing to Shanghai; a quarter of the way round from pole to equator.
  const Numbers km =
      distance_cost(Numbers{116.4074, 0}, Numbers{39.9042, 90}, Numbers{121.4737, 77},
                    Numbers{31.2304, 0}, {}, 1, Coordinates::degrees);
  EXPECT_NEAR(km[0], 1067.3, 0.5);
  EXPECT_NEAR(km[3], 10007.557, 0.001);
}

TEST(Balance, RefusalsNameThePlace) {
  EXPECT_EQ(refusal([] { team_strength(1, Ints{1}, Numbers{1}); }),
            "team[0]: 1 is not one of 1 teams");
  EXPECT_EQ(refusal([] { team_strength(1, Ints{0}, Numbers{-1}); }),
            "capacity[0]: -1 is not in 0..1e100");
  EXPECT_EQ(refusal([] { team_strength(1, Ints{0}, Numbers{1}, Numbers{2}, Numbers{1}); }),
            "skill[0]: 2 is not in 0..1");
  EXPECT_EQ(refusal([] { team_strength(1, Ints{0}, Numbers{1}, Numbers{1}, Numbers{0}); }),
            "need: no skill is needed");
  EXPECT_EQ(refusal([] {
              team_strength(1, Ints{0}, Numbers{1, 2});
            }),
            "team: 1 members, 2 capacities and 0 marks in 0 skills do not fit");
  EXPECT_EQ(refusal([] {
              balanced("visits", {1}, Numbers{1, 0}, 0.1);
            }),
            "strength[1]: 0 is not above 0 and at most 1e100");
  EXPECT_EQ(refusal([] { balanced("visits", {1}, Numbers{1}, -0.1); }),
            "tolerance: -0.1 is not at least 0");
  EXPECT_EQ(refusal([] {
              distance_cost(Numbers{0}, Numbers{91}, Numbers{0}, Numbers{0}, {}, 2,
                            Coordinates::degrees);
            }),
            "y[0]: 91 is not in -90..90");
  EXPECT_EQ(refusal([] { distance_cost(Numbers{0}, Numbers{}, Numbers{0}, Numbers{0}); }),
            "y: 0 values where 1 are needed");
}

}  // namespace
}  // namespace salesplan::territory
