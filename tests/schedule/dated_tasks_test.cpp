#include "salesplan/schedule/dated_tasks.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "refusal.hpp"
#include "salesplan/calendar/calendars.hpp"

namespace salesplan::schedule {
namespace {

using calendar::Grain;
using calendar::make_period;
using calendar::WorkdayCalendar;

std::string span(const DatedTask& task) {
  return calendar::date_text(task.start) + ".." + calendar::date_text(task.due);
}

std::array<WeekPlan, 4> june() {  // W2 is 2026-06-08 to 2026-06-12
  return week_plans(calendar::named_calendar("WEEKDAYS"), make_period(Grain::month, 2026, 6), 0);
}

TEST(DatedTasks, ShareTheWorkdaysOfTheirNode) {
  const WorkdayCalendar weekdays = calendar::named_calendar("WEEKDAYS");
  const std::vector<TaskTemplate> tasks = {{2, "second", "", "", "", {"first"}},
                                           {2, "first", "", "", "", {}},
                                           {2, "alone", "", "", "", {"earlier"}},
                                           {1, "earlier", "", "", "", {}}};
  const std::vector<DatedTask> dated = dated_tasks(weekdays, june(), tasks);
  ASSERT_EQ(dated.size(), 4u);
  EXPECT_EQ(span(dated[0]), "2026-06-10..2026-06-12");  // two of five days are the first's
  EXPECT_EQ(span(dated[1]), "2026-06-08..2026-06-09");
  EXPECT_EQ(span(dated[2]), "2026-06-08..2026-06-12");
  EXPECT_EQ(span(dated[3]), "2026-06-01..2026-06-05");
}

TEST(DatedTasks, WhatSlippedComesBackInTheFirstWeek) {
  const WorkdayCalendar weekdays = calendar::named_calendar("WEEKDAYS");
  const std::vector<std::string> slipped = {"closing", "objections"};
  const std::vector<DatedTask> dated = dated_tasks(weekdays, june(), monthly_template(), slipped);
  ASSERT_EQ(dated.size(), 14u);
  EXPECT_EQ(monthly_template()[dated[0].task].key, "objections");
  EXPECT_TRUE(dated[0].carried && dated[1].carried && !dated[2].carried);
  EXPECT_EQ(span(dated[0]), "2026-06-01..2026-06-02");
  EXPECT_EQ(span(dated[1]), "2026-06-03..2026-06-05");
}

TEST(DatedTasks, NothingStartsBeforeWhatItWaitsFor) {
  const std::uint64_t seed = 20261130;
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  const WorkdayCalendar china = calendar::named_calendar("CN");
  for (int round = 0; round < 300; ++round) {
    std::vector<TaskTemplate> tasks;
    for (int t = 0; t < 8; ++t) {
      TaskTemplate task{
          1 + static_cast<int>(random() % 4), "t" + std::to_string(t), "", "", "", {}};
      for (const TaskTemplate& other : tasks) {
        if (other.node <= task.node && random() % 3 == 0) task.after.push_back(other.key);
      }
      tasks.push_back(task);
    }
    const calendar::Period month =
        make_period(Grain::month, 2024 + static_cast<int>(random() % 3), 1 + round % 12);
    const auto weeks = week_plans(china, month, 1000);
    const std::vector<DatedTask> dated = dated_tasks(china, weeks, tasks);
    for (std::size_t t = 0; t < tasks.size(); ++t) {
      EXPECT_EQ(dated[t].task, t);
      const WeekPlan& week = weeks[static_cast<std::size_t>(tasks[t].node - 1)];
      EXPECT_LE(week.start, dated[t].start);
      EXPECT_LE(dated[t].start, dated[t].due);
      EXPECT_LE(dated[t].due, week.due);
      EXPECT_TRUE(china.is_workday(dated[t].start).workday);
      for (const std::string& key : tasks[t].after) {
        const DatedTask& before = dated[static_cast<std::size_t>(key[1] - '0')];
        EXPECT_LE(before.start, dated[t].start);
        // A chain of at most eight in fewer workdays may share a day.
        if (week.workdays >= 8) {
          EXPECT_LT(before.due, dated[t].start);
        }
      }
    }
  }
}

TEST(DatedTasks, Refusals) {
  const WorkdayCalendar weekdays = calendar::named_calendar("WEEKDAYS");
  const auto said = [&](std::vector<TaskTemplate> tasks, std::vector<std::string> slipped = {}) {
    return refusal([&] { dated_tasks(weekdays, june(), tasks, slipped); });
  };
  EXPECT_EQ(said({{5, "a", "", "", "", {}}}), "tasks[0].node: 5 is not in 1..4");
  EXPECT_EQ(said({{1, "a", "", "", "", {}}, {1, "a", "", "", "", {}}}),
            "tasks[1].key: \"a\" is given twice");
  EXPECT_EQ(said({{1, "a", "", "", "", {"b"}}}), "tasks[0].after: \"b\" is no task of the month");
  EXPECT_EQ(said({{1, "a", "", "", "", {"b"}}, {2, "b", "", "", "", {}}}),
            "tasks[0].after: \"b\" is due in W2, after W1");
  EXPECT_EQ(said({{1, "a", "", "", "", {"b"}}, {1, "b", "", "", "", {"a"}}}),
            "tasks[0].after: \"a\" waits for itself");
  EXPECT_EQ(said({{1, "a", "", "", "", {}}}, {"z"}), "slipped[0]: \"z\" is no task of the month");
  EXPECT_EQ(said({{1, "a", "", "", "", {}}}, {"a", "a"}), "slipped[1]: \"a\" is given twice");
}

TEST(WeekPlans, SayWhatMovedTheirNodes) {
  const WorkdayCalendar china = calendar::named_calendar("CN");
  const auto moved = [&](int month) {
    std::string text;
    for (const WeekPlan& week : week_plans(china, make_period(Grain::month, 2026, month), 0)) {
      text += week.moved_by + ";";
    }
    return text;
  };
  EXPECT_EQ(moved(3), ";;;;");
  EXPECT_NE(moved(2).find("Spring Festival"), std::string::npos);
  EXPECT_NE(moved(10).find("National Day"), std::string::npos);
}

TEST(WeekPlans, FollowTheWorthOfDays) {
  const WorkdayCalendar weekdays = calendar::named_calendar("WEEKDAYS");
  const calendar::Period june_2026 = make_period(Grain::month, 2026, 6);
  std::vector<double> worth(30, 0.0);
  worth[0] = 1;   // the 1st, in W1
  worth[29] = 3;  // the 30th, in W4
  const auto weeks = week_plans(weekdays, june_2026, 1001, worth);
  EXPECT_EQ(weeks[0].target + weeks[3].target, 1001);
  EXPECT_EQ(weeks[1].target, 0);
  EXPECT_DOUBLE_EQ(weeks[3].share, 0.75);
  EXPECT_DOUBLE_EQ(weeks[3].workday_share, 7.0 / 22);
  EXPECT_EQ(refusal([&] { week_plans(weekdays, june_2026, 1, std::vector<double>(29, 1.0)); }),
            "worth: 29 values for 30 days");
  worth[3] = -1;
  EXPECT_EQ(refusal([&] { week_plans(weekdays, june_2026, 1, worth); }),
            "worth[3]: -1 is outside [0, 1e100]");
}

}  // namespace
}  // namespace salesplan::schedule
