#include "salesplan/calendar/us_federal.hpp"

#include <gtest/gtest.h>

#include "calendar/golden_rows.hpp"
#include "salesplan/core/error.hpp"

namespace salesplan::calendar {
namespace {

TEST(UsFederal, ObservedDatesOfAYear) {
  for (const auto& row : golden_rows("us_federal_holidays.csv")) {
    std::string dates;
    for (const SpecialDay& day : us_federal_holidays(std::stoi(row[0]))) {
      dates += date_text(day.date);
      dates += ' ';
    }
    EXPECT_EQ(dates, row[1] + " ") << row[2];
  }
  EXPECT_THROW(us_federal_holidays(1970), Error);
  EXPECT_THROW(us_federal_holidays(2101), Error);
}

TEST(UsFederal, CalendarCountsObservedDays) {
  const WorkdayCalendar us = us_federal_calendar();
  EXPECT_EQ(us.workdays(make_period(Grain::year, 2023, 1)).days, 260 - 11);
  EXPECT_EQ(us.workdays(make_period(Grain::month, 2021, 12)).days, 23 - 2);
  // New Year's Day 2101, a Saturday, is observed on the last known day.
  EXPECT_FALSE(us.is_workday(make_date(2100, 12, 31)).workday);
  EXPECT_FALSE(us.is_workday(make_date(2100, 12, 31)).estimated);
  EXPECT_TRUE(us.is_workday(make_date(2101, 7, 4)).estimated);
  EXPECT_EQ(us.holiday_name(make_date(2021, 6, 18)), "Juneteenth National Independence Day");
}

}  // namespace
}  // namespace salesplan::calendar
