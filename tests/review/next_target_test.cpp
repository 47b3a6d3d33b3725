#include "salesplan/review/next_target.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "refusal.hpp"
#include "salesplan/core/missing.hpp"

namespace salesplan::review {
namespace {

NextTarget one(core::Minor planned, core::Minor remaining, core::Minor gap, const CarryRule& rule,
               double reachable = core::missing_number) {
  const std::vector<core::Minor> p{planned};
  const std::vector<core::Minor> r{remaining};
  const std::vector<core::Minor> g{gap};
  const std::vector<double> reach{reachable};
  return next_target(p, r, g, reach, rule).front();
}

TEST(NextTarget, CarriesItsPartOfTheGap) {
  // 60 behind, 100 of the 400 that remain fall into the next month.
  EXPECT_EQ(one(100, 400, 60, {1, 1, false}).target, 115);
  EXPECT_EQ(one(100, 400, 60, {0.5, 1, false}).target, 108);  // 7.5, halves away from zero
  EXPECT_EQ(one(100, 400, 60, {1, 0.1, false}).target, 110);
  EXPECT_EQ(one(100, 400, 60, {1, 1, false}, 112.4).target, 112);
  EXPECT_EQ(one(100, 400, 60, {1, 1, false}, 90).target, 100);  // what was planned stands
  EXPECT_EQ(one(100, 400, 0, {1, 1, true}).target, 100);
  EXPECT_EQ(one(0, 400, 60, {1, 1, true}).target, 0);
}

TEST(NextTarget, IsLoweredBySurplusOnlyWhereAsked) {
  EXPECT_EQ(one(100, 400, -60, {1, 1, false}).target, 100);
  EXPECT_EQ(one(100, 400, -60, {1, 1, true}).target, 85);
  EXPECT_EQ(one(100, 400, -60, {1, 0.1, true}, 20).target, 90);  // reach bounds a gap only
  EXPECT_EQ(one(100, 100, -900, {1, 1, true}).target, 0);
}

TEST(NextTarget, NeverGoesBelowZeroBeyondThePrecisionOfDoubles) {
  const core::Minor plan = (core::Minor{1} << 53) + 3;  // its double is plan + 1
  EXPECT_EQ(one(plan, plan, -plan, {1, 1, true}).target, 0);
}

TEST(NextTarget, HoldsTheYearWhereNoBoundBinds) {
  for (unsigned seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const std::size_t months = 2 + random() % 12;
    std::vector<core::Minor> plan;
    core::Minor year = 0;
    for (std::size_t m = 0; m < months; ++m) {
      plan.push_back(static_cast<core::Minor>(1 + random() % 1000000));
      year += plan.back();
    }
    // The first month misses by up to a quarter; from then on each month brings its new target.
    core::Minor actual = plan[0] - static_cast<core::Minor>(random() % 1000) * plan[0] / 4000;
    core::Minor gap = plan[0] - actual;
    core::Minor remaining = year - plan[0];
    if (gap > remaining) continue;
    for (std::size_t m = 1; m < months; ++m) {
      const NextTarget next = one(plan[m], remaining, gap, {1, 1, false});
      EXPECT_EQ(next.target, next.planned + next.carried);
      actual += next.target;
      gap += plan[m] - next.target;
      remaining -= plan[m];
    }
    EXPECT_EQ(actual, year);
  }
}

TEST(NextTarget, KeepsItsBounds) {
  std::mt19937 random(7);
  for (int i = 0; i < 5000; ++i) {
    const core::Minor planned = static_cast<core::Minor>(random() % 100000);
    const core::Minor remaining = planned + static_cast<core::Minor>(random() % 1000000);
    const core::Minor gap = static_cast<core::Minor>(random() % 2000001) - 1000000;
    const double reachable =
        random() % 4 == 0 ? core::missing_number : static_cast<double>(random() % 200000);
    const CarryRule rule{static_cast<double>(random() % 101) / 100,
                         static_cast<double>(random() % 101) / 100, random() % 2 == 0};
    SCOPED_TRACE(i);
    const NextTarget next = one(planned, remaining, gap, rule, reachable);
    const double plan = static_cast<double>(planned);
    EXPECT_EQ(next.target, planned + next.carried);
    EXPECT_GE(next.target, 0);
    EXPECT_LE(std::fabs(static_cast<double>(next.carried)), rule.max_change * plan + 0.5);
    EXPECT_LE(std::fabs(static_cast<double>(next.carried)),
              rule.share * std::fabs(static_cast<double>(gap)) + 0.5);
    if (next.carried > 0 && !std::isnan(reachable)) {
      EXPECT_LE(static_cast<double>(next.target), std::max(reachable, plan) + 0.5);
    }
    if (gap > 0) {
      EXPECT_GE(next.carried, 0);
    }
    if (gap < 0 && !rule.carry_surplus) {
      EXPECT_EQ(next.carried, 0);
    }
  }
}

TEST(NextTarget, RefusesWhatCannotBe) {
  EXPECT_EQ(refusal([] { one(10, 9, 0, {}); }), "planned[0]: must lie between 0 and what remains");
  EXPECT_EQ(refusal([] { one(-1, 9, 0, {}); }), "planned[0]: must lie between 0 and what remains");
  EXPECT_EQ(refusal([] { one(1, 9, 0, {1.5, 0.25, false}); }), "carry.share: must lie in [0, 1]");
  EXPECT_EQ(refusal([] {
              one(1, 9, 0, {core::missing_number, 0.25, false});
            }),
            "carry.share: must lie in [0, 1]");
  EXPECT_EQ(refusal([] {
              one(1, 9, 0, {1, -0.1, false});
            }),
            "carry.max_change: must lie in [0, 1]");
  const std::vector<core::Minor> two{1, 2};
  const std::vector<core::Minor> three{1, 2, 3};
  const std::vector<double> reach(2);
  EXPECT_NE(refusal([&] { next_target(two, three, two, reach, {}); }), "accepted");
}

}  // namespace
}  // namespace salesplan::review
