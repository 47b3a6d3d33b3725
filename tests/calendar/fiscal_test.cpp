#include "salesplan/calendar/fiscal.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "calendar/golden_rows.hpp"
#include "salesplan/core/error.hpp"

namespace salesplan::calendar {
namespace {

using Name = FiscalYearName;
using Months = FiscalMonths;
using End = FiscalYearEnd;

const std::map<std::string, FiscalCalendar> calendars = {
    {"nrf", nrf_calendar},
    {"last_saturday_september", {10, Name::by_end, Months::weeks_445, sunday, End::last_in_month}},
    {"last_saturday_november", {12, Name::by_end, Months::weeks_544, sunday, End::last_in_month}},
    {"nearest_saturday_november",
     {12, Name::by_end, Months::weeks_445, sunday, End::nearest_to_month_end}},
    {"nearest_sunday_december",
     {1, Name::by_end, Months::weeks_445, monday, End::nearest_to_month_end}},
    {"april_by_start", {4, Name::by_start}},
    {"october_by_end", {10}},
    {"january", {}},
};

TEST(Fiscal, YearsBeginAndEndAsPublished) {
  for (const auto& row : golden_rows("fiscal_years.csv")) {
    const FiscalPeriod year =
        fiscal_period(calendars.at(row[0]), Grain::year, std::stoi(row[1]), 1);
    EXPECT_EQ(date_text(year.first), row[2]) << row[0] << row[1];
    EXPECT_EQ(date_text(year.last), row[3]) << row[0] << row[1];
    if (!row[4].empty()) {
      EXPECT_EQ(year.last - year.first + 1, 7 * std::stoi(row[4])) << row[0] << row[1];
    }
  }
}

TEST(Fiscal, MonthsHaveTheirWeeksAndTheLastTakesThe53rd) {
  const auto weeks = [](const FiscalCalendar& fiscal, int year) {
    std::string text;
    for (int month = 1; month <= 12; ++month) {
      const FiscalPeriod period = fiscal_period(fiscal, Grain::month, year, month);
      text += std::to_string((period.last - period.first + 1) / 7);
    }
    return text;
  };
  EXPECT_EQ(weeks(nrf_calendar, 2022), "454454454454");
  EXPECT_EQ(weeks(nrf_calendar, 2023), "454454454455");
  EXPECT_EQ(weeks(calendars.at("last_saturday_september"), 2024), "445445445445");
  EXPECT_EQ(weeks(calendars.at("last_saturday_september"), 2023), "445445445446");
  EXPECT_EQ(weeks(calendars.at("last_saturday_november"), 2001), "544544544544");
}

TEST(Fiscal, EveryDateIsInTheOnePeriodThatClaimsIt) {
  const unsigned seed = 445;
  std::mt19937 random(seed);
  std::uniform_int_distribution<std::int32_t> days(make_date(1403, 1, 1).days,
                                                   make_date(9996, 1, 1).days);
  for (const auto& [name, fiscal] : calendars) {
    for (int i = 0; i < 1000; ++i) {
      const Date date{days(random)};
      SCOPED_TRACE(testing::Message() << "seed " << seed << " " << name << " " << date_text(date));
      for (Grain grain : {Grain::week, Grain::month, Grain::quarter, Grain::year}) {
        if (grain == Grain::week && fiscal.months == Months::calendar) continue;
        const FiscalPeriod period = fiscal_period_of(fiscal, date, grain);
        EXPECT_LE(period.first, date);
        EXPECT_GE(period.last, date);
        const FiscalPeriod again = fiscal_period(fiscal, grain, period.year, period.number);
        EXPECT_EQ(again.first, period.first);
        EXPECT_EQ(again.last, period.last);
        const FiscalPeriod after = fiscal_period_of(fiscal, period.last + 1, grain);
        EXPECT_EQ(after.first, period.last + 1);
        if (after.year == period.year) {
          EXPECT_EQ(after.number, period.number + 1);
        } else {
          EXPECT_EQ(after.year, period.year + 1);
          EXPECT_EQ(after.number, 1);
        }
      }
    }
  }
}

TEST(Fiscal, RefusesWhatItDoesNotHave) {
  EXPECT_THROW(fiscal_period(nrf_calendar, Grain::week, 2022, 53), Error);
  EXPECT_EQ(fiscal_period(nrf_calendar, Grain::week, 2023, 53).last, make_date(2024, 2, 3));
  EXPECT_THROW(fiscal_period(FiscalCalendar{}, Grain::week, 2022, 1), Error);
  EXPECT_THROW(fiscal_period(FiscalCalendar{}, Grain::day, 2022, 1), Error);
  EXPECT_THROW(fiscal_period(FiscalCalendar{}, Grain::month, 2022, 13), Error);
  EXPECT_THROW(fiscal_period(FiscalCalendar{}, Grain::quarter, 2022, 0), Error);
  EXPECT_THROW(fiscal_period(FiscalCalendar{}, static_cast<Grain>(9), 2022, 1), Error);
  EXPECT_THROW(fiscal_period(FiscalCalendar{0}, Grain::month, 2022, 1), Error);
  EXPECT_THROW(fiscal_period(FiscalCalendar{}, Grain::month, 2147483647, 1), Error);
  EXPECT_THROW(fiscal_period_of(nrf_calendar, no_date, Grain::month), Error);
  EXPECT_THROW(fiscal_period_of(nrf_calendar, min_date, Grain::month), Error);
  EXPECT_THROW(fiscal_period_of(nrf_calendar, max_date, Grain::month), Error);
}

}  // namespace
}  // namespace salesplan::calendar
