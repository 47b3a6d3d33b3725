#include "salesplan/material/lot_sizing.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <random>

#include "material/golden_rows.hpp"
#include "refusal.hpp"

namespace salesplan::material {
namespace {

TEST(LotSizing, WagnerAndWhitin) {
  const std::vector<Pieces> need{69, 29, 36, 61, 61, 26, 34, 67, 45, 67, 79, 56};
  const LotPlan plan =
      lot_sizes(need, {{85, 102, 102, 101, 98, 114, 105, 86, 119, 110, 98, 114}, {1.0}, {}});
  EXPECT_TRUE(is_golden("wagner_whitin", plan.cost));
}

/// The least cost over all orders of whole packs, by trying them.
double least(const std::vector<Pieces>& need, const LotCosts& costs, const Packing& packing,
             std::size_t t, Pieces stock, Pieces open) {
  if (t == need.size()) return 0;
  double best = std::numeric_limits<double>::infinity();
  const Pieces most = open + packing.minimum_order + packing.pack;
  for (Pieces order = 0; order <= most; order += packing.pack) {
    if (order > 0 && order < packing.minimum_order) continue;
    const Pieces left = stock + order - need[t];
    if (left < 0) continue;
    const double cost = (order > 0 ? costs.order[t] : 0) +
                        costs.price[t] * static_cast<double>(order) +
                        costs.holding[t] * static_cast<double>(left);
    best = std::min(best, cost + least(need, costs, packing, t + 1, left, open - need[t]));
  }
  return best;
}

TEST(LotSizing, IsTheBestOfAllPlans) {
  std::mt19937_64 random(11);
  const auto draw = [&](int low, int high) {
    return low + static_cast<int>(random() % static_cast<std::uint64_t>(high - low + 1));
  };
  for (int round = 0; round < 300; ++round) {
    std::vector<Pieces> need;
    LotCosts costs;
    Pieces sum = 0;
    for (int t = 0; t < 5; ++t) {
      need.push_back(draw(0, 2) == 0 ? 0 : draw(0, 7));
      sum += need.back();
      costs.order.push_back(draw(0, 20));
      costs.holding.push_back(draw(0, 4));
      costs.price.push_back(draw(0, 3));
    }
    const Packing packing{draw(1, 4), draw(0, 9)};
    const LotPlan plan = lot_sizes(need, costs, packing);
    EXPECT_NEAR(plan.cost, least(need, costs, packing, 0, 0, sum), 1e-9) << "round " << round;
    Pieces stock = 0;
    for (std::size_t t = 0; t < need.size(); ++t) {
      EXPECT_TRUE(plan.order[t] == 0 || plan.order[t] >= packing.minimum_order);
      EXPECT_EQ(plan.order[t] % packing.pack, 0);
      stock += plan.order[t] - need[t];
      EXPECT_GE(stock, 0);
    }
  }
}

TEST(LotSizing, BothWaysAgree) {
  // A minimum of two packs that never binds takes the other way to the same cost.
  const std::vector<Pieces> need{60, 80, 40, 90, 70, 20};
  const LotCosts costs{{30.0}, {0.2}, {}};
  EXPECT_NEAR(lot_sizes(need, costs, {10, 0}).cost, lot_sizes(need, costs, {10, 20}).cost, 1e-9);
}

TEST(LotSizing, Refusals) {
  const std::vector<Pieces> need{1, -1};
  EXPECT_EQ(refusal([&] {
              lot_sizes(need, {{1.0}, {1.0}, {}});
            }),
            "need[1]: -1 is outside [0, 10^15] pieces");
  EXPECT_EQ(refusal([&] {
              lot_sizes(need, {{1, 2, 3}, {1.0}, {}});
            }),
            "order: 3 values for 2 periods");
  const std::vector<Pieces> large{most_pieces};
  EXPECT_EQ(refusal([&] {
              lot_sizes(large, {{1.0}, {1.0}, {}}, {1, 2});
            }),
            "need: periods times packs exceed 5*10^7; a larger pack makes fewer");
  EXPECT_TRUE(lot_sizes({}, {}).order.empty());
}

}  // namespace
}  // namespace salesplan::material
