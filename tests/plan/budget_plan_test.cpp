#include "salesplan/plan/budget_plan.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "plan/small_plan.hpp"
#include "refusal.hpp"

namespace salesplan::plan {
namespace budget_plan_test {

using core::Minor;

calendar::Period month(const char* text) { return calendar::parse_period(text, "month"); }

/// Ann, bob and cai of small_plan(), 100.00, 50.00 and 25.00 a month for three months, and a budget
/// of 1000.00 for them, 100.00 of it in reserve.
Specification with_budget() {
  Specification spec = small_plan();
  sell_two_years(spec);
  spec.months = 3;
  spec.revenue.amount = 525'00;
  spec.mix = {0, 1, 0};  // by history alone
  BudgetSettings settings;
  settings.total = 100000;
  settings.basis = {1, 0, 0};
  settings.parts = {{"people", 1, 0, 0.3}};
  spec.budget = settings;
  return spec;
}

/// The same after January, in which the reps brought these.
Specification after_january(const std::vector<Minor>& brought) {
  Specification spec = with_budget();
  for (std::size_t rep = 0; rep < brought.size(); ++rep) {
    sell(spec, mid_month(2026, 0), {static_cast<std::int32_t>(rep)}, brought[rep]);
  }
  spec.as_of = calendar::make_date(2026, 1, 31);
  return spec;
}

std::vector<Minor> first(const BudgetPlan& plan) {
  std::vector<Minor> amounts;
  for (const BudgetLine& line : plan.lines) amounts.push_back(line.first);
  return amounts;
}

TEST(BudgetPlan, IsSplitByPastSalesWhereNoSpendIsKnown) {
  const Document document = run(with_budget());
  EXPECT_EQ(document.budget.reserve, 10000);
  EXPECT_EQ(first(document.budget), (std::vector<Minor>{51429, 25714, 12857}));  // 4 : 2 : 1
  // The months have the same targets; cents that are left over go to the first ones.
  EXPECT_EQ(document.budget.lines[0].planned, (std::vector<Minor>{17143, 17143, 17143}));
  EXPECT_EQ(document.budget.lines[1].planned, (std::vector<Minor>{8572, 8571, 8571}));
  EXPECT_TRUE(document.budget.reviews.empty());
  Specification without = with_budget();
  without.budget.reset();
  EXPECT_TRUE(run(without).budget.lines.empty());
}

TEST(BudgetPlan, KnowsNoSpendFromThePlansDayOn) {
  Specification spec = with_budget();
  spec.today = calendar::make_date(2025, 12, 1);
  spec.budget->spent = {{month("2025-11"), 0, 4000}, {month("2025-12"), 1, 6000}};
  EXPECT_EQ(run(spec).budget.lines[0].first, 90000);
}

TEST(BudgetPlan, IsSplitByPastSpendWithinBounds) {
  Specification spec = with_budget();
  spec.budget->spent = {{month("2025-03"), 0, 4000},
                        {month("2025-04"), 1, 6000},
                        {month("2024-12"), 2, 9000}};  // before the base year
  EXPECT_EQ(first(run(spec).budget), (std::vector<Minor>{36000, 54000}));
  spec.budget->basis = {0.5, 0.5, 0};  // and by the targets, 4 : 2 : 1
  EXPECT_EQ(first(run(spec).budget), (std::vector<Minor>{43714, 39857, 6429}));
  spec.budget->lower = {core::missing_integer, 50000, core::missing_integer};
  spec.budget->upper = {40000, core::missing_integer, core::missing_integer};
  spec.budget->locked = {core::missing_integer, core::missing_integer, 1000};
  EXPECT_EQ(first(run(spec).budget), (std::vector<Minor>{39000, 50000, 1000}));
  spec.budget->lower[1] = 95000;
  EXPECT_NE(refusal([&] { run(spec); }).find("budget.parts[0]."), std::string::npos);
}

TEST(BudgetPlan, LeavesOutOfTheBasisWhatIsNotKnown) {
  Specification spec = with_budget();
  spec.promotions = PromotionBook();
  spec.promotions->names = {{"a", "A", "", "", 0, 0}, {"b", "B", "", "", 0, 0}};
  spec.budget->parts = {{"people", 0.5, 0, 0.3}, {"offers", 0.5, std::nullopt, 0.2}};
  const Document document = run(spec);
  ASSERT_EQ(document.budget.lines.size(), 5u);
  EXPECT_EQ(document.budget.lines[3].first, 22500);  // evenly
  EXPECT_EQ(document.budget.lines[4].first, 22500);
  EXPECT_EQ(document.budget.lines[4].planned, (std::vector<Minor>{7500, 7500, 7500}));
  EXPECT_EQ(document.notes.back(),
            "budget: no history of offers is known, which is left out of its basis");
}

TEST(BudgetPlan, ChangesMoveTheMonthsAfterThem) {
  Specification spec = with_budget();
  spec.budget->changes = {{month("2026-01"), 1, 6000}, {month("2026-02"), 0, -17143}};
  const BudgetPlan plan = run(spec).budget;
  EXPECT_EQ(plan.lines[1].planned, (std::vector<Minor>{8572, 11571, 11571}));
  EXPECT_EQ(plan.lines[0].planned, (std::vector<Minor>{17143, 17143, 0}));
  EXPECT_EQ(plan.reserve, 10000);
  EXPECT_EQ(plan.reserve_left, 10000 - 6000 + 17143);
  Minor total = plan.reserve_left;
  for (const BudgetLine& line : plan.lines) {
    total += std::accumulate(line.planned.begin(), line.planned.end(), Minor{0});
  }
  EXPECT_EQ(total, 100000);

  spec.budget->changes[1].amount = -17144;
  EXPECT_EQ(refusal([&] { run(spec); }),
            "budget.changes: 2026-02 takes 171.44 from a line of \"people\" that has 171.43 left");
  spec.budget->changes = {{month("2026-01"), 1, 10001}};
  EXPECT_EQ(refusal([&] { run(spec); }),
            "budget.changes: take 0.01 more than the reserve holds by 2026-01");
}

TEST(BudgetPlan, ReviewsSeeWhatWasKnownThen) {
  Specification spec = after_january({3000, 5000, 2500});
  spec.budget->spent = {{month("2026-01"), 0, 17143}, {month("2026-01"), 1, 4000}};
  spec.budget->adjustment.hurdle = 0.1;
  const Document document = run(spec);
  ASSERT_EQ(document.closed, 1u);
  ASSERT_EQ(document.budget.reviews.size(), 1u);
  const BudgetReview& review = document.budget.reviews[0];
  EXPECT_EQ(review.lines, (std::vector<std::size_t>{0, 1, 2}));
  const budget::Progress& ann = review.progress[0];
  EXPECT_EQ(ann.budget, 51429);
  EXPECT_EQ(ann.planned, 17143);
  EXPECT_EQ(ann.spent, 17143);
  EXPECT_EQ(ann.target, 30000);
  // The seasonal naive forecast has 175.00 a month to come for all, 4 of 7 of it ann's.
  EXPECT_NEAR(ann.landing, 3000 + 20000, 1e-6);
  EXPECT_NEAR(ann.marginal, 0.3 * 20000 / (51429 - 17143), 1e-12);
  EXPECT_EQ(ann.last, budget::Proposed::keep);
  EXPECT_EQ(document.budget.lines[1].spent, (std::vector<Minor>{4000}));
  // Bob spends half of his plan: what would be left over is free to move.
  ASSERT_FALSE(review.adjustment.proposals.empty());
  const budget::Proposal& proposal = review.adjustment.proposals[0];
  EXPECT_EQ(review.lines[proposal.from], 1u);
  EXPECT_NE(proposal.reason.find("spends 46.7% of plan"), std::string::npos) << proposal.reason;

  spec.budget->parts[0].elasticity = core::missing_number;
  EXPECT_TRUE(run(spec).budget.reviews[0].adjustment.proposals.empty());
}

TEST(BudgetPlan, ReviewsKnowWhatWasDoneLastTime) {
  Specification spec = after_january({10000, 5000, 2500});
  sell(spec, mid_month(2026, 1), {0}, 10000);
  spec.as_of = calendar::make_date(2026, 2, 28);
  spec.budget->spent = {{month("2026-01"), 0, 1}};
  spec.budget->changes = {{month("2026-01"), 1, 500}, {month("2026-01"), 2, -500}};
  const Document document = run(spec);
  ASSERT_EQ(document.budget.reviews.size(), 2u);
  EXPECT_EQ(document.budget.reviews[0].progress[1].last, budget::Proposed::keep);
  EXPECT_EQ(document.budget.reviews[0].progress[1].budget, 25714);  // not yet decided
  EXPECT_EQ(document.budget.reviews[1].progress[0].last, budget::Proposed::keep);
  EXPECT_EQ(document.budget.reviews[1].progress[1].last, budget::Proposed::add);
  EXPECT_EQ(document.budget.reviews[1].progress[1].budget, 26214);
  EXPECT_EQ(document.budget.reviews[1].progress[2].last, budget::Proposed::cut);
}

TEST(BudgetPlan, PromotionsLandAsTheSameMonthsOfTheYearBefore) {
  Specification spec = after_january({10000, 5000, 2500});
  PromotionBook book;
  book.names = {{"a", "A", "", "", 0, 0}, {"b", "B", "", "", 0, 0}};
  const auto sold = [&](const char* when, std::int32_t promotion, double revenue) {
    book.month.push_back(month(when).ordinal);
    book.product.push_back(0);
    book.promotion.push_back(promotion);
    book.units.push_back(1);
    book.revenue.push_back(revenue);
    book.discount.push_back(1);
    book.cost.push_back(1);
  };
  sold("2025-01", 0, 40);
  sold("2025-02", 0, 60);
  sold("2025-04", 0, 100);  // in the base year, but of no planned month
  sold("2026-01", 0, 30);
  sold("2026-02", 0, 999);  // not yet known
  sold("2025-01", -1, 500);
  spec.promotions = book;
  spec.budget->parts = {{"offers", 1, std::nullopt, 0.2}};
  spec.budget->spent = {{month("2026-01"), 0, 100}};
  const Document document = run(spec);
  const BudgetReview& review = document.budget.reviews[0];
  ASSERT_EQ(review.lines.size(), 1u);  // the other never sold
  EXPECT_NEAR(review.progress[0].target, 20000 * (1 + document.kpis[0].growth), 1e-6);
  EXPECT_NEAR(review.progress[0].landing, 3000 + 6000, 1e-6);
}

}  // namespace budget_plan_test
}  // namespace salesplan::plan
