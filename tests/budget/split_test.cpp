#include "salesplan/budget/split.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <vector>

#include "refusal.hpp"
#include "salesplan/core/missing.hpp"

namespace salesplan::budget {
namespace {

using core::Minor;
const std::vector<double> history = {300, 100, 0}, target = {1, 1, 2};

TEST(BudgetSplit, FollowsItsBasisToTheCent) {
  EXPECT_EQ(split(100000, 3, {1, 0, 0}, history, {}), (std::vector<Minor>{75000, 25000, 0}));
  EXPECT_EQ(split(100000, 3, {0, 1, 0}, {}, target), (std::vector<Minor>{25000, 25000, 50000}));
  EXPECT_EQ(split(100, 3, {0, 0, 1}, {}, {}), (std::vector<Minor>{34, 33, 33}));
  EXPECT_EQ(split(100000, 3, {1, 1, 0}, history, target),
            (std::vector<Minor>{50000, 25000, 25000}));
}

TEST(BudgetSplit, KeepsFloorsCapsAndLocks) {
  const std::vector<Minor> floor = {0, 0, 10000}, cap = {50000, 100000, 100000};
  EXPECT_EQ(split(100000, 3, {}, history, {}, {floor, cap}),
            (std::vector<Minor>{50000, 40000, 10000}));
  const std::vector<Minor> lock = {core::missing_integer, 1234, core::missing_integer};
  EXPECT_EQ(split(100000, 3, {}, history, {}, {{}, {}, lock})[1], 1234);
  EXPECT_EQ(refusal([&] {
              split(9999, 3, {}, history, {}, {floor, cap});
            }),
            "lower: sum 10000 exceeds the total 9999");
}

TEST(BudgetSplit, Refusals) {
  EXPECT_EQ(refusal([] { split(-1, 3, {}, history, {}); }), "total: -1 is missing or negative");
  EXPECT_EQ(refusal([] { split(1, 3, {0, 1, 0}, history, {}); }), "target: 0 values for 3 items");
  EXPECT_EQ(refusal([] { split(1, 1, {}, std::vector<double>{-2}, {}); }),
            "history[0]: -2 is outside [0, 1e100]");
  EXPECT_EQ(refusal([] { split(1, 1, {}, std::vector<double>{0}, {}); }), "history: is all zero");
  EXPECT_EQ(refusal([] {
              split(1, 1, {0, 0, 0}, {}, {});
            }),
            "basis: history, target and equal must be in [0, 1e6] and not all 0");
}

TEST(BestSplit, MakesMarginalReturnsEqualAndKeepsBounds) {
  using numeric::ResponseCurve;
  using numeric::ResponseShape;
  const std::vector<ResponseCurve> curves = {{ResponseShape::hill, 4e6, 200000, 1},
                                             {ResponseShape::hill, 1e6, 200000, 1},
                                             {ResponseShape::logistic, 1e6, 100000, 1}};
  const BestSplit free = best_split(1000001, curves);
  EXPECT_EQ(std::accumulate(free.amount.begin(), free.amount.end(), Minor{0}), 1000001);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(numeric::marginal_response(curves[i], static_cast<double>(free.amount[i])).slope,
                free.marginal, 1e-4 * free.marginal);
  }
  EXPECT_NEAR(free.response, free.bound, 1e-6 * free.bound);

  const std::vector<Minor> floor = {0, 300000, 0}, cap = {400000, 900000, 900000};
  const BestSplit bound = best_split(1000000, curves, {floor, cap});
  EXPECT_EQ(bound.amount[0], 400000);
  EXPECT_GE(bound.amount[1], 300000);
  EXPECT_LT(bound.response, free.response);
  EXPECT_EQ(refusal([&] {
              best_split(1, curves, {floor, cap});
            }),
            "lower: sum 300000 exceeds the total 1");
}

}  // namespace
}  // namespace salesplan::budget
