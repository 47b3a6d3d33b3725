#include "salesplan/calendar/workday_calendar.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>

#include "salesplan/calendar/calendars.hpp"
#include "salesplan/core/error.hpp"

namespace salesplan::calendar {
namespace {

Date date(const char* text) { return parse_date(text, "date"); }

SpecialDay holiday(const char* text) { return {date(text), DayKind::holiday, "H", ""}; }
SpecialDay makeup(const char* text) { return {date(text), DayKind::makeup, "", "班"}; }

WorkdayCalendar of(std::vector<SpecialDay> days) {
  return {"TEST", {friday, saturday}, std::move(days), 2025, 2026};
}

void expect_error(std::vector<SpecialDay> days, ErrorCode code, const std::string& place) {
  try {
    of(std::move(days));
    ADD_FAILURE() << place;
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), code);
    EXPECT_EQ(error.place(), place);
  }
}

TEST(WorkdayCalendar, UsersOwnDaysInAnyOrder) {
  const WorkdayCalendar calendar =
      of({holiday("2026-03-22"), makeup("2026-03-20"), holiday("2026-03-28")});
  EXPECT_FALSE(calendar.is_workday(date("2026-03-19") + 2).workday);  // Saturday
  EXPECT_TRUE(calendar.is_workday(date("2026-03-20")).workday);       // made up
  EXPECT_FALSE(calendar.is_workday(date("2026-03-22")).workday);      // holiday
  EXPECT_TRUE(calendar.is_workday(date("2026-03-29")).workday);       // Sunday
  EXPECT_EQ(calendar.workdays(make_period(Grain::month, 2026, 3)).days, 23 - 1 + 1);
  EXPECT_EQ(calendar.holiday_name(date("2026-03-22"), Language::zh), "H");
  EXPECT_EQ(calendar.holiday_name(date("2026-03-20"), Language::en), "班");
}

TEST(WorkdayCalendar, RefusesConflicts) {
  expect_error({holiday("2026-01-02"), holiday("2026-03-22"), makeup("2026-01-02")},
               ErrorCode::duplicate, "days[2].date");
  expect_error({holiday("2027-01-01")}, ErrorCode::invalid_argument, "days[0].date");
  expect_error({holiday("2026-01-01"), makeup("2026-03-22")}, ErrorCode::invalid_argument,
               "days[1].date");
  expect_error({{no_date, DayKind::holiday, "", ""}}, ErrorCode::invalid_argument, "days[0].date");
  expect_error({{date("2026-01-01"), static_cast<DayKind>(7), "", ""}}, ErrorCode::invalid_argument,
               "days[0].kind");
  const WeekdaySet all{monday, tuesday, wednesday, thursday, friday, saturday, sunday};
  EXPECT_THROW(WorkdayCalendar("X", all, {}, 2025, 2026), Error);
  EXPECT_THROW(WorkdayCalendar("X", {}, {}, 2026, 2025), Error);
  EXPECT_THROW(WorkdayCalendar("X", {}, {}, 1399, 2025), Error);
}

TEST(WorkdayCalendar, RangesAtTheirEdges) {
  const WorkdayCalendar china = named_calendar("CN");
  EXPECT_EQ(china.workdays(date("2026-02-17"), date("2026-02-16")).days, 0);
  EXPECT_FALSE(china.workdays(date("2030-02-17"), date("2030-02-16")).estimated);
  EXPECT_THROW(china.workdays(date("2026-02-17"), date("2026-02-15")), Error);
  EXPECT_THROW(china.workdays(no_date, date("2026-02-15")), Error);
  EXPECT_TRUE(china.workdays(date("2026-12-31"), date("2027-01-01")).estimated);
  EXPECT_FALSE(china.workdays(date("2004-01-01"), date("2026-12-31")).estimated);
  EXPECT_TRUE(china.add_workdays(date("2026-12-31"), 1).estimated);
  EXPECT_FALSE(china.add_workdays(date("2026-12-31"), -1).estimated);
  EXPECT_EQ(named_calendar("WEEKDAYS").workdays(min_date, max_date).days, 2243633);
  for (std::int64_t n : {std::numeric_limits<std::int64_t>::max(),
                         std::numeric_limits<std::int64_t>::min(), std::int64_t{3000000}}) {
    EXPECT_THROW(china.add_workdays(date("2026-02-17"), n), Error);
  }
  EXPECT_THROW(china.next_workday(max_date), Error);
  EXPECT_THROW(china.previous_workday(min_date), Error);
  EXPECT_EQ(china.add_workdays(date("2026-02-17"), 0).date, date("2026-02-17"));
}

