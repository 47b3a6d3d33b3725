#include "salesplan/review/strategy.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "refusal.hpp"

namespace salesplan::review {
namespace {

constexpr double nan = core::missing_number;

/// Two visits more a month for every 0.1 that attainment is short of 0.9, once it was below 0.85
/// for two months; at most two at once and eight in all.
StrategyRule visits() {
  StrategyRule rule;
  rule.name = "more visits";
  rule.measure = "attainment";
  rule.threshold = 0.85;
  rule.goal = 0.9;
  rule.patience = 2;
  rule.rest = 1;
  rule.lever = "visits";
  rule.gain = 20;
  rule.step = 2;
  rule.grain = 1;
  rule.lowest = 0;
  rule.highest = 8;
  rule.response = {0.02, 0.01};
  rule.owner = "sales";
  return rule;
}

/// What one rule proposes for one unit; none: no value.
std::vector<StrategyProposal> of(const StrategyRule& rule, const std::vector<double>& measure,
                                 const std::vector<double>& lever, core::Minor sales = 100000) {
  const std::vector<StrategyRule> rules{rule};
  const std::vector<StrategyCase> cases{{0, "North", measure, lever, sales}};
  return strategy_proposals(rules, cases);
}

TEST(Strategy, MovesALeverByTheDistanceToTheGoal) {
  const auto made = of(visits(), {1.0, 0.82, 0.84}, {4, 4, 4});
  ASSERT_EQ(made.size(), 1u);
  EXPECT_EQ(made[0].state, StrategyState::change);
  EXPECT_EQ(made[0].months, 2u);
  EXPECT_NEAR(made[0].distance, (0.08 + 0.06) / 2, 1e-15);
  EXPECT_EQ(made[0].to, 5);  // 20 · 0.07 = 1.4 visits, in whole ones
  EXPECT_NEAR(made[0].effect.mean, 0.02 * 100000, 1e-9);
  EXPECT_NEAR(made[0].effect.sd, 0.01 * 100000, 1e-9);
}

TEST(Strategy, BoundsItsStepAndRange) {
  EXPECT_EQ(of(visits(), {0.2, 0.2}, {4, 4})[0].to, 6);
  EXPECT_EQ(of(visits(), {0.2, 0.2}, {7, 7})[0].to, 8);
  EXPECT_EQ(of(visits(), {0.2, 0.2}, {8, 8})[0].state, StrategyState::at_bound);
  StrategyRule fine = visits();
  fine.grain = 0;
  EXPECT_NEAR(of(fine, {0.82, 0.84}, {4, 4})[0].to, 5.4, 1e-12);
  EXPECT_NEAR(of(fine, {0.84, 0.84}, {7.5, 7.5})[0].to, 8, 1e-12);
  fine.gain = -20;
  EXPECT_NEAR(of(fine, {0.82, 0.84}, {4, 4})[0].to, 2.6, 1e-12);
  EXPECT_NEAR(of(fine, {0.82, 0.84}, {4, 4})[0].effect.mean, -0.02 * 1.4 * 100000, 1e-9);
}

TEST(Strategy, IsNeitherHastyNorRestless) {
  EXPECT_TRUE(of(visits(), {0.8, 0.95, 0.8}, {4, 4, 4}).empty());      // not two in a row
  EXPECT_TRUE(of(visits(), {0.88, 0.87}, {4, 4}).empty());             // never below the threshold
  EXPECT_EQ(of(visits(), {0.8, 0.8, 0.88}, {4, 4, 4})[0].months, 3u);  // acts on to the goal
  EXPECT_TRUE(of(visits(), {0.8, 0.8, 0.9}, {4, 4, 4}).empty());
  EXPECT_TRUE(of(visits(), {0.8, 0.8, nan}, {4, 4, 4}).empty());
  EXPECT_TRUE(of(visits(), {0.8, nan, 0.8}, {4, 4, 4}).empty());
  EXPECT_TRUE(of(visits(), {}, {}).empty());
}

TEST(Strategy, AwaitsTheEffectOfTheLastMove) {
  EXPECT_EQ(of(visits(), {0.8, 0.8, 0.8}, {4, 4, 5})[0].state, StrategyState::awaits_effect);
  EXPECT_EQ(of(visits(), {0.8, 0.8, 0.8}, {4, 5, 5})[0].state, StrategyState::change);
  EXPECT_EQ(of(visits(), {0.8, 0.8, 0.8}, {4, nan, 4})[0].state, StrategyState::change);
}

TEST(Strategy, WatchesTheOtherSideToo) {
  StrategyRule discount;
  discount.name = "less discount";
  discount.measure = "share of discounted sales";
  discount.below = false;
  discount.threshold = 0.3;
  discount.lever = "discount";
  discount.gain = -0.5;
  discount.step = 0.05;
  discount.lowest = 0;
  const auto made = of(discount, {0.36}, {0.2});
  ASSERT_EQ(made.size(), 1u);
  EXPECT_NEAR(made[0].to, 0.2 - 0.03, 1e-12);
  EXPECT_TRUE(of(discount, {0.3}, {0.2}).empty());
}

TEST(Strategy, RanksByEffectAndLeavesDepartmentsRoom) {
  StrategyRule second = visits();
  second.name = "samples";
  second.owner = "marketing";
  second.departments = {"sales"};
  second.response = {0.05, 0};
  const std::vector<StrategyRule> rules{visits(), second};
  const std::vector<double> low{0.84, 0.84}, lever{4, 4};
  const std::vector<StrategyCase> cases{{0, "North", low, lever, 1000},
                                        {0, "South", low, lever, 3000},
                                        {1, "North", low, lever, 1000}};
  const auto all = strategy_proposals(rules, cases);
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[0].at, 1u);  // 60 before 50 before 20
  EXPECT_EQ(all[1].at, 2u);
  EXPECT_EQ(all[2].at, 0u);
  const auto few = strategy_proposals(rules, cases, 1);
  EXPECT_EQ(few[0].at, 1u);
  EXPECT_EQ(few[1].state, StrategyState::department_busy);
  EXPECT_EQ(few[1].at, 0u);
  EXPECT_EQ(few[2].busy, "sales");
}

TEST(Strategy, JudgesAMoveBesideItsPeers) {
  EXPECT_NEAR(realised_effect(1000, 1300, 5000, 5500), 200, 1e-9);
  EXPECT_TRUE(std::isnan(realised_effect(1000, 1300, 0, 5500)));
}

TEST(Strategy, SaysWhatItProposes) {
  const std::vector<double> low{0.82, 0.84}, lever{4, 4};
  const StrategyCase north{0, "North", low, lever, 100000};
  auto made = of(visits(), low, lever)[0];
  EXPECT_EQ(sentence(visits(), north, made, 2, calendar::Language::en),
            "North: visits 4 to 5, as attainment was 0.07 from its goal of 0.9 for 2 months; "
            "expected +20.00 a month (80 %: +7.18 to +32.82).");
  EXPECT_EQ(sentence(visits(), north, made, 2, calendar::Language::zh),
            "North：visits 4 → 5，因attainment连续2个月距目标0.9有0.07；预计每月+20.00"
            "（80%区间：+7.18 至 +32.82）。");
  made.state = StrategyState::at_bound;
  EXPECT_EQ(sentence(visits(), north, made, 2, calendar::Language::en),
            "North: visits 4, at its bound.");
}

TEST(Strategy, RefusesWhatIsWrong) {
  const auto refused = [](auto change, const char* message) {
    StrategyRule rule = visits();
    change(rule);
    EXPECT_EQ(refusal([&] { of(rule, {0.8}, {4}); }), message);
  };
  refused([](auto& r) { r.goal = 0.8; },
          "rules[0].goal: 0.8 is on the acting side of the threshold");
  refused([](auto& r) { r.patience = 0; }, "rules[0].patience: 0 is below 1");
  refused([](auto& r) { r.gain = 0; }, "rules[0].gain: 0 moves nothing");
  refused([](auto& r) { r.step = 0; }, "rules[0].step: 0 is not positive");
  refused([](auto& r) { r.grain = 3; }, "rules[0].grain: 3 exceeds the step");
  refused([](auto& r) { r.lowest = 9; }, "rules[0].lowest: 9 is not at most highest");
  refused([](auto& r) { r.response.sd = -1; }, "rules[0].response.sd: -1 is negative");
  EXPECT_EQ(refusal([&] { of(visits(), {0.8}, {4, 4}); }), "cases[0].lever: 2 values for 1 months");
  EXPECT_EQ(refusal([&] { of(visits(), {0.8}, {nan}); }),
            "cases[0].lever: is not known for the last month");
  EXPECT_EQ(refusal([&] { of(visits(), {std::numeric_limits<double>::infinity()}, {4}); }),
            "cases[0].measure: is infinite in month 0");
  EXPECT_EQ(refusal([&] { of(visits(), {0.8}, {4}, -1); }), "cases[0].sales: -1 is negative");
}

}  // namespace
}  // namespace salesplan::review
