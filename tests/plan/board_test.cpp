#include "salesplan/plan/board.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "plan/small_plan.hpp"

namespace salesplan::plan {
namespace {

/// March 2026 on the evening of the 13th, after two years in which half of a month comes on its
/// last five workdays.
monitor::BoardMonth march_of(bool daily) {
  Specification spec = small_plan();
  const calendar::Date evening = calendar::parse_date("2026-03-13", "date");
  std::mt19937_64 random(1);
  for (calendar::Date day = calendar::parse_date("2024-01-01", "date"); day <= evening;
       day = day + 1) {
    const calendar::Date end =
        calendar::last_date(calendar::period_of(day, calendar::Grain::month));
    if (daily && !spec.workdays.is_workday(day).workday) continue;
    if (!daily && calendar::date_parts(day).day != 10) continue;
    const bool rush = spec.workdays.workdays(day, end).days <= 5;
    sell(spec, calendar::date_text(day), {0},
         (rush ? 30000 : 9000) + static_cast<core::Minor>(random() % 2000));
  }
  spec.as_of = evening;
  spec.revenue.amount = 12 * 320000;
  return run(spec).dashboard.months.at(2);
}

TEST(Board, LandsTheOpenMonthByItsLearnedDays) {
  const monitor::BoardMonth march = march_of(true);
  EXPECT_EQ(march.status, monitor::MonthStatus::open);
  // 17 workdays at about 10,000 and five at about 31,000; a straight line sees the 10,000 only.
  EXPECT_NEAR(march.landing, 325000, 20000);
  EXPECT_LT(march.landing_lower, march.landing);
  EXPECT_GT(march.landing_upper, march.landing);
  EXPECT_GT(march.probability, 0);
  EXPECT_LT(march.probability, 1);
}

TEST(Board, LandsByWorkdaysWhereThePastIsNotDaily) {
  const monitor::BoardMonth march = march_of(false);
  EXPECT_DOUBLE_EQ(march.landing, static_cast<double>(march.actual) * 22 / 10);
  EXPECT_TRUE(std::isnan(march.landing_lower));
  EXPECT_TRUE(std::isnan(march.probability));
}

}  // namespace
}  // namespace salesplan::plan
