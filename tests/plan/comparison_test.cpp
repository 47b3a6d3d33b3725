#include "salesplan/plan/comparison.hpp"

#include <gtest/gtest.h>

#include <string>

#include "plan/small_plan.hpp"

namespace salesplan::plan {
namespace comparison_test {

constexpr std::int32_t ann = 0, bob = 1;

/// Two years of sales, and a January 2026 in which ann sells 120.00 to x and bob 30.00 to x and y.
Specification january() {
  Specification spec = small_plan();
  sell_two_years(spec);
  spec.customers.assign(spec.facts.size(), 0);
  const auto buy = [&](const char* date, std::int32_t rep, std::int32_t customer,
                       core::Minor amount) {
    sell(spec, date, {rep}, amount);
    spec.customers.push_back(customer);
  };
  buy("2026-01-02", ann, 0, 120'00);
  buy("2026-01-30", bob, 0, 10'00);
  buy("2026-01-30", bob, 1, 20'00);
  buy("2026-01-30", bob, 2, -5'00);  // a return is no purchase
  spec.as_of = calendar::make_date(2026, 1, 31);
  spec.months = 3;
  spec.revenue.amount = 525'00;
  return spec;
}

TEST(PlanComparison, KnowsLastPeriodLastYearAndWhoBought) {
  const Specification spec = january();
  const Document plan = run(spec);
  ASSERT_EQ(plan.spans.size(), 1U);
  const AttainmentTable& table = plan.attainment.at(0);
  const table::Dimension& reps = spec.dimensions[0];
  const auto row = [&](const char* key) { return static_cast<std::size_t>(reps.at(key, "test")); };
  EXPECT_EQ(table.compared[row("ann")].last_period, 100'00);
  EXPECT_EQ(table.compared[row("ann")].last_year, 100'00);
  EXPECT_DOUBLE_EQ(table.compared[row("ann")].growth(), 0.2);
  EXPECT_EQ(table.compared[row("north")].actual, 145'00);
  EXPECT_EQ(table.buyers[row("ann")].now, 1);
  EXPECT_EQ(table.buyers[row("bob")].now, 2);
  EXPECT_EQ(table.buyers[row("north")].now, 2) << "x buys of both";
  EXPECT_EQ(table.buyers[0].last_year, 1);
  EXPECT_EQ(table.buyers[row("cai")].now, 0);
}

TEST(PlanComparison, ConversionAndSatisfactionComeFromSums) {
  Specification spec = january();
  spec.responses = {{spec.first_month, 0, 0, 100, 20, 4, 10},
                    {spec.first_month, 0, 1, 20, 10, core::missing_number, 1},
                    {calendar::shift(spec.first_month, 1), 0, 0, 1, 1, 1, 1}};
  const AttainmentTable table = run(spec).attainment.at(0);
  const auto row = [&](const char* key) {
    return static_cast<std::size_t>(spec.dimensions[0].at(key, "test"));
  };
  EXPECT_DOUBLE_EQ(table.responses[row("ann")].conversion, 0.2);
  EXPECT_DOUBLE_EQ(table.responses[row("north")].conversion, 0.25);
  EXPECT_DOUBLE_EQ(table.responses[0].satisfaction, 4);
  EXPECT_TRUE(core::is_missing(table.responses[row("cai")].conversion));
}

TEST(PlanComparison, WeeksMakeTheMonth) {
  const Specification spec = january();
  const Document plan = run(spec);
  core::Minor target = 0, actual = 0;
  for (const WeekAttainment& week : plan.weeks) {
    if (week.member != table::Dimension::root) continue;
    target += week.target;
    actual += week.compared.actual;
    EXPECT_FALSE(core::is_missing(week.compared.last_year));
  }
  EXPECT_EQ(target, plan.attainment[0].rows[0].target);
  EXPECT_EQ(actual, 145'00);
  EXPECT_EQ(plan.weeks.front().node, 1);
  EXPECT_EQ(plan.weeks.front().compared.actual, 120'00);
  EXPECT_EQ(plan.weeks.back().node, 4);
}

TEST(PlanComparison, SaysWhatLiesBeforeTheFacts) {
  Specification spec = january();
  for (std::int32_t& day : spec.facts.dates) {
    if (day < calendar::make_date(2025, 7, 1).days) day = calendar::make_date(2025, 7, 1).days;
  }
  const Document plan = run(spec);
  EXPECT_EQ(plan.sales.unknown, 6U);
  EXPECT_TRUE(core::is_missing(plan.attainment[0].compared[0].last_year));
  EXPECT_FALSE(core::is_missing(plan.attainment[0].compared[0].last_period));
  EXPECT_TRUE(core::is_missing(plan.attainment[0].buyers[0].last_year));
}

}  // namespace comparison_test
}  // namespace salesplan::plan
