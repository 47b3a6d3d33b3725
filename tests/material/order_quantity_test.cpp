#include "salesplan/material/order_quantity.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "material/golden_rows.hpp"
#include "refusal.hpp"

namespace salesplan::material {
namespace {

constexpr double none = std::numeric_limits<double>::infinity();

TEST(OrderQuantity, TextbookExamples) {
  EXPECT_TRUE(is_golden("eoq", economic_order_quantity(2400, 3.20, 0.40 * 0.24)));
  const OrderQuantity resistors =
      order_quantity({2400, 3.20, 0.24}, {{1, 0.40}}, Discount::all_units);
  EXPECT_TRUE(is_golden("eoq_cost", resistors.yearly_cost - 2400 * 0.40));
  const OrderQuantity wohl =
      order_quantity({5000, 49, 0.2}, {{0, 5.0}, {1000, 4.8}, {2000, 4.75}}, Discount::all_units);
  EXPECT_TRUE(is_golden("all_units_quantity", static_cast<double>(wohl.quantity)));
  EXPECT_TRUE(is_golden("all_units_cost", wohl.yearly_cost));
  const std::vector<PriceBreak> bags{{1, 0.30}, {500, 0.29}, {1000, 0.28}};
  const OrderQuantity all = order_quantity({600, 8, 0.2}, bags, Discount::all_units);
  EXPECT_TRUE(is_golden("bags_all_units_quantity", static_cast<double>(all.quantity)));
  EXPECT_TRUE(is_golden("bags_all_units_cost", all.yearly_cost));
  const OrderQuantity some = order_quantity({600, 8, 0.2}, bags, Discount::incremental);
  EXPECT_TRUE(is_golden("bags_incremental_quantity", static_cast<double>(some.quantity)));
  EXPECT_TRUE(is_golden("bags_incremental_cost", some.yearly_cost));
}

/// The yearly cost from the definition: what Q pieces cost, piece by piece.
double cost_of(const YearlyOrder& order, const std::vector<PriceBreak>& breaks, Discount discount,
               Pieces quantity) {
  double paid = 0, price = breaks[0].price;
  for (Pieces piece = 1; piece <= quantity; ++piece) {
    for (const PriceBreak& b : breaks) {
      if (piece >= b.from) price = b.price;
    }
    paid += price;
  }
  if (discount == Discount::all_units) paid = price * static_cast<double>(quantity);
  const double q = static_cast<double>(quantity);
  return order.demand / q * (order.order_cost + paid) + order.carrying * paid / 2;
}

TEST(OrderQuantity, IsTheBestOfAllWholePacks) {
  std::mt19937_64 random(20261124);
  const auto draw = [&](int low, int high) {
    return low + static_cast<int>(random() % static_cast<std::uint64_t>(high - low + 1));
  };
  for (int round = 0; round < 200; ++round) {
    const YearlyOrder order{draw(1, 300) * 1.0, draw(0, 40) * 1.0, draw(5, 60) / 100.0};
    std::vector<PriceBreak> breaks{{draw(0, 1), 5.0}};
    for (int b = draw(0, 3); b > 0; --b) {
      breaks.push_back(
          {breaks.back().from + draw(1, 80), breaks.back().price * draw(80, 99) / 100.0});
    }
    const Packing packing{draw(1, 12), draw(0, 50)};
    for (Discount discount : {Discount::all_units, Discount::incremental}) {
      const OrderQuantity found = order_quantity(order, breaks, discount, packing);
      double best = none;
      for (Pieces q = packing.pack; q <= 1500; q += packing.pack) {
        if (q >= packing.minimum_order) best = std::min(best, cost_of(order, breaks, discount, q));
      }
      EXPECT_NEAR(found.yearly_cost, best, 1e-9 * best) << "round " << round;
      EXPECT_NEAR(cost_of(order, breaks, discount, found.quantity), best, 1e-9 * best);
      EXPECT_EQ(found.quantity % packing.pack, 0);
      EXPECT_GE(found.quantity, packing.minimum_order);
    }
  }
}

TEST(OrderQuantity, Refusals) {
  EXPECT_EQ(refusal([] { economic_order_quantity(0, 1, 1); }),
            "yearly_demand: 0 is outside [1e-9, 1e15]");
  EXPECT_EQ(refusal([] {
              order_quantity({1, 1, 1}, {}, Discount::all_units);
            }),
            "breaks: is empty");
  EXPECT_EQ(refusal([] {
              order_quantity({1, 1, 1}, {{2, 1.0}}, Discount::all_units);
            }),
            "breaks[0].from: 2 is above 1");
  EXPECT_EQ(refusal([] {
              order_quantity({1, 1, 1}, {{1, 1.0}, {5, 1.0}}, Discount::all_units);
            }),
            "breaks[1].price: 1 is not below the one before");
  EXPECT_EQ(refusal([] {
              order_quantity({1, 1, 1}, {{1, 1.0}}, Discount::all_units, {0, 0});
            }),
            "packing.pack: 0 is outside [1, 10^15] pieces");
}

TEST(JointOrder, WithinABudget) {
  // Nahmias' Stereo Warehouse: the budget scales all quantities alike.
  const std::vector<JointItem> items{
      {1850, 100, 12.5, 50, 0}, {1150, 150, 87.5, 350, 0}, {800, 50, 21.25, 85, 0}};
  const JointOrder free = joint_order(items, none, none), held = joint_order(items, 30000, none);
  double spent = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    EXPECT_TRUE(is_golden("stereo_budget_scale", held.quantity[i] / free.quantity[i]));
    spent += items[i].price * held.quantity[i];
  }
  EXPECT_NEAR(spent, 30000, 1e-6);
  EXPECT_EQ(free.budget_price, 0);
  // λ is what a unit more of the budget saves.
  const double step = 0.01;
  EXPECT_NEAR((held.yearly_cost - joint_order(items, 30000 + step, none).yearly_cost) / step,
              held.budget_price, 1e-5);
}

TEST(JointOrder, NoPointOfAGridIsBetter) {
  std::mt19937_64 random(7);
  const auto draw = [&](int low, int high) {
    return low + static_cast<double>(random() % static_cast<std::uint64_t>(high - low + 1));
  };
  for (int round = 0; round < 30; ++round) {
    std::vector<JointItem> items;
    for (int i = 0; i < 2; ++i) {
      items.push_back({draw(50, 500), draw(5, 50), draw(1, 10), draw(1, 9), draw(1, 9)});
    }
    const JointOrder free = joint_order(items, none, none);
    const double budget =
        draw(3, 12) / 10 * (items[0].price * free.quantity[0] + items[1].price * free.quantity[1]);
    const double space =
        draw(3, 12) / 10 * (items[0].space * free.quantity[0] + items[1].space * free.quantity[1]);
    const JointOrder found = joint_order(items, budget, space);
    double best = none;
    for (int k = 1; k < 200000; ++k) {  // the second quantity follows from the first exactly
      const double q = free.quantity[0] * k / 150000.0;
      const double other =
          std::min({(budget - items[0].price * q) / items[1].price,
                    (space - items[0].space * q) / items[1].space, free.quantity[1]});
      if (!(other > 0)) break;
      best =
          std::min(best, items[0].order_cost * items[0].demand / q + items[0].holding_cost * q / 2 +
                             items[1].order_cost * items[1].demand / other +
                             items[1].holding_cost * other / 2);
    }
    EXPECT_LE(found.yearly_cost, best * (1 + 1e-9)) << "round " << round;
    EXPECT_NEAR(found.yearly_cost, best, best * 1e-6) << "round " << round;
    EXPECT_LE(items[0].price * found.quantity[0] + items[1].price * found.quantity[1],
              budget * (1 + 1e-12));
    EXPECT_LE(items[0].space * found.quantity[0] + items[1].space * found.quantity[1],
              space * (1 + 1e-12));
  }
  EXPECT_EQ(refusal([] { joint_order({}, 0, 1); }), "budget: 0 is below 1e-9");
}

}  // namespace
}  // namespace salesplan::material
