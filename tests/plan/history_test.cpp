#include "salesplan/plan/history.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "plan/small_plan.hpp"
#include "refusal.hpp"

namespace salesplan::plan {
namespace history_test {

using Sizes = std::vector<std::size_t>;

calendar::Date day(const char* text) { return calendar::parse_date(text, "day"); }

TEST(History, KeepsKnownMonthsApartFromTheActuals) {
  Specification spec = small_plan();
  sell(spec, "2025-11-03", {0}, 100);
  sell(spec, "2025-11-30", {0}, 20);
  sell(spec, "2025-12-31", {2}, 7);
  sell(spec, "2026-01-01", {1}, 5);
  sell(spec, "2026-02-10", {1}, 3);
  const History known = history(spec);
  EXPECT_EQ(calendar::period_text(known.first), "2025-11");
  EXPECT_EQ(known.months, 2U);
  EXPECT_EQ(known.gap, 0U);
  EXPECT_EQ(known.cells, 3U);
  EXPECT_EQ(known.revenue.cells(), (std::vector<std::int64_t>{120, 0, 0, 0, 0, 7}));
  EXPECT_EQ(known.actual[1], 5);
  EXPECT_EQ(known.actual[3 + 1], 3);
  // Without as_of the last fact's day counts: January has ended by then, February has not.
  EXPECT_EQ(calendar::date_text(known.as_of), "2026-02-10");
  EXPECT_EQ(known.closed, 1U);
}

TEST(History, KnowsNothingAfterItsDays) {
  Specification spec = small_plan();
  sell(spec, "2025-08-15", {0}, 1);
  sell(spec, "2025-10-15", {0}, 100);
  sell(spec, "2025-11-05", {0}, 30);  // November has not ended on the plan's day
  sell(spec, "2026-01-31", {0}, 8);
  sell(spec, "2026-02-01", {0}, 9);
  spec.today = day("2025-11-20");
  spec.as_of = day("2026-01-31");
  const History known = history(spec);
  EXPECT_EQ(known.months, 3U);  // August to October
  EXPECT_EQ(known.gap, 2U);     // November and December
  EXPECT_EQ(table::marginal(known.revenue, {0}).cells(), (std::vector<std::int64_t>{1, 0, 100}));
  EXPECT_EQ(known.closed, 1U);
  EXPECT_EQ(known.actual[0], 8);
  EXPECT_EQ(known.actual[3], 0) << "a fact after as_of";

  spec.as_of = day("2026-01-30");
  EXPECT_EQ(history(spec).closed, 0U);
  EXPECT_EQ(history(spec).actual[0], 0);
  spec.as_of = day("2025-06-30");
  EXPECT_EQ(history(spec).closed, 0U);
}

TEST(History, TheBaseIsTheLatestKnownYear) {
  Specification spec = small_plan();
  spec.months = 24;
  sell(spec, "2023-12-15", {0}, 1);
  History known = history(spec);  // 25 months, to December 2025
  EXPECT_EQ(known.base_first(), 13U);
  EXPECT_EQ(known.base_months(), 12U);
  EXPECT_EQ(known.same_month(0), 13U);   // January 2025
  EXPECT_EQ(known.same_month(11), 24U);  // December 2025
  EXPECT_EQ(known.same_month(12), 13U);  // January 2027 follows 2025 as well
  EXPECT_EQ(known.same_month(23), 24U);

  spec.today = day("2025-11-01");  // known to October: November and December 2025 are a gap
  known = history(spec);
  EXPECT_EQ(known.gap, 2U);
  EXPECT_EQ(known.months, 23U);
  EXPECT_EQ(known.same_month(0), 13U);   // January 2025
  EXPECT_EQ(known.same_month(9), 22U);   // October 2025
  EXPECT_EQ(known.same_month(10), 11U);  // November 2024

  spec.facts.dates[0] = day("2025-05-15").days;  // six months, May to October
  known = history(spec);
  EXPECT_EQ(known.base_months(), 6U);
  EXPECT_EQ(known.same_month(0), known.months) << "January is not known";
  EXPECT_EQ(known.same_month(4), 0U);  // May
}

TEST(History, RefusesWhatNoPlanCanBeMadeFrom) {
  Specification spec = small_plan();
  EXPECT_EQ(refusal([&] { history(spec); }), "facts: no complete month before 2026-01-01");
  sell(spec, "2026-01-01", {0}, 100);
  EXPECT_EQ(refusal([&] { history(spec); }), "facts: no complete month before 2026-01-01");
  sell(spec, "2025-12-31", {0}, 100);
  EXPECT_EQ(history(spec).months, 1U);
  spec.today = day("2026-01-02");
  EXPECT_EQ(refusal([&] { history(spec); }),
            "today: 2026-01-02 is after the first day of the plan, 2026-01-01");
  spec.today = day("2026-01-01");
  sell(spec, "2025-12-31", {0}, std::numeric_limits<core::Minor>::max());
  EXPECT_EQ(refusal([&] { history(spec); }), "revenue: 100 + 9223372036854775807 exceeds 64 bits");
}

TEST(History, RefusesMoreCellsThanACubeMayHave) {
  Specification spec = small_plan();
  std::vector<table::MemberRow> rows;
  for (int i = 0; i < 1000; ++i) rows.push_back({std::to_string(i), "", ""});
  for (const char* name : {"a", "b", "c", "d", "e", "f"}) {
    spec.dimensions.emplace_back(name, rows);
    spec.facts.members.emplace_back();
  }
  sell(spec, "2025-12-31", {0, 0, 0, 0, 0, 0, 0}, 100);
  EXPECT_EQ(refusal([&] { history(spec); }),
            "dimensions: 12 months of all combinations of leaves are more than 33554432 cells");
}

TEST(History, CellsAreNumberedRowMajor) {
  const Specification spec = small_plan_of_products();
  EXPECT_EQ(group_of_cells(spec, {}), (Sizes{0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(group_of_cells(spec, {0}), (Sizes{0, 0, 1, 1, 2, 2}));
  EXPECT_EQ(group_of_cells(spec, {1}), (Sizes{0, 1, 0, 1, 0, 1}));
  EXPECT_EQ(group_of_cells(spec, {0, 1}), (Sizes{0, 1, 2, 3, 4, 5}));
  EXPECT_EQ(group_of_cells(spec, {1, 0}), (Sizes{0, 3, 1, 4, 2, 5}));
  EXPECT_EQ(leaf_of_cells(spec, 1), (std::vector<std::int32_t>{0, 1, 0, 1, 0, 1}));
  EXPECT_EQ(group_count(spec, {}), 1U);
  EXPECT_EQ(group_count(spec, {0, 1}), 6U);
}

TEST(History, MonthsAreSummedInEachCell) {
  table::Cube cube({3, 2});
  cube.cells() = {1, 2, 10, 20, 100, 200};
  EXPECT_EQ(sum_months(cube, 2, 1, 3), (std::vector<core::Minor>{110, 220}));
  EXPECT_EQ(sum_months(cube, 2, 1, 1), (std::vector<core::Minor>{0, 0}));
  cube[0] = cube[2] = std::numeric_limits<core::Minor>::max();
  EXPECT_EQ(refusal([&] { sum_months(cube, 2, 0, 3); }),
            "facts: 9223372036854775807 + 9223372036854775807 exceeds 64 bits");
}

}  // namespace history_test
}  // namespace salesplan::plan
