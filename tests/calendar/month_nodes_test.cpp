#include "salesplan/calendar/month_nodes.hpp"

#include <gtest/gtest.h>

#include "salesplan/calendar/calendars.hpp"
#include "salesplan/core/error.hpp"

namespace salesplan::calendar {
namespace {

std::string text(const MonthNodes& month) {
  std::string out;
  for (const MonthNode& node : month.nodes) {
    out += date_text(node.first).substr(5) + ".." + date_text(node.last).substr(5) + "=" +
           std::to_string(node.workdays) + " ";
  }
  return out;
}

TEST(MonthNodes, WholeWeeksWhereFairElseEven) {
  const WorkdayCalendar china = named_calendar("CN");
  const auto nodes = [&](int month) {
    return text(month_nodes(china, make_period(Grain::month, 2026, month)));
  };
  EXPECT_EQ(nodes(3), "03-01..03-08=5 03-09..03-15=5 03-16..03-22=5 03-23..03-31=7 ");
  // The week of National Day belongs to W1, which starts working on the 8th.
  EXPECT_EQ(nodes(10), "10-01..10-11=3 10-12..10-18=5 10-19..10-25=5 10-26..10-31=5 ");
  // Weeks would give 4 5 5 9, more than one and a half times a quarter of 23.
  EXPECT_EQ(nodes(12), "12-01..12-08=6 12-09..12-16=6 12-17..12-23=5 12-24..12-31=6 ");
}

TEST(MonthNodes, CoverEveryDayOnceAndEveryWorkday) {
  for (const char* name : {"CN", "US", "WEEKDAYS"}) {
    const WorkdayCalendar calendar = named_calendar(name);
    for (Period month = make_period(Grain::month, 2003, 1); month.ordinal < 60 * 12;
         ++month.ordinal) {
      for (Weekday start : {monday, sunday}) {
        SCOPED_TRACE(testing::Message() << name << " " << period_text(month) << " " << start);
        const MonthNodes result = month_nodes(calendar, month, start);
        const WorkdayCount all = calendar.workdays(month);
        EXPECT_EQ(result.nodes[0].first, first_date(month));
        EXPECT_EQ(result.nodes[3].last, last_date(month));
        EXPECT_EQ(result.estimated, all.estimated);
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < 4; ++i) {
          const MonthNode& node = result.nodes[i];
          if (i > 0) {
            EXPECT_EQ(node.first, result.nodes[i - 1].last + 1);
          }
          EXPECT_EQ(node.workdays, calendar.workdays(node.first, node.last).days);
          EXPECT_GE(node.workdays, 1);
          EXPECT_LE(8 * node.workdays, 3 * all.days + 8);
          sum += node.workdays;
        }
        EXPECT_EQ(sum, all.days);
      }
    }
  }
}

TEST(MonthNodes, MonthsWithHardlyAnyWorkdays) {
  for (int worked = 0; worked <= 7; ++worked) {
    std::vector<SpecialDay> days;
    for (int day = worked + 1; day <= 28; ++day) {
      days.push_back({make_date(2026, 2, day), DayKind::holiday, "", ""});
    }
    const WorkdayCalendar calendar("X", {}, std::move(days), 2026, 2026);
    const MonthNodes result = month_nodes(calendar, make_period(Grain::month, 2026, 2));
    std::int64_t sum = 0;
    for (const MonthNode& node : result.nodes) {
      EXPECT_LE(node.first, node.last);
      if (worked >= 4) {
        EXPECT_GE(node.workdays, 1) << worked;
      }
      sum += node.workdays;
    }
    EXPECT_EQ(sum, worked);
    EXPECT_EQ(result.nodes[3].last, make_date(2026, 2, 28));
  }
  const WorkdayCalendar weekdays = named_calendar("WEEKDAYS");
  EXPECT_EQ(month_nodes(weekdays, period_of(max_date, Grain::month)).nodes[3].last, max_date);
  EXPECT_EQ(month_nodes(weekdays, period_of(min_date, Grain::month)).nodes[0].first, min_date);
  EXPECT_THROW(month_nodes(weekdays, make_period(Grain::year, 2026, 1)), Error);
  EXPECT_THROW(month_nodes(weekdays, make_period(Grain::month, 2026, 1), static_cast<Weekday>(7)),
               Error);
}

}  // namespace
}  // namespace salesplan::calendar
