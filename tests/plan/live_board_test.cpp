#include "salesplan/plan/live_board.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <limits>
#include <random>

#include "plan/small_plan.hpp"
#include "refusal.hpp"

namespace salesplan::plan {
namespace live_board_test {

calendar::Date day(const char* text) { return calendar::parse_date(text, "date"); }

/// Two years of sales on workdays and the first weeks of 2026, some of them after the evening of 5
/// March.
Specification plan_of_march() {
  Specification spec = small_plan_of_products();
  std::mt19937_64 random(3);
  for (calendar::Date date = day("2024-01-01"); date <= day("2026-03-20"); date = date + 1) {
    if (!spec.workdays.is_workday(date).workday || random() % 5 == 0) continue;
    sell(spec, calendar::date_text(date), {static_cast<std::int32_t>(random() % 3), 0},
         static_cast<core::Minor>(random() % 20000));
  }
  spec.as_of = day("2026-03-05");
  spec.revenue.amount = 3000000;
  spec.boards = {0};
  spec.mixes = {1, 0};
  return spec;
}

bool same_bits(double a, double b) { return std::memcmp(&a, &b, sizeof a) == 0; }

void expect_same(const monitor::Dashboard& live, const monitor::Dashboard& batch) {
  ASSERT_EQ(live.months.size(), batch.months.size());
  for (std::size_t m = 0; m < live.months.size(); ++m) {
    SCOPED_TRACE(m);
    const monitor::BoardMonth &a = live.months[m], &b = batch.months[m];
    EXPECT_EQ(a.status, b.status);
    EXPECT_EQ(a.target, b.target);
    EXPECT_EQ(a.actual, b.actual);
    EXPECT_TRUE(same_bits(a.forecast, b.forecast));
    EXPECT_TRUE(same_bits(a.landing, b.landing)) << a.landing << " " << b.landing;
    EXPECT_TRUE(same_bits(a.landing_lower, b.landing_lower));
    EXPECT_TRUE(same_bits(a.landing_upper, b.landing_upper));
    EXPECT_TRUE(same_bits(a.probability, b.probability));
    EXPECT_TRUE(same_bits(a.expected_by_now, b.expected_by_now));
    ASSERT_EQ(a.days.size(), b.days.size());
    for (std::size_t d = 0; d < a.days.size(); ++d) {
      EXPECT_EQ(a.days[d].actual_cumulative, b.days[d].actual_cumulative) << d;
      EXPECT_TRUE(same_bits(a.days[d].pace_cumulative, b.days[d].pace_cumulative));
    }
    for (const bool mix : {false, true}) {
      const auto &groups = mix ? a.mixes : a.boards, &others = mix ? b.mixes : b.boards;
      ASSERT_EQ(groups.size(), others.size());
      for (std::size_t g = 0; g < groups.size(); ++g) {
        ASSERT_EQ(groups[g].units.size(), others[g].units.size());
        for (std::size_t u = 0; u < groups[g].units.size(); ++u) {
          EXPECT_EQ(groups[g].units[u].key, others[g].units[u].key);
          EXPECT_EQ(groups[g].units[u].target, others[g].units[u].target);
          EXPECT_EQ(groups[g].units[u].actual, others[g].units[u].actual);
        }
      }
    }
  }
}

// Orders, returns, late ones and days that pass: at any time the board of a plan that has seen all.
TEST(LiveBoard, IsTheBoardOfAllFactsSoFar) {
  const Specification spec = plan_of_march();
  Document document = run(spec);
  LiveBoard board(spec, document);
  Specification all = spec;
  std::mt19937_64 random(4);
  const calendar::Date begin = day("2026-01-01");
  for (int step = 0; step < 60; ++step) {
    SCOPED_TRACE(step);
    std::vector<calendar::Date> dates;
    std::vector<std::int32_t> leaves;
    std::vector<core::Minor> revenue;
    for (auto n = random() % 4; n > 0; --n) {
      const auto back = static_cast<std::int64_t>(random() % (step % 7 == 0 ? 90 : 3));
      dates.push_back(std::max(begin, std::min(board.evening() + 2, day("2026-12-31")) - back));
      leaves.push_back(static_cast<std::int32_t>(random() % 3));
      leaves.push_back(static_cast<std::int32_t>(random() % 2));
      revenue.push_back(static_cast<core::Minor>(random() % 30000) - 10000);
      sell(all, calendar::date_text(dates.back()), {leaves.end() - 2, leaves.end()},
           revenue.back());
    }
    board.add(dates, leaves, revenue);
    if (step % 10 == 9) board.add({}, {}, {}, board.evening() + 9);
    all.as_of = board.evening();
    const Document batch = run(all);
    expect_same(document.dashboard, batch.dashboard);
    ASSERT_EQ(document.actual.cells(), batch.actual.cells());
    ASSERT_EQ(document.week_sales.cells(), batch.week_sales.cells());
  }
  EXPECT_GT(board.evening(), day("2026-05-01"));
}

TEST(LiveBoard, TellsWhatChanged) {
  Specification spec = small_plan();
  sell_two_years(spec);
  spec.as_of = day("2026-03-13");
  spec.boards = {0};
  Document document = run(spec);
  LiveBoard board(spec, document);
  const auto months = [](const BoardChange& change) {
    std::vector<std::size_t> numbers;
    for (const MonthChange& month : change.months) numbers.push_back(month.month);
    return numbers;
  };
  const std::vector<calendar::Date> dates{day("2026-03-14")};
  const std::vector<std::int32_t> bob{1};
  const std::vector<core::Minor> sale{500}, back{-500};
  BoardChange change = board.add(dates, bob, sale);
  EXPECT_EQ(months(change), (std::vector<std::size_t>{2}));
  EXPECT_EQ(change.cells, (std::vector<std::size_t>{2 * 3 + 1}));
  ASSERT_EQ(change.units.size(), 1u);
  EXPECT_EQ(change.units[0].what, UnitChange::changed);
  EXPECT_EQ(change.units[0].position, 1u);
  EXPECT_EQ(document.actual[7], 500);
  EXPECT_EQ(board.evening(), day("2026-03-14"));
  change = board.add(dates, bob, back);
  EXPECT_EQ(document.actual[7], 0);
  change = board.add({}, {}, {}, day("2026-05-02"));
  EXPECT_EQ(months(change), (std::vector<std::size_t>{2, 3, 4}));
  EXPECT_TRUE(change.cells.empty());
  EXPECT_EQ(document.dashboard.months[3].status, monitor::MonthStatus::closed);
}

TEST(LiveBoard, RefusesWhatItHasNoPlaceFor) {
  Specification spec = small_plan();
  sell_two_years(spec);
  spec.as_of = day("2026-03-13");
  const Document planned = run(spec);
  Document document = planned;
  LiveBoard board(spec, document);
  const auto add = [&](const char* date, std::int32_t leaf, core::Minor minor) {
    return refusal([&] {
      board.add(std::vector<calendar::Date>{day("2026-03-14"), day(date)},
                std::vector<std::int32_t>{0, leaf}, std::vector<core::Minor>{1, minor});
    });
  };
  EXPECT_EQ(add("2025-12-31", 0, 1),
            "dates[1]: 2025-12-31 is not within the plan, 2026-01-01 to 2026-12-31");
  EXPECT_EQ(add("2027-01-01", 0, 1),
            "dates[1]: 2027-01-01 is not within the plan, 2026-01-01 to 2026-12-31");
  EXPECT_EQ(add("2026-03-14", 3, 1), "leaves[1]: 3 is none of 3 leaves of rep");
  EXPECT_EQ(add("2026-03-14", 0, std::numeric_limits<core::Minor>::max()),
            "revenue[1]: with all before it exceeds 64 bits");
  EXPECT_EQ(refusal([&] { board.add({}, {}, {}, day("2027-01-01")); }),
            "evening: 2027-01-01 is after the plan's last day, 2026-12-31");
  EXPECT_EQ(board.evening(), day("2026-03-13"));  // all or none
  expect_same(document.dashboard, planned.dashboard);
}

}  // namespace live_board_test
}  // namespace salesplan::plan
