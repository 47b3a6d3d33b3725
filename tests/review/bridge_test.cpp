#include "salesplan/review/bridge.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "refusal.hpp"
#include "review/random_tree.hpp"
#include "salesplan/review/calendar_effect.hpp"
#include "salesplan/review/customer_movement.hpp"
#include "salesplan/review/findings.hpp"
#include "salesplan/review/price_volume_mix.hpp"

namespace salesplan::review {
namespace {

using core::Minor;

TEST(WholeParts, SumAndStayNear) {
  EXPECT_EQ(whole_parts(2, std::vector<double>{0.5, 0.5, 1}, "x"), (std::vector<Minor>{1, 0, 1}));
  EXPECT_EQ(whole_parts(-1, std::vector<double>{-0.3, -0.7}, "x"), (std::vector<Minor>{0, -1}));
  EXPECT_EQ(whole_parts(-7, std::vector<double>{0, 0}, "x"), (std::vector<Minor>{-3, -4}));
  EXPECT_EQ(refusal([] { whole_parts(1, std::vector<double>{std::nan("")}, "x"); }),
            "x: is not a number");
}

TEST(Bridge, RefusesWhatDoesNotAddUp) {
  const std::vector<std::int32_t> parent{-1, 0, 0};
  const std::vector<Minor> base{0, 1, 2}, actual{0, 5, 2}, right{9, 9, 1, 3, 0, 0},
      wrong{0, 0, 1, 2, 0, 0};
  const Bridge bridge = roll_up({parent}, {"a", "b"}, base, actual, right);
  EXPECT_EQ(bridge.base[0], 3);
  EXPECT_EQ(bridge.at(0, 1), 3);
  EXPECT_EQ(refusal([&] {
              roll_up({parent}, {"a", "b"}, base, actual, wrong);
            }),
            "amount[1]: the effects of node 1 sum to 3, not to actual - base");
  EXPECT_EQ(refusal([&] { split({parent}, bridge, "c", bridge); }),
            "effect: \"c\" is no effect of the bridge");
  EXPECT_EQ(refusal([&] { split({parent}, bridge, "b", bridge); }),
            "effect: \"a\" would be there twice");
  const std::vector<Minor> huge{0, std::numeric_limits<Minor>::max(), 1};
  EXPECT_NE(refusal([&] {
              roll_up({parent}, {}, huge, huge, std::vector<Minor>());
            }).find("exceeds 64 bits"),
            std::string::npos);
}

TEST(CalendarAndPromotion, AreToldApartFromPerformance) {
  const std::vector<std::int32_t> parent{-1};
  const std::vector<Minor> before{100000}, after{123000}, was{10000}, is{25000};
  const std::vector<double> days{20}, more{22};
  const Bridge bridge = calendar_and_promotion({parent}, {before, after, days, more, was, is});
  EXPECT_EQ(bridge.amount, (std::vector<Minor>{9000, 15000, -1000}));
  const std::vector<double> none{0};
  EXPECT_EQ(refusal([&] {
              calendar_and_promotion({parent}, {before, after, none, more});
            }),
            "days_before[0]: 0 is not finite and positive");
  EXPECT_EQ(refusal([&] {
              calendar_and_promotion({parent}, {before, after, {}, more});
            }),
            "days_before: 0 values for 1 nodes");
}

TEST(CustomerMovement, CountsAndAddsUp) {
  const std::vector<std::int32_t> parent{-1, 0, 0, 0, 0, 0, 0, 0, 0};
  std::vector<std::int32_t> known{0, 0, 1, 0, 0, 0, 0, 2, 2};
  const std::vector<Minor> before{0, 0, 0, 5, 5, 5, 5, 0, 3}, after{0, 7, 8, 0, 6, 4, 5, 4, 0};
  const CustomerMovement moved = customer_movement({parent}, before, after, known);
  EXPECT_EQ(std::vector<Minor>(moved.bridge.amount.begin(), moved.bridge.amount.begin() + 7),
            (std::vector<Minor>{7, 8, -5, 1, -1, 4, -3}));
  EXPECT_EQ(std::vector<std::int64_t>(moved.customers.begin(), moved.customers.begin() + 7),
            (std::vector<std::int64_t>{1, 1, 1, 1, 1, 1, 1}));
  known[1] = 3;
  EXPECT_EQ(refusal([&] { customer_movement({parent}, before, after, known); }),
            "known[1]: 3 is not 0, 1 or 2");
}

/// Every node: base + effects = actual; every parent: the sums of its children.
void expect_exact(const allocation::Tree& tree, const Bridge& bridge) {
  const std::size_t n = tree.size(), k = bridge.effects.size();
  std::vector<Minor> sums(n * k), below(n);
  std::vector<int> children(n);
  for (std::size_t i = n; i-- > 0;) {
    Minor sum = bridge.base[i];
    for (std::size_t e = 0; e < k; ++e) {
      sum += bridge.at(i, e);
      if (children[i] > 0) {
        EXPECT_EQ(bridge.at(i, e), sums[i * k + e]);
      }
      if (i > 0) sums[static_cast<std::size_t>(tree.parent[i]) * k + e] += bridge.at(i, e);
    }
    EXPECT_EQ(sum, bridge.actual[i]);
    if (children[i] > 0) {
      EXPECT_EQ(bridge.actual[i], below[i]);
    }
    if (i > 0) {
      ++children[static_cast<std::size_t>(tree.parent[i])];
      below[static_cast<std::size_t>(tree.parent[i])] += bridge.actual[i];
    }
  }
}

TEST(Bridges, AreExactOnEveryNodeOfAnyTree) {
  for (unsigned seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const std::vector<std::int32_t> parent = random_tree(random, 1 + random() % 60);
    const allocation::Tree tree{parent};
    const std::size_t n = parent.size();
    std::vector<double> q0(n), q1(n), d0(n), d1(n);
    std::vector<Minor> r0(n), r1(n), c0(n), c1(n);
    for (std::size_t i = 0; i < n; ++i) {
      q0[i] = random() % 4 == 0 ? 0 : static_cast<double>(random() % 1000) / 8;
      q1[i] = random() % 4 == 0 ? 0 : static_cast<double>(random() % 1000) / 3;
      for (std::vector<Minor>* money : {&r0, &r1, &c0, &c1}) {
        (*money)[i] = static_cast<Minor>(random() % 2000000) - (random() % 9 == 0 ? 3000000 : 0);
      }
      d0[i] = static_cast<double>(1 + random() % 22);
      d1[i] = static_cast<double>(1 + random() % 22);
    }
    for (const EffectWeights weights :
         {EffectWeights::base_price, EffectWeights::mean, EffectWeights::joint}) {
      for (const bool mix : {true, false}) {
        const PriceVolumeMix revenue = price_volume_mix(tree, {q0, q1, r0, r1}, {weights, mix});
        const PriceVolumeMix profit =
            price_volume_mix(tree, {q0, q1, r0, r1, c0, c1}, {weights, mix});
        expect_exact(tree, revenue.bridge);
        expect_exact(tree, profit.bridge);
        for (std::size_t i = 0; i < n; ++i) {
          EXPECT_EQ(profit.own_volume[i] + profit.own_mix[i],
                    profit.bridge.at(i, 0) + (mix ? profit.bridge.at(i, 1) : 0));
        }
      }
    }
    // Nested: performance by price, volume and mix of the rest, volume by the calendar …
    const Bridge outer = calendar_and_promotion(tree, {r0, r1, d0, d1, c0, c1});
    const Bridge inner = price_volume_mix(tree, {q0, q1, r0, r1}).bridge;
    const Bridge nested =
        split(tree, inner, "volume", calendar_and_promotion(tree, {r0, r1, d0, d1}));
    expect_exact(tree, outer);
    expect_exact(tree, nested);
    EXPECT_EQ(nested.effects.size(), inner.effects.size() + 3);
    expect_exact(tree, customer_movement(tree, r0, r1).bridge);
    double last = 1e300;
    for (const Finding& finding : largest(tree, nested, 8)) {
      EXPECT_EQ(finding.amount, nested.at(finding.node, finding.effect));
      EXPECT_NE(finding.amount, 0);
      if (finding.node == 0) {
        EXPECT_LE(std::fabs(static_cast<double>(finding.amount)), last);
        last = std::fabs(static_cast<double>(finding.amount));
      }
    }
  }
}

TEST(Bridges, MeanWeightsTurnWithTime) {
  std::mt19937 random(5);
  const std::vector<std::int32_t> parent{-1, 0, 0};
  for (int round = 0; round < 100; ++round) {
    SCOPED_TRACE(round);
    std::vector<double> q0(3), q1(3);
    std::vector<Minor> r0(3), r1(3);
    for (std::size_t i = 0; i < 3; ++i) {
      q0[i] = static_cast<double>(1 + random() % 50);
      q1[i] = static_cast<double>(1 + random() % 50);
      r0[i] = static_cast<Minor>(random() % 100000);
      r1[i] = static_cast<Minor>(random() % 100000);
    }
    const PriceVolumeMixOptions mean{EffectWeights::mean, false};
    const Bridge there = price_volume_mix({parent}, {q0, q1, r0, r1}, mean).bridge;
    const Bridge back = price_volume_mix({parent}, {q1, q0, r1, r0}, mean).bridge;
    for (std::size_t i = 0; i < there.amount.size(); ++i) {
      EXPECT_NEAR(static_cast<double>(there.amount[i] + back.amount[i]), 0, 2);
    }
  }
}

TEST(Findings, TellTheChildThatBearsIt) {
  const std::vector<std::int32_t> parent{-1, 0, 0, 1, 1};
  const std::vector<std::string> labels{"Company", "Bikes", "Helmets", "Road", "Mountain"};
  const allocation::Tree tree{parent, labels};
  const std::vector<Minor> base{0, 0, 100000, 100000, 100000}, actual{0, 0, 110000, 190000, 95000};
  std::vector<Minor> amount(5);
  for (std::size_t i = 0; i < 5; ++i) amount[i] = actual[i] - base[i];
  const Bridge bridge = roll_up(tree, {"price"}, base, actual, amount);
  const std::vector<Finding> told = largest(tree, bridge, 3);
  ASSERT_EQ(told.size(), 3u);
  EXPECT_EQ(told[0].node, 3u);  // 900 of 950: neither the company nor the bikes are told
  EXPECT_EQ(told[1].node, 2u);
  EXPECT_EQ(told[2].node, 4u);
  EXPECT_EQ(sentence(tree, bridge, told[0], 2, calendar::Language::en),
            "Road: price +900.00 (95 % of all movement).");
  EXPECT_EQ(sentence(tree, bridge, told[2], 2, calendar::Language::zh),
            "Mountain：价格影响 -50.00（占全部变动的5%）。");
  EXPECT_EQ(headline(tree, bridge, 0, 2, calendar::Language::en),
            "Company: 3,000.00 to 3,950.00, +950.00 (+32 %).");
  EXPECT_EQ(refusal([&] { largest(tree, bridge, 3, 0.5); }), "focus: 0.5 is not in (0.5, 1]");
}

}  // namespace
}  // namespace salesplan::review
