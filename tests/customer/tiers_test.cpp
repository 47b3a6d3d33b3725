#include "salesplan/customer/tiers.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include "refusal.hpp"
#include "salesplan/numeric/random.hpp"

namespace salesplan::customer {
namespace {

using Values = std::vector<double>;
using Places = std::vector<std::int64_t>;
constexpr double infinite = std::numeric_limits<double>::infinity();

TEST(Tiers, ByBorderWithHysteresis) {
  const Values value{120, 100, 95, 105, 50, 0}, border{100, 60};
  EXPECT_EQ(tiers_by_border(value, border).tier, (Places{0, 0, 1, 0, 2, 2}));
  // 95 was A and stays (95·1.1 >= 100); 105 was B and stays (105/1.1 < 100); a new one does not
  // wait.
  const Places previous{0, 1, 0, 1, -1, 2};
  const Tiers held = tiers_by_border(value, border, {previous, 0.1});
  EXPECT_EQ(held.tier, (Places{0, 1, 0, 1, 2, 2}));
  EXPECT_EQ(held.held, (std::vector<bool>{false, true, true, true, false, false}));
  EXPECT_EQ(tiers_by_border(value, border, {previous, 0}).tier,
            tiers_by_border(value, border).tier);
}

TEST(Tiers, ByShareByHand) {
  // 50 of 100 are the first; 80 are reached by the third.
  const Values value{5, 50, 20, 15, 10}, share{0.5, 0.8};
  const Tiers found = tiers_by_share(value, share);
  EXPECT_EQ(found.tier, (Places{2, 0, 1, 1, 2}));
  EXPECT_EQ(found.border, (Values{50, 15}));
  EXPECT_EQ(tiers_by_share(Values{1, 1, 1, 1}, share).tier, (Places{0, 0, 0, 0}));
  EXPECT_EQ(tiers_by_share(Values{0, 0}, share).tier, (Places{2, 2}));
  EXPECT_EQ(tiers_by_share(Values{0, 0}, share).border, (Values{infinite, infinite}));
  EXPECT_EQ(tiers_by_share(Values{3, 0}, Values{1}).tier, (Places{0, 1}));
  EXPECT_TRUE(tiers_by_share({}, share).tier.empty());
}

TEST(Tiers, ByCapacityNeverExceedsTheSeats) {
  EXPECT_EQ(tiers_by_capacity(Values{1, 5, 3, 4, 2}, Places{1, 2}).tier, (Places{2, 0, 1, 1, 2}));
  EXPECT_EQ(tiers_by_capacity(Values{7, 7, 7}, Places{1, 1}).tier, (Places{0, 1, 2}));
  EXPECT_EQ(tiers_by_capacity(Values{7, 0}, Places{0, 5}).tier, (Places{1, 2}));
  // The holder of the only seat keeps it against somebody 5 % better, not against 20 %.
  EXPECT_EQ(tiers_by_capacity(Values{100, 105}, Places{1}, {Places{0, 1}, 0.1}).tier,
            (Places{0, 1}));
  EXPECT_EQ(tiers_by_capacity(Values{100, 130}, Places{1}, {Places{0, 1}, 0.1}).tier,
            (Places{1, 0}));
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    SCOPED_TRACE(seed);
    numeric::Random random(seed);
    Values value;
    Places previous;
    for (int i = 0; i < 40; ++i) {
      value.push_back(static_cast<double>(random.below(20)));
      previous.push_back(static_cast<std::int64_t>(random.below(4)) - 1);
    }
    const Places seats{static_cast<std::int64_t>(random.below(10)),
                       static_cast<std::int64_t>(random.below(40))};
    const Tiers found = tiers_by_capacity(value, seats, {previous, 0.2});
    const auto in = [&](std::int64_t t) {
      return std::count(found.tier.begin(), found.tier.end(), t);
    };
    EXPECT_LE(in(0), seats[0]);
    EXPECT_LE(in(1), seats[1]);
    const auto worth = 40 - std::count(value.begin(), value.end(), 0.0);
    EXPECT_EQ(in(0) + in(1), std::min<std::int64_t>(worth, seats[0] + seats[1]));
    EXPECT_LE(found.border[1], found.border[0]);
  }
}

TEST(Tiers, FollowTheValue) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(seed);
    numeric::Random random(seed);
    Values value;
    for (int i = 0; i < 100; ++i) value.push_back(std::floor(50 * random.exponential()));
    const Values share{0.5, 0.8, 0.95};
    const Tiers found = tiers_by_share(value, share);
    const double total = std::accumulate(value.begin(), value.end(), 0.0);
    for (std::size_t t = 0; t < 3; ++t) {
      double covered = 0, least = infinite;
      for (std::size_t i = 0; i < value.size(); ++i) {
        if (found.tier[i] > static_cast<std::int64_t>(t)) continue;
        covered += value[i];
        least = std::min(least, value[i]);
      }
      EXPECT_GE(covered, share[t] * total * (1 - 1e-12));
      EXPECT_EQ(found.border[t], least);
      // Without the least valued of its members the tier would not cover the share.
      const auto equal = static_cast<double>(std::count(value.begin(), value.end(), least));
      EXPECT_LT(covered - equal * least, share[t] * total);
    }
    // Nobody moves when nothing has changed.
    EXPECT_EQ(tiers_by_share(value, share, {found.tier, 0.1}).tier, found.tier);
  }
}

