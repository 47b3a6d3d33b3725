#include "salesplan/promotion/calendar_mix.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "refusal.hpp"

namespace salesplan::promotion {
namespace {

struct Instance {
  std::vector<MixChoice> choices;
  MixLimits limits;
};

/// Whether a selection obeys all limits, checked from their meaning.
bool feasible(const Instance& p, const std::vector<std::size_t>& chosen) {
  core::Minor cost = 0;
  std::vector<double> load(p.limits.capacity);
  for (std::size_t a : chosen) {
    const MixChoice& x = p.choices[a];
    cost += x.cost;
    for (std::int32_t t = x.start; t < x.start + x.periods && !load.empty(); ++t) {
      load[static_cast<std::size_t>(t)] -= x.load;
      if (load[static_cast<std::size_t>(t)] < -1e-9) return false;
    }
    for (std::size_t b : chosen) {
      const MixChoice& y = p.choices[b];
      if (a == b) continue;
      if (x.promotion == y.promotion) return false;
      for (const ExclusiveSet& set : p.limits.exclusive) {
        const auto in = [&](std::size_t promotion) {
          return std::count(set.promotions.begin(), set.promotions.end(), promotion) > 0;
        };
        if (in(x.promotion) && in(y.promotion) && x.start <= y.start &&
            y.start < x.start + x.periods + set.gap) {
          return false;
        }
      }
    }
  }
  return cost <= p.limits.budget;
}

Instance draw(unsigned seed, std::size_t promotions, std::size_t ways) {
  std::mt19937_64 random(seed);
  const auto below = [&](std::uint64_t n) { return static_cast<std::int32_t>(random() % n); };
  Instance p;
  for (std::size_t k = 0; k < promotions; ++k) {
    for (std::size_t w = 0; w < ways; ++w) {
      const std::int32_t periods = 1 + below(3);
      p.choices.push_back(
          {k, 10.0 * below(100) - 50, 1000 * below(80), below(8), periods, 0.1 * below(8)});
    }
  }
  p.limits.budget = static_cast<core::Minor>(promotions) * 12000;
  p.limits.capacity.assign(10, 1.0);
  p.limits.exclusive = {{{0, 1, 2}, 1}, {{2, 3}, 0}};
  return p;
}

double brute_force(const Instance& p, std::size_t from, std::vector<std::size_t>& chosen) {
  double value = 0;
  for (std::size_t i : chosen) value += p.choices[i].value;
  for (std::size_t i = from; i < p.choices.size(); ++i) {
    chosen.push_back(i);
    if (feasible(p, chosen)) value = std::max(value, brute_force(p, i + 1, chosen));
    chosen.pop_back();
  }
  return value;
}

TEST(BestMix, EqualsBruteForce) {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(seed);
    const Instance p = draw(seed, 5, 3);
    const MixPlan plan = best_mix(p.choices, p.limits);
    std::vector<std::size_t> none;
    EXPECT_NEAR(plan.value, brute_force(p, 0, none), 1e-9);
    EXPECT_NEAR(plan.bound, plan.value, 1e-6);
    EXPECT_TRUE(feasible(p, plan.chosen));
    double value = 0;
    core::Minor cost = 0;
    for (std::size_t i : plan.chosen) {
      value += p.choices[i].value;
      cost += p.choices[i].cost;
    }
    EXPECT_NEAR(plan.value, value, 1e-9);
    EXPECT_EQ(plan.cost, cost);
  }
}

TEST(BestMix, ProvesAYearOfPromotions) {
  const Instance p = draw(7, 40, 6);
  const MixPlan plan = best_mix(p.choices, p.limits);
  EXPECT_TRUE(feasible(p, plan.chosen));
  EXPECT_LE(plan.bound, plan.value * (1 + 1e-9));
  MixOptions cut;
  cut.nodes = 50;
  const MixPlan stopped = best_mix(p.choices, p.limits, cut);
  EXPECT_TRUE(feasible(p, stopped.chosen));
  EXPECT_LE(stopped.value, plan.value + 1e-9);
  EXPECT_GE(stopped.bound, plan.value - 1e-9);
}

TEST(BestMix, KeepsGapsAndWholeCents) {
  Instance p;
  p.choices = {{0, 10, 100, 0, 2, 0}, {1, 10, 100, 3, 1, 0}, {1, 9, 100, 4, 1, 0}};
  p.limits.budget = 200;
  p.limits.exclusive = {{{0, 1}, 2}};
  EXPECT_EQ(best_mix(p.choices, p.limits).chosen, (std::vector<std::size_t>{0, 2}));
  p.limits.exclusive[0].gap = 1;
  EXPECT_EQ(best_mix(p.choices, p.limits).chosen, (std::vector<std::size_t>{0, 1}));
  p.limits.budget = 199;
  EXPECT_EQ(best_mix(p.choices, p.limits).chosen.size(), 1u);
}

TEST(BestMix, ABudgetBelowEveryCostBuysNothing) {
  const std::vector<MixChoice> choices{{0, 5, 100, 0, 1, 0}, {1, -5, 0, 0, 1, 0}};
  MixLimits limits;
  limits.budget = 99;
  const MixPlan plan = best_mix(choices, limits);
  EXPECT_TRUE(plan.chosen.empty());
  EXPECT_EQ(plan.value, 0);
  EXPECT_EQ(plan.bound, 0);
  EXPECT_TRUE(best_mix({}, limits).chosen.empty());
}

TEST(BestMix, RefusesBadInput) {
  const auto with = [](const MixChoice& choice, const MixLimits& limits = {}) {
    return refusal([&] { best_mix(std::vector<MixChoice>{choice}, limits); });
  };
  EXPECT_EQ(with({0, NAN, 0, 0, 1, 0}), "choices[0].value: nan is not finite");
  EXPECT_EQ(with({0, 1, -1, 0, 1, 0}), "choices[0].cost: -1 is negative");
  EXPECT_EQ(with({0, 1, 0, -1, 1, 0}), "choices[0].start: -1 is negative");
  EXPECT_EQ(with({0, 1, 0, 0, 0, 0}), "choices[0].periods: 0 is not positive");
  EXPECT_EQ(with({10000, 1, 0, 0, 1, 0}), "choices[0].promotion: 10000 exceeds 9999");
  MixLimits limits;
  limits.capacity = {1, 1};
  EXPECT_EQ(with({0, 1, 0, 1, 2, 0}, limits), "choices[0].periods: ends at 3, beyond period 2");
  limits.budget = -1;
  EXPECT_EQ(with({0, 1, 0, 0, 1, 0}, limits), "budget: -1 is negative");
}

}  // namespace
}  // namespace salesplan::promotion