TEST(WorkdayCalendar, CountsAgreeWithWalkingDayByDay) {
  const WorkdayCalendar china = named_calendar("CN");
  // Walks over the special days themselves, so that the closed form is checked against them.
  std::int64_t count = 0;
  std::size_t next_special = 0;
  const auto& special = china.special_days();
  for (Date day = date("2003-01-01"); day <= date("2028-12-31"); ++day.days) {
    bool worked = weekday(day) < saturday;
    if (next_special < special.size() && special[next_special].date == day) {
      worked = special[next_special++].kind == DayKind::makeup;
    }
    count += worked;
    ASSERT_EQ(china.is_workday(day).workday, worked) << date_text(day);
    ASSERT_EQ(china.workdays(date("2003-01-01"), day).days, count) << date_text(day);
  }
  EXPECT_EQ(next_special, special.size());
}

TEST(WorkdayCalendar, CountsAddUpAndStepsInvert) {
  const unsigned seed = 7;
  std::mt19937 random(seed);
  std::uniform_int_distribution<std::int32_t> days(date("2003-01-01").days,
                                                   date("2028-12-31").days);
  std::uniform_int_distribution<std::int64_t> steps(1, 700);
  for (const char* name : {"CN", "US", "WEEKDAYS"}) {
    const WorkdayCalendar calendar = named_calendar(name);
    for (int i = 0; i < 3000; ++i) {
      std::int32_t at[3] = {days(random), days(random), days(random)};
      std::sort(at, at + 3);
      SCOPED_TRACE(testing::Message() << "seed " << seed << " " << name << " " << at[0] << " "
                                      << at[1] << " " << at[2]);
      EXPECT_EQ(calendar.workdays(Date{at[0]}, Date{at[2]}).days,
                calendar.workdays(Date{at[0]}, Date{at[1]}).days +
                    calendar.workdays(Date{at[1] + 1}, Date{std::max(at[1], at[2])}).days);

      const Date start = calendar.next_workday(Date{at[0]}).date;
      const std::int64_t n = steps(random);
      const Date end = calendar.add_workdays(start, n).date;
      EXPECT_TRUE(calendar.is_workday(end).workday);
      EXPECT_EQ(calendar.workdays(start + 1, end).days, n);
      EXPECT_EQ(calendar.add_workdays(end, -n).date, start);
    }
  }
}

TEST(WorkdayCalendar, NthWorkdayOfAMonth) {
  const WorkdayCalendar china = named_calendar("CN");
  const Period october = make_period(Grain::month, 2026, 10);
  EXPECT_EQ(date_text(china.nth_workday(october, 1).date), "2026-10-08");
  EXPECT_EQ(date_text(china.nth_workday(october, 3).date), "2026-10-10");
  EXPECT_EQ(date_text(china.nth_workday(october, 18).date), "2026-10-30");
  EXPECT_EQ(date_text(china.nth_workday(october, -1).date), "2026-10-30");
  EXPECT_EQ(date_text(china.nth_workday(october, -18).date), "2026-10-08");
  for (std::int64_t n : {std::int64_t{0}, std::int64_t{19}, std::int64_t{-19},
                         std::numeric_limits<std::int64_t>::min()}) {
    EXPECT_THROW(china.nth_workday(october, n), Error);
  }
}

TEST(Calendars, UnknownNamesListTheKnownOnes) {
  try {
    named_calendar("cn");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::not_found);
    EXPECT_STREQ(error.what(), "calendar: \"cn\" is unknown; allowed: CN, US, WEEKDAYS");
  }
}

}  // namespace
}  // namespace salesplan::calendar
