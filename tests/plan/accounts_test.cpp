#include "salesplan/plan/accounts.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "plan/small_plan.hpp"
#include "refusal.hpp"

namespace salesplan::plan {
namespace {

/// Customer c of a rep buys for `minor` in the middle of every `every`-th month of 2024 and 2025.
void buy(Specification& spec, std::int32_t customer, std::int32_t rep, int every,
         core::Minor minor) {
  for (int month = customer % every; month < 24; month += every) {
    sell(spec, mid_month(2024 + month / 12, month % 12), {rep}, minor);
    spec.customers.push_back(customer);
  }
}

/// Twelve customers of ann and bob, the first the largest and most frequent, and one of cai.
Specification with_accounts() {
  Specification spec = small_plan();
  for (std::int32_t customer = 0; customer < 12; ++customer) {
    buy(spec, customer, customer % 2, 1 + customer / 3, 120000 >> (customer / 2));
  }
  buy(spec, 12, 2, 1, 99);
  AccountSettings settings;
  for (int c = 0; c <= 12; ++c) settings.keys.push_back("c" + std::to_string(c));
  settings.where = {{0, spec.dimensions[0].at("north", "where")}};
  settings.tiers = {{"A", 0.6, 0.5, {1, 2, calendar::Grain::week}, 60, 0.1, 4, 0.75},
                    {"B", 0.4, 0.5, {1, 1, calendar::Grain::month}, 30, 0, 24, 0.25}};
  settings.budget = 10001;
  spec.accounts = settings;
  return spec;
}

Accounts accounts_of(const Specification& spec) {
  std::vector<std::string> notes;
  return accounts(spec, history(spec), notes);
}

TEST(Accounts, AreThoseOfTheMembersByExpectedValue) {
  Specification spec = with_accounts();
  const Accounts all = accounts_of(spec);
  ASSERT_EQ(all.rows.size(), 12u);
  EXPECT_EQ(all.rows[0].customer, 0);
  EXPECT_EQ(all.rows[0].rep, 0);
  EXPECT_EQ(all.rows[0].area, -1);
  EXPECT_EQ(all.rows[0].revenue, 12 * 120000);
  EXPECT_EQ(all.rows[0].purchases, 12);
  EXPECT_EQ(calendar::date_text(all.rows[0].last_purchase), "2025-12-15");
  // One purchase of 1,200.00 a month goes on, as long as the customer does.
  EXPECT_NEAR(all.rows[0].expected_value, 14400, 3600);
  EXPECT_GT(all.rows[0].lifetime_value, all.rows[0].expected_value);
  EXPECT_GT(all.rows[0].p_alive, 0.5);
  EXPECT_EQ(all.rows[0].reason.substr(0, 9), "A: value ");
  EXPECT_EQ(all.rows.back().reason.substr(0, 9), "B: value ");
  EXPECT_NE(all.rows.back().reason.find("A starts at"), std::string::npos);

  core::Minor budget = 0;
  std::int64_t counted = 0;
  double value = 0, share = 0;
  for (std::size_t i = 0; i < all.rows.size(); ++i) {
    const AccountRow& row = all.rows[i];
    if (i > 0) {
      EXPECT_LE(row.expected_value, all.rows[i - 1].expected_value);
      EXPECT_GE(row.value_tier, all.rows[i - 1].value_tier);
    }
    EXPECT_EQ(row.tier, row.value_tier);
    EXPECT_EQ(row.care.customer, i);
    EXPECT_GE(row.value_tier_probability, 0);
    EXPECT_LE(row.value_tier_probability, 1 + 1e-12);
    budget += row.budget;
    value += row.tier == 0 ? row.expected_value : 0;
  }
  double total = 0;
  for (const AccountRow& row : all.rows) total += row.expected_value;
  for (const AccountTier& tier : all.tiers) {
    counted += tier.accounts;
    share += tier.value_share;
  }
  EXPECT_EQ(budget, 10001);
  EXPECT_EQ(all.tiers[0].budget + all.tiers[1].budget, 10001);
  EXPECT_EQ(counted, 12);
  EXPECT_NEAR(share, 1, 1e-12);
  EXPECT_NEAR(all.tiers[0].value_share, value / total, 1e-12);
  EXPECT_GE(all.tiers[0].value_share, 0.6);
  EXPECT_EQ(all.hours, 0);
  EXPECT_TRUE(all.visits.empty());
  spec.accounts.reset();
  EXPECT_TRUE(accounts_of(spec).rows.empty());
}

TEST(Accounts, HoursDecideHowManyGetTheFirstTier) {
  Specification spec = with_accounts();
  spec.accounts->travel_minutes = 0;
  spec.accounts->visit_months = 3;
  spec.accounts->day_hours = 0.25;
  // 64 weekdays of the first quarter, a quarter of an hour each: 5.33 h a month, half of it for A,
  // whose accounts take 2.17 visits of an hour: one seat a rep.
  const Accounts few = accounts_of(spec);
  EXPECT_NEAR(few.hours, 2 * 64 * 0.25 / 3, 1e-12);
  EXPECT_EQ(few.tiers[0].accounts, 2);
  EXPECT_EQ(few.tiers[1].accounts, 10);
  EXPECT_EQ(few.rows[0].tier, 0u);
  EXPECT_EQ(few.rows[0].reason.substr(0, 9), "A: value ");

  spec.accounts->day_hours = 8;
  const Accounts all = accounts_of(spec);
  EXPECT_EQ(all.tiers[0].accounts, 12);
  EXPECT_TRUE(all.unmet.empty());
  // Every two weeks from Monday, 29 December 2025, to 31 March: seven windows, the last one short.
  for (std::size_t i = 0; i < all.rows.size(); ++i) {
    const auto visits =
        std::count_if(all.visits.begin(), all.visits.end(),
                      [&](const AccountVisit& visit) { return visit.account == i; });
    EXPECT_GE(visits, 6);
    EXPECT_LE(visits, 7);
  }
  for (std::size_t v = 1; v < all.visits.size(); ++v) {
    const AccountVisit& one = all.visits[v - 1];
    const AccountVisit& next = all.visits[v];
    if (all.rows[one.account].rep != all.rows[next.account].rep) continue;
    EXPECT_LE(one.date, next.date);
    if (one.date == next.date) {
      EXPECT_GE(next.start_minutes, one.start_minutes + one.minutes);
    }
  }
}

TEST(Accounts, NobodyIsVisitedByARepWhoIsAbsent) {
  Specification spec = with_accounts();
  spec.accounts->day_hours = 8;
  const calendar::Date first = calendar::parse_date("2026-02-02", "first");
  const calendar::Date last = calendar::parse_date("2026-02-20", "last");
  const auto in_absence = [&](const Accounts& all, std::int32_t rep) {
    return std::count_if(all.visits.begin(), all.visits.end(), [&](const AccountVisit& visit) {
      return all.rows[visit.account].rep == rep && first <= visit.date && visit.date <= last;
    });
  };
  EXPECT_GT(in_absence(accounts_of(spec), 0), 0);
  spec.absences = {{0, {first, last}}};
  const Accounts without = accounts_of(spec);
  EXPECT_EQ(in_absence(without, 0), 0);
  EXPECT_GT(in_absence(without, 1), 0);
  EXPECT_FALSE(without.unmet.empty());
}

TEST(Accounts, TheFormerTierHoldsWhoIsNearTheBorder) {
  Specification spec = with_accounts();
  spec.accounts->travel_minutes = 0;
  spec.accounts->day_hours = 0.25;
  const auto tier_of = [](const Accounts& all, std::int32_t customer) {
    for (const AccountRow& row : all.rows) {
      if (row.customer == customer) return row.tier;
    }
    return std::size_t{9};
  };
  ASSERT_EQ(tier_of(accounts_of(spec), 0), 0u);
  ASSERT_EQ(tier_of(accounts_of(spec), 2), 1u);
  // The best two of ann are alike in purchases; the second had the seat.
  spec.accounts->weights = {0, 1, 0, 0, 0};
  spec.accounts->facts.resize(13);
  spec.accounts->facts[0].tier = 1;
  spec.accounts->facts[2].tier = 0;
  EXPECT_EQ(tier_of(accounts_of(spec), 2), 0u);
  // What the company knows of them counts as far as it is known.
  spec.accounts->facts[0].satisfaction = 5;
  spec.accounts->facts[2].satisfaction = 1;
  spec.accounts->weights = {0, 1, 0, 0, 10};
  EXPECT_EQ(tier_of(accounts_of(spec), 0), 0u);
}

TEST(Accounts, KnowNothingAfterThePlansDay) {
  Specification spec = with_accounts();
  const Accounts before = accounts_of(spec);
  buy(spec, 11, 1, 1, 1);  // below its usual
  for (std::size_t row = spec.facts.size() - 24; row < spec.facts.size(); ++row) {
    spec.facts.dates[row] += 800;
  }
  const Accounts after = accounts_of(spec);
  ASSERT_EQ(after.rows.size(), before.rows.size());
  for (std::size_t i = 0; i < after.rows.size(); ++i) {
    EXPECT_EQ(after.rows[i].customer, before.rows[i].customer);
    EXPECT_EQ(after.rows[i].expected_value, before.rows[i].expected_value);
  }
}

TEST(Accounts, WhatCannotBeIsPlacedInTheSpecification) {
  Specification spec = with_accounts();
  const auto refused = [&] { return refusal([&] { accounts_of(spec); }); };
  spec.accounts->tiers[1].frequency = {3, 1, calendar::Grain::week};
  EXPECT_EQ(refused().substr(0, 28), "accounts.tiers[1].frequency:");
  spec.accounts->tiers[1].frequency = {0, 1, calendar::Grain::week};
  spec.accounts->tiers[0].budget_share = 0.5;
  EXPECT_EQ(refused(), "accounts.tiers: budget shares sum to 0.75, not 1");
  spec.accounts->tiers[0].budget_share = 0.75;
  spec.accounts->tiers[0].frequency = {31, 1, calendar::Grain::month};
  spec.accounts->day_hours = 8;
  EXPECT_EQ(refused().substr(0, 35), "accounts.tiers[0].frequency.visits:");
  spec.accounts->where = {{0, spec.dimensions[0].at("cai", "where")},
                          {0, spec.dimensions[0].at("ann", "where")}};
  EXPECT_EQ(refused(), "accounts.where: nothing was sold there before 2026-01-01");
}

}  // namespace
}  // namespace salesplan::plan
