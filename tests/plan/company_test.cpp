#include "salesplan/plan/company.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "plan/small_plan.hpp"
#include "refusal.hpp"

namespace salesplan::plan {
namespace {

constexpr std::size_t ann = 0, bob = 1;

/// The base of goal `k`, where each planned month grows by a tenth.
Company goals(Specification spec) {
  spec.revenue.amount = core::missing_number;
  spec.revenue.growth = 0.1;
  const History known = history(spec);
  return company(spec, known, outlook(spec, known, 0));
}

// Month m of a year sells (m + 1) hundreds in 2024 and (m + 1) thousands in 2025.
Specification two_rising_years() {
  Specification spec = small_plan();
  for (int m = 0; m < 12; ++m) {
    sell(spec, mid_month(2024, m), {ann}, 100 * (m + 1));
    sell(spec, mid_month(2025, m), {bob}, 1000 * (m + 1));
  }
  return spec;
}

TEST(Company, GrowsFromTheSameMonthsAYearBefore) {
  Specification spec = two_rising_years();
  EXPECT_EQ(goals(spec).goals[0].base, 78000);  // 1000·(1 + … + 12)
  EXPECT_EQ(goals(spec).targets[0].target, 85800);
  spec.months = 3;
  EXPECT_EQ(goals(spec).goals[0].base, 6000);  // January to March 2025
  spec.months = 1;
  EXPECT_EQ(goals(spec).goals[0].base, 1000);
  EXPECT_EQ(goals(spec).targets[0].target, 1100);
  spec.months = 24;  // the second year grows from 2025 as well
  EXPECT_EQ(goals(spec).goals[0].base, 156000);
  spec.months = 3;
  spec.first_month = calendar::parse_period("2026-12", "first_month");
  spec.today = calendar::parse_date("2026-01-01", "today");
  EXPECT_EQ(goals(spec).goals[0].base, 15000);               // December, January and February 2025
  spec.today = calendar::parse_date("2025-12-01", "today");  // December 2025 is not known yet
  EXPECT_EQ(goals(spec).goals[0].base, 1200 + 1000 + 2000);
}

TEST(Company, TheAverageMonthStandsForOneThatIsNotKnown) {
  Specification spec = small_plan();
  sell(spec, "2025-10-15", {ann}, 300);
  sell(spec, "2025-11-15", {ann}, 500);
  sell(spec, "2025-12-15", {ann}, 100);
  spec.months = 12;  // nine months at the average of 300, then the three that are known
  EXPECT_EQ(goals(spec).goals[0].base, 9 * 300 + 900);
  spec.months = 2;
  EXPECT_EQ(goals(spec).goals[0].base, 600);
}

TEST(Company, ProfitIsRevenueLessCost) {
  Specification spec = two_rising_years();
  spec.facts.measures.push_back({"cost", 2, {}});
  for (core::Minor revenue : spec.facts.measures[0].values) {
    spec.facts.measures[1].values.push_back(revenue / 4);
  }
  spec.profit = target::KpiGoal{"profit"};
  spec.profit->amount = 50000;
  const Company found = goals(spec);
  ASSERT_EQ(found.targets.size(), 2U);
  EXPECT_EQ(found.goals[1].base, 78000 * 3 / 4);
  EXPECT_EQ(found.targets[1].target, 50000);
  EXPECT_EQ(base_profit(history(spec)), (std::vector<core::Minor>{0, 58500, 0}));
}

TEST(Company, ACustomerOfTwoRepsCountsOnce) {
  Specification spec = small_plan();
  sell(spec, "2024-12-31", {ann}, 100);  // before the base year
  sell(spec, "2025-01-01", {ann}, 100);
  sell(spec, "2025-05-01", {ann}, 100);
  sell(spec, "2025-06-01", {bob}, 100);
  sell(spec, "2025-12-31", {bob}, 100);
  sell(spec, "2026-01-01", {bob}, 100);  // after it
  spec.customers = {9, 1, 2, 1, 3, 4};
  spec.customer_count = target::KpiGoal{"customers"};
  spec.customer_count->growth = 1;
  EXPECT_EQ(base_customers(spec, history(spec)), (std::vector<std::int64_t>{2, 2, 0, 3}));
  EXPECT_EQ(goals(spec).targets.back().target, 6);
}

TEST(Company, RefusalsNameTheSpecificationsField) {
  Specification spec = two_rising_years();
  const auto refused = [](const Specification& wrong) {
    return refusal([&] {
      const History known = history(wrong);
      company(wrong, known, outlook(wrong, known, 0));
    });
  };
  spec.revenue.market_size = 0;
  EXPECT_EQ(refused(spec), "target.revenue.market_size: 0 is not positive");
  spec.revenue.market_size = core::missing_number;
  spec.revenue.growth = 0.1;
  EXPECT_EQ(refused(spec), "target.revenue.growth: growth and amount are both given");
  spec.revenue.amount = core::missing_number;
  spec.revenue.growth = -2;
  EXPECT_EQ(refused(spec), "target.revenue: is -780.00; a plan needs a target above zero");
  spec.revenue.growth = 0.1;
  spec.customers.assign(spec.facts.size(), 7);
  spec.customer_count = target::KpiGoal{"customers"};
  spec.customer_count->amount = 0;
  EXPECT_EQ(refused(spec), "target.customers: is 0; a plan needs a target above zero");
}

}  // namespace
}  // namespace salesplan::plan
