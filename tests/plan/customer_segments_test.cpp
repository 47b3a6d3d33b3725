#include "salesplan/plan/customer_segments.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <vector>

#include "plan/small_plan.hpp"

namespace salesplan::plan {
namespace customer_segments_test {

/// Customer 0 buys 90.00 a month from 2024 on, 1 buys 10.00; in January 2026 they change places,
/// and 2 comes.
Specification three_customers() {
  Specification spec = small_plan();
  const auto buy = [&](const std::string& date, std::int32_t customer, core::Minor amount) {
    sell(spec, date, {0}, amount);
    spec.customers.push_back(customer);
  };
  for (int year : {2024, 2025}) {
    for (int m = 0; m < 12; ++m) {
      buy(mid_month(year, m), 0, 90'00);
      buy(mid_month(year, m), 1, 10'00);
    }
  }
  buy("2026-01-15", 0, 1'00);
  buy("2026-01-15", 1, 5000'00);
  buy("2026-01-15", 2, 40'00);
  spec.as_of = calendar::make_date(2026, 1, 31);
  spec.months = 2;
  spec.revenue.amount = 200'01;
  return spec;
}

TEST(CustomerSegments, FollowWhatWasBoughtBefore) {
  const Document plan = run(three_customers());
  ASSERT_EQ(plan.segments.size(), 1U);
  const MonthSegments& month = plan.segments[0];
  EXPECT_EQ(month.compared[0].actual, 1'00) << "A, which makes up 90 %";
  EXPECT_EQ(month.compared[0].last_year, 90'00);
  EXPECT_EQ(month.compared[0].last_period, 90'00);
  EXPECT_EQ(month.compared[1].actual, 5000'00) << "B up to 95 %: who crosses it is in";
  EXPECT_EQ(month.compared[3].actual, 40'00) << "new";
  EXPECT_EQ(month.buyers[3].now, 1);
  EXPECT_EQ(std::accumulate(month.target.begin(), month.target.end(), core::Minor{0}),
            plan.attainment[0].rows[0].target);
  EXPECT_EQ(month.target[3], 0);
}

TEST(CustomerSegments, MoveWithinAYear) {
  const Document plan = run(three_customers());
  const review::SegmentMigration& moved = plan.segments[0].moved;
  EXPECT_EQ(moved.up, 1) << "1 is in A now";
  EXPECT_EQ(moved.down, 1) << "0 is not any more";
  EXPECT_EQ(std::accumulate(moved.customers.begin(), moved.customers.end(), std::int64_t{0}), 3);
  EXPECT_EQ(std::accumulate(moved.money_now.begin(), moved.money_now.end(), core::Minor{0}),
            5041'00);
}

TEST(CustomerSegments, NeedTwoYearsAndCustomers) {
  Specification spec = three_customers();
  spec.customers.clear();
  EXPECT_TRUE(run(spec).segments.empty());
  spec = three_customers();
  for (std::int32_t& day : spec.facts.dates) {
    day = std::max(day, calendar::make_date(2024, 2, 1).days);
  }
  EXPECT_TRUE(run(spec).segments.empty());
}

}  // namespace customer_segments_test
}  // namespace salesplan::plan