TEST(Tiers, ProbabilityFromDraws) {
  const Values draws{10, 20, 30, 40, 5, 5, 5, 100}, border{40, 10};
  EXPECT_EQ(tier_probability(draws, 2, border), (Values{0.25, 0.75, 0, 0.25, 0, 0.75}));
  EXPECT_EQ(tier_probability(draws, 2, Values{infinite, 10}), (Values{0, 1, 0, 0, 0.25, 0.75}));
}

TEST(Tiers, ExplainTheNextTier) {
  const Values border{180, 60};
  const std::vector<std::string> names{"A", "B", "C"};
  EXPECT_EQ(explain_tier(120, 1, border, 0, 20, names),
            "B: value 120, A starts at 180: 60 more, 3 purchases of 20");
  EXPECT_EQ(explain_tier(120, 1, border, 0.1, 0, names), "B: value 120, A starts at 198: 78 more");
  EXPECT_EQ(explain_tier(200, 0, border, 0.1, 20, names), "A: value 200");
  EXPECT_EQ(explain_tier(5, 1, Values{infinite, 1}, 0, 20, names), "B: value 5, A is closed");
  EXPECT_EQ(next_tier(170, 1, border, 0, 20).purchases, 1);
}

TEST(Tiers, RefuseWhatCannotBe) {
  const Values one{1};
  EXPECT_EQ(refusal([&] { tiers_by_border(Values{-1}, one); }),
            "value[0]: -1 is not finite and >= 0");
  EXPECT_EQ(refusal([&] { tiers_by_border(Values{NAN}, one); }),
            "value[0]: nan is not finite and >= 0");
  EXPECT_EQ(refusal([&] { tiers_by_border(one, {}); }), "border: 0 values are not 1..99");
  EXPECT_EQ(refusal([&] {
              tiers_by_border(one, Values{1, 2});
            }),
            "border[1]: 2 is not positive and at most the one before");
  EXPECT_EQ(refusal([&] {
              tiers_by_share(one, Values{0.5, 0.5});
            }),
            "share[1]: 0.5 does not rise in (0, 1]");
  EXPECT_EQ(refusal([&] { tiers_by_capacity(one, Places{-1}); }), "seats[0]: -1 is negative");
  EXPECT_EQ(refusal([&] {
              tiers_by_border(one, one, {Places{2}, 0.1});
            }),
            "previous[0]: 2 is not in -1..1");
  EXPECT_EQ(refusal([&] { tiers_by_border(one, one, {{}, 2}); }), "band: 2 is not in 0..1");
  EXPECT_EQ(refusal([&] {
              tier_probability(Values{1, 2, 3}, 2, one);
            }),
            "draws: 3 values for 2 customers");
  EXPECT_EQ(refusal([&] { next_tier(1, 3, one, 0, 0); }), "tier: 3 is not in 0..1");
}

}  // namespace
}  // namespace salesplan::customer
