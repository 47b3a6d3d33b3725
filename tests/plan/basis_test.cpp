#include "salesplan/plan/basis.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <string>
#include <vector>

#include "plan/small_plan.hpp"
#include "refusal.hpp"

namespace salesplan::plan {
namespace {

using Weights = std::vector<double>;

calendar::Date day(const char* text) { return calendar::parse_date(text, "day"); }

/// The basis weights of a plan whose series are all forecast to sell `mean` a month.
Weights weights(const Specification& spec, double mean = 1,
                std::vector<std::string>* notes = nullptr) {
  std::vector<std::string> ignored;
  const Weights forecast(group_count(spec, spec.forecast.by) * spec.months, mean);
  return basis_weights(spec, history(spec), forecast, notes == nullptr ? ignored : *notes);
}

void expect_weights(const Weights& found, const Weights& expected) {
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) EXPECT_NEAR(found[i], expected[i], 1e-12) << i;
}

TEST(Basis, HistoryIsTheSameMonthAYearBefore) {
  Specification spec = small_plan();
  spec.months = 2;
  spec.mix = {0, 1, 0};
  sell(spec, "2024-06-15", {2}, 1000);
  sell(spec, "2025-01-15", {0}, 30);
  sell(spec, "2025-02-15", {0}, 20);
  sell(spec, "2025-02-16", {1}, 50);
  expect_weights(weights(spec), {0.3, 0, 0, 0.2, 0.5, 0});
}

TEST(Basis, WithLessThanAYearTheAverageMonthStandsForTheOthers) {
  Specification spec = small_plan();
  spec.mix = {0, 1, 0};
  sell(spec, "2025-11-15", {0}, 300);
  sell(spec, "2025-12-15", {0}, 100);
  sell(spec, "2025-12-15", {1}, 200);
  // Ten months at 200 and 100, then 300 and 0, then 100 and 200: 3600 in all.
  Weights expected;
  for (int m = 0; m < 10; ++m) expected.insert(expected.end(), {200, 100, 0});
  expected.insert(expected.end(), {300, 0, 0, 100, 200, 0});
  for (double& weight : expected) weight /= 3600;
  expect_weights(weights(spec), expected);
}

TEST(Basis, ForecastIsSharedOutByTheBaseYear) {
  Specification spec = small_plan_of_products();
  spec.months = 2;
  spec.mix = {1, 0, 0};
  spec.forecast.by = {0};
  sell(spec, "2025-03-15", {0, 0}, 300);  // ann's tea
  sell(spec, "2025-04-15", {0, 1}, 100);  // and rice
  sell(spec, "2025-05-15", {1, 0}, 5);    // bob's tea
  std::vector<std::string> notes;
  // Forecasts of ann, bob and cai in two months; what is missing or negative counts as 0.
  const Weights forecast{80, 40, 30, core::missing_number, -7, 50};
  const Weights found = basis_weights(spec, history(spec), forecast, notes);
  expect_weights(found, {0.4, 0.4 / 3, 0.2, 0, 0, 0, 0.2, 0.2 / 3, 0, 0, 0, 0});
  EXPECT_TRUE(notes.empty());
}

TEST(Basis, EqualSharesAreAmongPeers) {
  Specification spec = small_plan_of_products();
  spec.months = 1;
  spec.mix = {0, 0, 1};
  spec.peers = {1};
  sell(spec, "2025-03-15", {0, 0}, 300);
  sell(spec, "2025-03-15", {1, 0}, 60);
  sell(spec, "2025-03-15", {2, 1}, 40);
  // 360 of tea among the two who sold it, 40 of rice for the one.
  expect_weights(weights(spec), {0.45, 0, 0.45, 0, 0, 0.1});
  spec.peers = {};
  expect_weights(weights(spec), {1.0 / 3, 0, 1.0 / 3, 0, 0, 1.0 / 3});
}

TEST(Basis, TheMixIsScaledToOne) {
  Specification spec = small_plan();
  spec.months = 1;
  spec.mix = {0, 3, 1};
  sell(spec, "2025-01-15", {0}, 80);
  sell(spec, "2025-01-15", {1}, 20);
  expect_weights(weights(spec), {0.75 * 0.8 + 0.25 * 0.5, 0.75 * 0.2 + 0.25 * 0.5, 0});
}

TEST(Basis, AssignmentsSayWhoIsCoveredWhen) {
  Specification spec = small_plan();
  spec.months = 3;
  spec.mix = {0, 0, 1};
  spec.assignments.dimensions = {0};
  spec.assignments.rows = {{{0}, calendar::no_date, day("2026-02-01")},
                           {{2}, day("2026-02-28"), calendar::no_date}};
  sell(spec, "2025-01-15", {1}, 80);  // bob sold, but nobody covers his customers any more
  const std::vector<bool> covered{true, false, false, true, false, true, false, false, true};
  EXPECT_EQ(eligible_cells(spec, history(spec)), covered);
  const double third = 1.0 / 3;
  expect_weights(weights(spec), {third, 0, 0, third / 2, 0, third / 2, 0, 0, third});
  spec.assignments.rows.clear();
  EXPECT_EQ(refusal([&] { weights(spec); }),
            "allocation.basis: no cell that is covered in the plan has sales to go by");
}

TEST(Basis, AssignmentsCoverDimensionsWithoutAColumnWhole) {
  Specification spec = small_plan_of_products();
  spec.months = 1;
  spec.assignments.dimensions = {1};
  spec.assignments.rows = {{{1}, calendar::no_date, calendar::no_date}};
  sell(spec, "2025-01-15", {1, 0}, 80);
  EXPECT_EQ(eligible_cells(spec, history(spec)),
            (std::vector<bool>{false, true, false, true, false, true}));
}

TEST(Basis, ReturnsCountAsNoSales) {
  Specification spec = small_plan();
  spec.months = 2;
  spec.mix = {0, 1, 0};
  sell(spec, "2025-01-15", {0}, 100);
  sell(spec, "2025-02-15", {0}, -30);  // February alone is below zero, the year is not
  sell(spec, "2025-01-15", {1}, 50);
  sell(spec, "2025-05-15", {1}, -60);  // the year is
  expect_weights(weights(spec), {1, 0, 0, 0, 0, 0});
  EXPECT_EQ(eligible_cells(spec, history(spec)),
            (std::vector<bool>{true, false, false, true, false, false}));
}

TEST(Basis, ReturnsTakeNothingFromThePeers) {
  Specification spec = small_plan_of_products();
  spec.months = 1;
  spec.mix = {0, 0, 1};
  spec.peers = {1};
  sell(spec, "2025-03-15", {0, 0}, 100);
  sell(spec, "2025-03-15", {1, 0}, -60);
  sell(spec, "2025-03-15", {2, 1}, 100);
  expect_weights(weights(spec), {0.5, 0, 0, 0, 0, 0.5});
}

TEST(Basis, WhatHasNoSalesIsLeftOutAndNoted) {
  Specification spec = small_plan();
  spec.months = 1;
  spec.mix = {0.5, 0.3, 0.2};
  sell(spec, "2025-06-15", {0}, 100);  // no January, and no forecast
  std::vector<std::string> notes;
  expect_weights(weights(spec, 0, &notes), {1, 0, 0});
  EXPECT_EQ(
      notes,
      (std::vector<std::string>{"the basis \"forecast\" has no sales to go by and is left out"}));
  sell(spec, "2024-12-15", {1}, 100);  // now January 2025 is known, and nothing sold in it
  notes.clear();
  weights(spec, 0, &notes);
  EXPECT_EQ(notes.size(), 2U);
}

}  // namespace
}  // namespace salesplan::plan
