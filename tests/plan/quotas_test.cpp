#include "salesplan/plan/quotas.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "plan/small_plan.hpp"
#include "refusal.hpp"
#include "salesplan/plan/basis.hpp"
#include "salesplan/target/hardness.hpp"

namespace salesplan::plan {
namespace {

constexpr std::size_t rep = 0, product = 1;

/// Ann and cai sell tea and rice for two years; bob joins in March 2026 and has sold nothing.
Specification team() {
  Specification spec = small_plan_of_products();
  for (int year : {2024, 2025}) {
    for (int m = 0; m < 12; ++m) {
      for (std::int32_t leaf : {0, 1}) {
        const int news = 300 * (year - 2024) * (m % 4 - 1);  // that makes the years differ
        sell(spec, mid_month(year, m), {0, leaf}, 10000 + 900 * (m % 5) + 500 * leaf + news);
        sell(spec, mid_month(year, m), {2, leaf}, 4000 + 1500 * (m % 3) - 300 * leaf - 2 * news);
      }
    }
  }
  spec.assignments.dimensions = {rep};
  spec.assignments.rows = {
      {{0}, {}, {}}, {{1}, calendar::parse_date("2026-03-10", "from"), {}}, {{2}, {}, {}}};
  spec.peers = {product};
  spec.mix = {0.5, 0.5, 0};
  spec.revenue.amount = 500000;
  spec.forecast.by = {rep};
  spec.owner = rep;
  spec.months = 6;
  return spec;
}

struct Made {
  std::vector<double> basis, weights;
  std::vector<std::string> notes;
};

Made make(const Specification& spec) {
  const History past = history(spec);
  const Outlook ahead = outlook(spec, past, 0);
  Made made;
  made.basis = basis_weights(spec, past, ahead.panel.mean, made.notes);
  made.weights = quota_weights(spec, owner_basis(spec, past, ahead, made.basis), 500000, made.basis,
                               made.notes);
  return made;
}

/// Cells are month, rep, product: 3 reps of 2 products.
double at(const std::vector<double>& weights, std::size_t month, std::size_t who,
          std::size_t what) {
  return weights[(month * 3 + who) * 2 + what];
}

double month_sum(const std::vector<double>& weights, std::size_t month) {
  double sum = 0;
  for (std::size_t c = 0; c < 6; ++c) sum += weights[month * 6 + c];
  return sum;
}

TEST(Quotas, AreTheBasisWhereNothingIsAskedFor) {
  const Made made = make(team());
  EXPECT_EQ(made.weights, made.basis);
  EXPECT_EQ(at(made.weights, 3, 1, 0), 0);  // bob has sold nothing
}

TEST(Quotas, FloorsLiftWhatIsNewAndCoveredOnly) {
  Specification spec = team();
  spec.floor = 0.6;
  const Made made = make(spec);
  EXPECT_EQ(at(made.weights, 1, 1, 0), 0);  // before bob comes
  const double peers = (at(made.weights, 3, 0, 0) + at(made.weights, 3, 2, 0)) / 3;
  EXPECT_NEAR(at(made.weights, 3, 1, 0), 0.6 * peers, 1e-12);
  EXPECT_NEAR(at(made.weights, 3, 0, 0) / at(made.weights, 3, 2, 0),
              at(made.basis, 3, 0, 0) / at(made.basis, 3, 2, 0), 1e-9);
}

TEST(Quotas, RampsFollowTheMonthsSinceTheStart) {
  Specification spec = team();
  spec.floor = 0.6;
  const Made full = make(spec);
  spec.quotas = QuotaSettings{{0.25, 0.5}, false};
  const Made made = make(spec);
  const auto ramp = [&](std::size_t month) {
    return at(made.weights, month, 1, 1) / at(made.weights, month, 0, 1) /
           (at(full.weights, month, 1, 1) / at(full.weights, month, 0, 1));
  };
  EXPECT_NEAR(ramp(2), 0.25, 1e-12);
  EXPECT_NEAR(ramp(3), 0.5, 1e-12);
  EXPECT_NEAR(ramp(4), 1, 1e-12);
}

TEST(Quotas, MarginsKeepTheBasisTogether) {
  Specification spec = team();
  spec.floor = 0.6;
  spec.quotas = QuotaSettings{{0.25}, false};
  spec.margins = {{Specification::month_axis}, {product}};
  const Made made = make(spec);
  double tea = 0, basis_tea = 0;
  for (std::size_t m = 0; m < 6; ++m) {
    EXPECT_NEAR(month_sum(made.weights, m), month_sum(made.basis, m), 1e-9) << m;
    for (std::size_t who = 0; who < 3; ++who) {
      tea += at(made.weights, m, who, 0);
      basis_tea += at(made.basis, m, who, 0);
    }
  }
  EXPECT_NEAR(tea, basis_tea, 1e-9);
  EXPECT_GT(at(made.weights, 4, 1, 0), 0);
}

TEST(Quotas, RangesKeepTheBasisNearlyTogether) {
  Specification spec = team();
  spec.floor = 0.6;
  spec.quotas = QuotaSettings{{0.25}, false};
  const Made free = make(spec);
  spec.ranges = {{{Specification::month_axis}, 0.02}};
  const Made made = make(spec);
  double whole = 0;
  bool beyond = false, held = false;
  for (std::size_t m = 0; m < 6; ++m) {
    const double basis = month_sum(made.basis, m), sum = month_sum(made.weights, m);
    whole += sum;
    EXPECT_NEAR(sum, basis, (0.02 + 1e-9) * basis) << m;
    beyond = beyond || std::fabs(month_sum(free.weights, m) / basis - 1) > 0.02;
    held = held || std::fabs(std::fabs(sum / basis - 1) - 0.02) < 1e-6;
  }
  EXPECT_NEAR(whole, 1, 1e-9);
  EXPECT_TRUE(beyond && held);
  EXPECT_TRUE(made.notes.empty());
}

TEST(Quotas, SumsMissedAtTheirPriceAreNoted) {
  Specification spec = team();
  spec.floor = 0.6;
  spec.quotas = QuotaSettings{{0.25}, false};
  spec.margins = {{Specification::month_axis}};
  spec.ranges = {{{0}, 0, 0.001}};  // what the ramp takes from bob goes to the others all the same
  const Made cheap = make(spec);
  ASSERT_FALSE(cheap.notes.empty());
  EXPECT_EQ(cheap.notes[0].substr(0, 23), "allocation.ranges: rep[") << cheap.notes[0];
  EXPECT_NE(cheap.notes[0].find("what was to be kept, at its price"), std::string::npos);
  for (std::size_t m = 0; m < 6; ++m) {
    EXPECT_NEAR(month_sum(cheap.weights, m), month_sum(cheap.basis, m), 1e-9) << m;
  }
  spec.ranges = {{{product}, 0, 10}};
  const Made dear = make(spec);
  EXPECT_TRUE(dear.notes.empty());
  spec.ranges.clear();
  spec.margins.push_back({product});
  const Made exact = make(spec);
  for (std::size_t i = 0; i < dear.weights.size(); ++i) {
    EXPECT_NEAR(dear.weights[i], exact.weights[i], 1e-9) << i;
  }
}

TEST(Quotas, EqualHardnessGivesOneProbability) {
  Specification spec = team();
  spec.floor = 0.6;
  spec.quotas = QuotaSettings{{0.5}, true};
  spec.margins = {{Specification::month_axis}, {product}};
  const Document plan = run(spec);
  ASSERT_EQ(plan.quotas.size(), 3U);
  core::Minor sum = 0;
  for (const Quota& quota : plan.quotas) sum += quota.target;
  EXPECT_EQ(sum, 500000);
  EXPECT_TRUE(plan.differences.empty());
  // Bob's series is new and has no forecast: he keeps the share of his floor and ramp.
  EXPECT_GT(plan.quotas[1].target, 0);
  EXPECT_TRUE(std::isnan(plan.quotas[1].probability));
  EXPECT_EQ(plan.quotas[1].basis, 0);
  EXPECT_EQ(calendar::date_text(plan.quotas[1].start), "2026-03-10");

  spec.forecast.by = {product};  // with the forecast of the products he has his part of it
  double asked = 0;              // a third of each one's standard deviation above the forecast
  for (const Quota& quota : run(spec).quotas) asked += quota.forecast + quota.sd / 3;
  spec.revenue.amount = std::round(asked);
  const Document shared = run(spec);
  ASSERT_EQ(shared.quotas.size(), 3U);
  for (const Quota& quota : shared.quotas) {
    EXPECT_NEAR(quota.probability, 0.36944, 1e-3) << quota.owner;  // Φ(-1/3)
  }
}

TEST(Quotas, EqualHardnessWithinADimensionKeepsItsSums) {
  Specification spec = small_plan();
  spec.dimensions.emplace_back("channel",
                               std::vector<table::MemberRow>{{"shop", "", ""}, {"field", "", ""}});
  spec.facts.members.resize(2);
  spec.order = {rep, Specification::month_axis, 1};
  for (int year : {2024, 2025}) {
    for (int m = 0; m < 12; ++m) {
      sell(spec, mid_month(year, m), {0, 1}, 10000 + 2000 * (m % 5) * (year - 2024));
      sell(spec, mid_month(year, m), {1, 1}, 5000 + 300 * (m % 4) * (year - 2024));
      sell(spec, mid_month(year, m), {2, 0}, 30000 + 100 * (m % 3) * (year - 2024));
    }
  }
  spec.revenue.amount = 590000;
  spec.forecast.by = {rep};
  spec.owner = rep;
  spec.quotas = QuotaSettings{{}, true};
  spec.quotas->within = 1;
  spec.margins = {{Specification::month_axis}, {1}};
  const Document plan = run(spec);
  ASSERT_EQ(plan.quotas.size(), 3U);
  EXPECT_NEAR(plan.quotas[0].probability, plan.quotas[1].probability, 1e-3);
  EXPECT_GT(std::abs(plan.quotas[2].probability - plan.quotas[1].probability), 0.01);
  EXPECT_NEAR(static_cast<double>(plan.quotas[2].target), static_cast<double>(plan.quotas[2].basis),
              2);
  EXPECT_NE(plan.quotas[0].target, plan.quotas[0].basis);

  sell(spec, "2025-12-20", {0, 0}, 5000);
  EXPECT_EQ(refusal([&] { run(spec); }),
            "quotas.within: \"ann\" is in \"shop\" and in \"field\" of channel");
}

TEST(Quotas, ShrinkByAbsencesWhichTheTeamTakesOver) {
  Specification spec = team();
  spec.quotas = QuotaSettings{};
  const Made full = make(spec);
  // April 2026 has 22 weekdays; ann is away for 11 of them and all of May.
  spec.absences = {
      {0,
       {calendar::parse_date("2026-04-16", "first"), calendar::parse_date("2026-05-31", "last")}}};
  const Made made = make(spec);
  const auto ann_to_cai = [](const Made& of, std::size_t month) {
    return at(of.weights, month, 0, 0) / at(of.weights, month, 2, 0);
  };
  EXPECT_NEAR(ann_to_cai(made, 2) / ann_to_cai(full, 2), 1, 1e-12);
  EXPECT_NEAR(ann_to_cai(made, 3) / ann_to_cai(full, 3), 0.5, 1e-12);
  EXPECT_EQ(at(made.weights, 4, 0, 0), 0);
  const Document plan = run(spec);
  EXPECT_TRUE(plan.differences.empty());
  ASSERT_EQ(plan.quotas.size(), 2U);
  EXPECT_EQ(plan.quotas[0].target + plan.quotas[1].target, 500000);
  EXPECT_EQ(plan.quotas[0].months[4], 0);
  EXPECT_EQ(plan.quotas[0].open, 0);
  EXPECT_NEAR(plan.quotas[0].presence, 1 - 32.0 / 129, 1e-12);  // of 129 weekdays to June
  EXPECT_LT(plan.quotas[0].target, plan.quotas[0].basis);
}

TEST(Quotas, ShrinkByAbsencesWhichStayOpen) {
  Specification spec = team();
  spec.quotas = QuotaSettings{};
  const Document full = run(spec);
  spec.quotas->absent = target::AbsentPart::open;
  spec.absences = {
      {0,
       {calendar::parse_date("2026-04-16", "first"), calendar::parse_date("2026-05-31", "last")}}};
  const Document plan = run(spec);
  EXPECT_EQ(plan.revenue.cells(), full.revenue.cells());  // what the company plans does not change
  ASSERT_EQ(plan.quotas.size(), 2U);
  EXPECT_EQ(plan.quotas[0].months[3], (full.quotas[0].months[3] + 1) / 2);
  EXPECT_EQ(plan.quotas[0].months[4], 0);
  EXPECT_EQ(plan.quotas[0].target + plan.quotas[0].open, full.quotas[0].target);
  EXPECT_EQ(plan.quotas[1].target, full.quotas[1].target);
  EXPECT_EQ(plan.quotas[1].open, 0);
  EXPECT_LT(plan.quotas[0].forecast, full.quotas[0].forecast);
  EXPECT_NEAR(plan.quotas[1].forecast, full.quotas[1].forecast, 1e-9);
}

TEST(Quotas, PartMonthsOfJoinersAndLeaversCountByWorkdays) {
  Specification spec = team();
  spec.floor = 0.6;
  spec.quotas = QuotaSettings{};
  spec.assignments.rows[2].to = calendar::parse_date("2026-05-15", "to");
  const Made whole = make(spec);
  spec.quotas->prorate = true;
  const Made made = make(spec);
  const auto part = [&](std::size_t month, std::size_t who) {
    return at(made.weights, month, who, 1) / at(made.weights, month, 0, 1) /
           (at(whole.weights, month, who, 1) / at(whole.weights, month, 0, 1));
  };
  EXPECT_NEAR(part(2, 1), 16.0 / 22, 1e-12);  // bob joins on March 10
  EXPECT_NEAR(part(3, 1), 1, 1e-12);
  EXPECT_NEAR(part(4, 2), 11.0 / 21, 1e-12);  // cai leaves after May 15
  EXPECT_EQ(at(made.weights, 5, 2, 1), 0);
}

TEST(Quotas, WhatCannotHoldIsNamedInKeysAndCurrency) {
  Specification spec = team();
  spec.quotas = QuotaSettings{{0, 0, 0, 0}, false};
  spec.assignments.rows[0].from = spec.assignments.rows[2].from =
      calendar::parse_date("2026-01-01", "from");
  spec.margins = {{Specification::month_axis}};
  const std::string text = refusal([&] { make(spec); });
  EXPECT_EQ(text.substr(0, 34), "allocation.margins: month[2026-01]") << text;
  spec.months = 3;
  EXPECT_EQ(refusal([&] { make(spec); }), "quotas.ramp: leaves nothing that carries the target");
}

}  // namespace
}  // namespace salesplan::plan
