#include "salesplan/plan/loop.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <string>
#include <vector>

#include "plan/small_plan.hpp"
#include "refusal.hpp"

namespace salesplan::plan {
namespace {

core::Minor sum(const std::vector<core::Minor>& values) {
  return std::accumulate(values.begin(), values.end(), core::Minor{0});
}

/// A plan's parts meet its whole: cells, weeks and tables.
void expect_whole(const Document& plan, core::Minor total) {
  EXPECT_EQ(plan.kpis.at(0).target, total);
  EXPECT_EQ(sum(plan.revenue.cells()), total);
  EXPECT_TRUE(plan.differences.empty());
  core::Minor weeks = 0;
  for (const OwnerTasks& tasks : plan.tasks) {
    for (const schedule::WeekPlan& week : tasks.weeks) weeks += week.target;
  }
  EXPECT_EQ(weeks, total);
}

Specification plan_of(std::size_t months, core::Minor total) {
  Specification spec = small_plan();
  sell_two_years(spec);
  spec.months = months;
  spec.revenue.amount = static_cast<double>(total);
  return spec;
}

TEST(Loop, PlansOneMonth) {
  Specification spec = plan_of(1, 100'01);
  sell(spec, "2026-01-31", {0}, 90'00);
  const Document plan = run(spec);
  expect_whole(plan, 100'01);
  EXPECT_EQ(plan.closed, 1U);
  EXPECT_TRUE(plan.next.empty()) << "there is no next month in the plan";
  ASSERT_EQ(plan.attainment.size(), 1U);
  EXPECT_EQ(plan.attainment[0].rows[0].actual, 90'00);
  EXPECT_EQ(plan.dashboard.months.size(), 1U);
}

TEST(Loop, PlansTwoYears) {
  const Document plan = run(plan_of(24, 999'999'99));
  expect_whole(plan, 999'999'99);
  EXPECT_EQ(calendar::period_text(plan.months.back()), "2027-12");
  // The same months of both years are split alike, but for the last unit.
  for (std::size_t i = 0; i < 12 * 3; ++i) {
    EXPECT_NEAR(static_cast<double>(plan.revenue[i]), static_cast<double>(plan.revenue[36 + i]), 1);
  }
}

TEST(Loop, PlansSeveralDimensions) {
  Specification spec = small_plan_of_products();
  sell_two_years(spec);
  spec.revenue.amount = 12345678;
  spec.forecast.by = {1};
  const Document plan = run(spec);
  expect_whole(plan, 12345678);
  const table::Cube by_product = table::marginal(plan.revenue, {2});
  EXPECT_EQ(by_product[0] + by_product[1], 12345678);
  EXPECT_EQ(plan.forecast.series, 2U);
}

TEST(Loop, OnlyWhatIsCoveredGetsATarget) {
  Specification spec = plan_of(3, 90'000);
  const auto day = [](const char* text) { return calendar::parse_date(text, "day"); };
  spec.assignments.dimensions = {0};
  spec.assignments.rows = {{{0}, calendar::no_date, day("2026-01-31")},
                           {{1}, day("2026-02-01"), day("2026-02-28")},
                           {{2}, day("2026-03-15"), calendar::no_date}};
  const Document plan = run(spec);
  expect_whole(plan, 90'000);
  for (std::size_t m = 0; m < 3; ++m) {
    for (std::size_t c = 0; c < 3; ++c) EXPECT_EQ(plan.revenue[m * 3 + c] > 0, m == c);
  }
  EXPECT_EQ(plan.tasks.size(), 3U) << "who has no target has no tasks";
}

TEST(Loop, ReturnsLowerWhatWasSold) {
  Specification spec = plan_of(1, 0);
  spec.revenue.amount = core::missing_number;
  spec.revenue.growth = 0.5;
  sell(spec, "2025-01-20", {0}, -100'00);  // all of ann's January comes back
  sell(spec, "2025-07-20", {2}, -999'00);  // and more than cai sold in the year
  sell(spec, "2026-01-20", {1}, -30'00);
  spec.as_of = calendar::parse_date("2026-01-31", "as_of");
  const Document plan = run(spec);
  expect_whole(plan, (50'00 + 25'00) * 3 / 2);
  EXPECT_GT(plan.revenue[0], 0) << "ann sold in the other months";
  EXPECT_EQ(plan.revenue[2], 0) << "cai's year is below zero";
  EXPECT_EQ(plan.attainment[0].rows[0].actual, -30'00);
}

TEST(Loop, NextTargetsTakeUpTheGap) {
  Specification spec = plan_of(4, 70'000);
  spec.forecast.levels = {};
  spec.carry.max_change = 1;
  sell(spec, "2026-02-10", {0}, 20'000);
  spec.as_of = calendar::parse_date("2026-03-31", "as_of");
  const Document plan = run(spec);
  expect_whole(plan, 70'000);
  ASSERT_EQ(plan.next.size(), 3U);
  for (const NextMonth& next : plan.next) {
    EXPECT_EQ(sum(next.cells), next.units[0].target);
    EXPECT_EQ(next.units[0].target, next.units[0].planned + next.units[0].carried);
  }
  // The last month takes up all that is open: actual and target add up to the year.
  EXPECT_EQ(plan.next[2].units[0].gap, 3 * 17'500 - 20'000);
  EXPECT_EQ(plan.next[2].units[0].carried, 17'500) << "but no more than max_change";
}

TEST(Loop, StopsWhereTheCallerSaysSo) {
  Specification spec = plan_of(2, 100'00);
  spec.source = "plan.json";
  std::vector<std::string> steps;
  std::vector<double> shares;
  run(spec, [&](const char* step, double done) {
    steps.emplace_back(step);
    shares.push_back(done);
    return true;
  });
  ASSERT_GE(steps.size(), 8U);
  EXPECT_TRUE(std::is_sorted(shares.begin(), shares.end()));
  EXPECT_EQ(shares.front(), 0);
  EXPECT_EQ(shares.back(), 1);
  for (std::size_t at = 0; at < steps.size(); ++at) {
    std::size_t calls = 0;
    EXPECT_EQ(refusal([&] { run(spec, [&](const char*, double) { return calls++ < at; }); }),
              steps[at] + ": cancelled by the caller");
    EXPECT_EQ(calls, at + 1) << "called again after it said to stop";
  }
}

TEST(Loop, RefusalsNameTheSpecification) {
  Specification spec = plan_of(2, 100'00);
  spec.source = "plan.json";
  spec.forecast.levels = {2};
  EXPECT_EQ(refusal([&] { run(spec); }), "plan.json: forecast.levels[0]: 2 is not between 0 and 1");
  spec.today = calendar::parse_date("2026-01-02", "today");
  EXPECT_EQ(refusal([&] { run(spec); }),
            "plan.json: today: 2026-01-02 is after the first day of the plan, 2026-01-01");
  spec.source.clear();
  EXPECT_EQ(refusal([&] { run(spec); }),
            "today: 2026-01-02 is after the first day of the plan, 2026-01-01");
}

TEST(Loop, NotesWhatItHadToAssume) {
  Specification spec = small_plan();
  sell(spec, "2025-12-15", {0}, 100);
  const Document plan = run(spec);
  EXPECT_EQ(plan.notes,
            (std::vector<std::string>{
                "only 1 months are known before the plan; their average stands for the others"}));
}

}  // namespace
}  // namespace salesplan::plan
