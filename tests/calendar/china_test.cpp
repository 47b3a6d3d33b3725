#include "salesplan/calendar/china.hpp"

#include <gtest/gtest.h>

#include "calendar/golden_rows.hpp"
#include "salesplan/core/error.hpp"

namespace salesplan::calendar {
namespace {

TEST(China, WorkdaysOfEveryMonth) {
  const WorkdayCalendar china = china_calendar();
  const auto rows = golden_rows("cn_workday_counts.csv");
  ASSERT_EQ(rows.size(), 23u * 12u);
  for (const auto& row : rows) {
    const Period month = make_period(Grain::month, std::stoi(row[0]), std::stoi(row[1]));
    const WorkdayCount count = china.workdays(month);
    EXPECT_EQ(count.days, std::stoi(row[3])) << period_text(month);
    EXPECT_FALSE(count.estimated) << period_text(month);
    EXPECT_EQ(last_date(month) - first_date(month) + 1, std::stoi(row[2])) << period_text(month);
  }
}

TEST(China, BeyondTheNoticesTheWeekendDecidesAndSaysSo) {
  const WorkdayCalendar china = china_calendar();
  const WorkdayCount may = china.workdays(make_period(Grain::month, 2027, 5));
  EXPECT_EQ(may.days, 21);
  EXPECT_TRUE(may.estimated);
  EXPECT_TRUE(china.is_workday(make_date(2003, 10, 1)).workday);
  EXPECT_TRUE(china.is_workday(make_date(2003, 10, 1)).estimated);
}

TEST(China, NamesInBothLanguages) {
  const WorkdayCalendar china = china_calendar();
  EXPECT_EQ(china.holiday_name(make_date(2026, 2, 17)), "Spring Festival");
  EXPECT_EQ(china.holiday_name(make_date(2026, 2, 17), Language::zh), "春节");
  EXPECT_EQ(china.holiday_name(make_date(2026, 10, 10), Language::zh), "国庆节");
  EXPECT_EQ(china.holiday_name(make_date(2026, 3, 3)), "");
}

TEST(China, LunarNewYears) {
  const auto rows = golden_rows("lunar_new_years.csv");
  ASSERT_EQ(rows.size(), 151u);
  for (const auto& row : rows) {
    EXPECT_EQ(date_text(lunar_new_year(std::stoi(row[0]))), row[1]);
  }
  EXPECT_THROW(lunar_new_year(1949), Error);
  EXPECT_THROW(lunar_new_year(2101), Error);
}

}  // namespace
}  // namespace salesplan::calendar
