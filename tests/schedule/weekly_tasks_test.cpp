#include "salesplan/schedule/weekly_tasks.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <set>
#include <string>
#include <vector>

#include "salesplan/calendar/calendars.hpp"

namespace salesplan::schedule {
namespace {

using calendar::Grain;
using calendar::make_period;
using calendar::WorkdayCalendar;

TEST(WeekPlans, FollowTheWorkdaysOfAMonth) {
  // June 2026: 22 weekdays, Monday the 1st to Tuesday the 30th.
  const WorkdayCalendar weekdays = calendar::named_calendar("WEEKDAYS");
  const auto weeks = week_plans(weekdays, make_period(Grain::month, 2026, 6), 2200);
  std::vector<std::string> dates;
  std::vector<core::Minor> targets;
  for (const WeekPlan& week : weeks) {
    dates.push_back(calendar::date_text(week.start) + ".." + calendar::date_text(week.due));
    targets.push_back(week.target);
  }
  EXPECT_EQ(dates, (std::vector<std::string>{"2026-06-01..2026-06-05", "2026-06-08..2026-06-12",
                                             "2026-06-15..2026-06-19", "2026-06-22..2026-06-30"}));
  EXPECT_EQ(targets, (std::vector<core::Minor>{500, 500, 500, 700}));
}

TEST(WeekPlans, AddUpAndTouchWorkdaysOnly) {
  for (const char* name : {"CN", "US", "WEEKDAYS"}) {
    const WorkdayCalendar workdays = calendar::named_calendar(name);
    for (int m = 0; m < 12 * 6; ++m) {
      const calendar::Period month = make_period(Grain::month, 2021 + m / 12, 1 + m % 12);
      SCOPED_TRACE(name + calendar::period_text(month));
      for (core::Minor target : {core::Minor{0}, core::Minor{1}, core::Minor{1000003},
                                 core::Minor{-17}, std::numeric_limits<core::Minor>::max()}) {
        core::Minor sum = 0;
        std::int64_t days = 0;
        int node = 0;
        for (const WeekPlan& week : week_plans(workdays, month, target)) {
          sum += week.target;
          days += week.workdays;
          EXPECT_EQ(week.node, ++node);
          EXPECT_LE(week.start, week.due);
          EXPECT_TRUE(workdays.is_workday(week.start).workday);
          EXPECT_TRUE(workdays.is_workday(week.due).workday);
        }
        EXPECT_EQ(sum, target);
        EXPECT_EQ(days, workdays.workdays(month).days);
      }
    }
  }
}

TEST(WeekPlans, OfMonthsWithFewWorkdays) {
  const calendar::Period month = make_period(Grain::month, 2026, 6);
  for (int kept = 0; kept <= 5; ++kept) {
    SCOPED_TRACE(kept);
    std::vector<calendar::SpecialDay> closed;
    for (calendar::Date day = calendar::first_date(month) + kept; day <= calendar::last_date(month);
         day = day + 1) {
      closed.push_back({day, calendar::DayKind::holiday, "", ""});
    }
    const WorkdayCalendar workdays("SHUT", {}, closed, 2026, 2026);
    core::Minor sum = 0;
    for (const WeekPlan& week : week_plans(workdays, month, 1001)) {
      sum += week.target;
      EXPECT_LE(calendar::first_date(month), week.start);
      EXPECT_LE(week.start, week.due);
      EXPECT_LE(week.due, calendar::last_date(month));
      if (kept > 0 && week.workdays == 0) {
        EXPECT_EQ(week.target, 0);
      }
    }
    EXPECT_EQ(sum, 1001);
  }
}

TEST(MonthlyTemplate, HasWorkForEveryNodeInBothLanguages) {
  std::set<int> nodes;
  std::set<std::string> keys;
  for (const TaskTemplate& task : monthly_template()) {
    nodes.insert(task.node);
    EXPECT_TRUE(keys.insert(task.key).second) << task.key;
    EXPECT_FALSE(task.en.empty());
    EXPECT_FALSE(task.zh.empty());
  }
  EXPECT_EQ(nodes, (std::set<int>{1, 2, 3, 4}));
}

}  // namespace
}  // namespace salesplan::schedule
