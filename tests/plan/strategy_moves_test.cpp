#include "salesplan/plan/strategy_moves.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "plan/small_plan.hpp"
#include "refusal.hpp"

namespace salesplan::plan {
namespace strategy_moves_test {

/// Ann sells half of her target in January and February 2026, the others theirs.
Specification two_months() {
  Specification spec = small_plan();
  sell_two_years(spec);
  spec.months = 3;
  spec.revenue.amount = 525'00;
  for (const char* day : {"2026-01-15", "2026-02-15"}) {
    sell(spec, day, {0}, 50'00);
    sell(spec, day, {1}, 50'00);
    sell(spec, day, {2}, 25'00);
  }
  spec.as_of = calendar::make_date(2026, 2, 28);
  review::StrategyRule rule;
  rule.name = "more visits";
  rule.measure = "attainment";
  rule.threshold = 0.9;
  rule.goal = 1;
  rule.lever = "visits";
  rule.gain = 10;
  rule.step = 2;
  rule.response = {0.02, 0.01};
  StrategySettings settings;
  settings.rules = {rule};
  settings.levers = {{4, 4, core::missing_number}};
  spec.strategy = settings;
  return spec;
}

TEST(StrategyMoves, AreProposedAfterEachMonth) {
  const Document plan = run(two_months());
  ASSERT_EQ(plan.moves.size(), 2U);
  EXPECT_EQ(plan.moves[0].month, 0U);
  EXPECT_EQ(plan.moves[0].owner, 0);
  EXPECT_EQ(plan.moves[0].proposal.to, 6);
  EXPECT_NEAR(plan.moves[0].proposal.effect.mean, 2 * 0.02 * 50'00, 1e-9);
  EXPECT_EQ(plan.moves[1].proposal.from, 4) << "nobody accepted the first";
  EXPECT_TRUE(std::isnan(plan.moves[0].realised));
}

TEST(StrategyMoves, StandWhereTheyWereAcceptedAndAreJudged) {
  Specification spec = two_months();
  spec.strategy->accepted = {{spec.first_month, 0, 0, "decisions.csv:2"}};
  sell(spec, "2026-02-16", {1}, 25'00);  // bob, the peer, grows by half
  const Document plan = run(spec);
  ASSERT_GE(plan.moves.size(), 2U);
  EXPECT_TRUE(plan.moves[0].accepted);
  EXPECT_EQ(plan.moves[1].proposal.from, 6);
  EXPECT_NEAR(plan.moves[0].realised, 50'00 - 75'00, 1e-9);
  const promotion::Calibration ledger = judged(plan.moves);
  EXPECT_EQ(ledger.realised, 1U);
  EXPECT_NEAR(ledger.bias, -25'00 - 2 * 0.02 * 50'00, 1e-9);
}

TEST(StrategyMoves, RefuseADecisionOnNothing) {
  Specification spec = two_months();
  spec.strategy->accepted = {{spec.first_month, 0, 1, "decisions.csv:2"}};
  EXPECT_EQ(refusal([&] { run(spec); }),
            "decisions.csv:2: no such move was proposed after 2026-01");
}

}  // namespace strategy_moves_test
}  // namespace salesplan::plan
