#include "salesplan/plan/next_month.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <vector>

#include "plan/small_plan.hpp"

namespace salesplan::plan {
namespace next_month_test {

/// Two years in which ann and bob vary, a quarter planned, and a January that misses it.
Specification quarter() {
  Specification spec = small_plan();
  for (int year : {2024, 2025}) {
    for (int m = 0; m < 12; ++m) {
      sell(spec, mid_month(year, m), {0}, 100'00 + 700 * (m % 5) - 900 * (m % 3));
      sell(spec, mid_month(year, m), {1}, 60'00 + 1500 * (m % 4) - 800 * (year % 2));
      sell(spec, mid_month(year, m), {2}, 25'00);
    }
  }
  sell(spec, "2026-01-15", {0}, 50'00);
  spec.as_of = calendar::make_date(2026, 1, 31);
  spec.months = 3;
  spec.revenue.amount = 540'00;
  spec.forecast.by = {0};
  spec.forecast.model = "auto";
  return spec;
}

core::Minor sum(const std::vector<core::Minor>& values) {
  return std::accumulate(values.begin(), values.end(), core::Minor{0});
}

TEST(PlacedMonth, IsEquallyHardAndCarriedDown) {
  const Document plan = run(quarter());
  ASSERT_EQ(plan.next.size(), 1U);
  ASSERT_TRUE(plan.next[0].placed);
  const PlacedMonth& placed = *plan.next[0].placed;
  ASSERT_EQ(placed.owners.size(), 3U);
  EXPECT_EQ(sum(placed.targets.target), placed.targets.total);
  EXPECT_EQ(sum(placed.cells), placed.targets.total);
  double odds = core::missing_number;
  for (std::size_t k = 0; k < 3; ++k) {
    EXPECT_LE(placed.targets.target[k], placed.from[k] * 5 / 4 + 1);
    if (!placed.targets.held[k].empty() || !(placed.sd[k] > 0)) continue;
    if (std::isnan(odds)) odds = placed.targets.unit_probability[k];
    EXPECT_NEAR(placed.targets.unit_probability[k], odds, 1e-3) << k;
  }
  EXPECT_EQ(placed.carry[0], plan.attainment[0].rows[2].target - 50'00) << "ann's gap";
}

TEST(PlacedMonth, KeepsToTheHoursOfTheRep) {
  Specification spec = quarter();
  spec.customers.assign(spec.facts.size(), 0);
  for (std::size_t i = 0; i < spec.customers.size(); ++i) {
    spec.customers[i] = spec.facts.members[0][i];  // each rep has one customer
  }
  AccountSettings accounts;
  accounts.keys = {"x", "y", "z"};
  accounts.facts.resize(3);
  accounts.rep = 0;
  TierService tier;
  tier.name = "some";
  tier.value_share = 0.5;
  tier.hours_share = 0.5;
  tier.frequency = {1, 1, calendar::Grain::month};
  tier.minutes = 100;
  tier.budget_share = 0.5;
  accounts.tiers = {tier, tier};
  accounts.tiers.back().name = "others";
  accounts.travel_minutes = 20;
  accounts.budget = 90'00;
  accounts.day_hours = 0.1;  // two hours in a month of twenty workdays
  spec.accounts = accounts;
  const Document plan = run(spec);
  ASSERT_TRUE(plan.next[0].placed);
  const PlacedMonth& placed = *plan.next[0].placed;
  ASSERT_EQ(placed.resources.size(), 2U);
  EXPECT_EQ(placed.resources[0].name, "hours");
  EXPECT_EQ(placed.resources[1].name, "budget");
  for (std::size_t k = 0; k < placed.owners.size(); ++k) {
    EXPECT_NEAR(placed.resources[0].available[k], 2, 1e-12);
    EXPECT_NEAR(placed.resources[0].per_sale[k] * static_cast<double>(placed.planned[k]), 2, 1e-9)
        << "a visit of two hours";
    EXPECT_LE(placed.targets.target[k], placed.planned[k]);
  }
  EXPECT_NEAR(std::accumulate(placed.resources[1].available.begin(),
                              placed.resources[1].available.end(), 0.0),
              90'00, 1e-9);
}

TEST(PlacedMonth, NeedsAnInterval) {
  Specification spec = quarter();
  spec.forecast.levels = {};
  EXPECT_FALSE(run(spec).next.at(0).placed);
}

}  // namespace next_month_test
}  // namespace salesplan::plan
