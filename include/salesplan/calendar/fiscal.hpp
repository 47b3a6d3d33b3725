// Fiscal calendars: years that start in any month, and years of 52 or 53 weeks (4-4-5 and its kin).
#pragma once

#include <cstdint>

#include "salesplan/calendar/date.hpp"
#include "salesplan/calendar/period.hpp"
#include "salesplan/core/config.hpp"

namespace salesplan::calendar {

/// What the months of a fiscal year are: calendar months, or whole weeks, named by how many the
/// three months of each quarter have. A 53rd week is added to the last month.
enum class FiscalMonths : std::int32_t { calendar, weeks_445, weeks_454, weeks_544 };

/// The day on which a year of weeks ends: the last such weekday within its last calendar month, or
/// the one nearest to the end of that month (up to three days either side).
/// @source 26 CFR 1.441-2(a)(1)(iii)
enum class FiscalYearEnd : std::int32_t { last_in_month, nearest_to_month_end };

/// Which calendar year a fiscal year is called after: that of its last month or of its first.
enum class FiscalYearName : std::int32_t { by_end, by_start };

struct FiscalCalendar {
  int start_month = 1;  ///< 1..12; a year of weeks starts near the beginning of this month
  FiscalYearName year_name = FiscalYearName::by_end;
  FiscalMonths months = FiscalMonths::calendar;
  Weekday week_start = monday;  ///< used by years of weeks only, as is the next
  FiscalYearEnd year_end = FiscalYearEnd::last_in_month;
};

/// The 4-5-4 calendar of the US National Retail Federation: weeks from Sunday, the year ends on the
/// Saturday nearest to 31 January and is called after the year in which it starts.
/// @source nrf.com/resources/4-5-4-calendar
constexpr FiscalCalendar nrf_calendar{2, FiscalYearName::by_start, FiscalMonths::weeks_454, sunday,
                                      FiscalYearEnd::nearest_to_month_end};

/// A week, month, quarter or year of a fiscal calendar.
struct FiscalPeriod {
  Grain grain;
  int year;    ///< the name of the fiscal year
  int number;  ///< within the year, from 1; 1 for a year
  Date first;
  Date last;
};

/// Period `number` of fiscal year `year`: month 1..12, quarter 1..4, year 1, and, in a year of
/// weeks, week 1..52 or 53. Error(invalid_argument) for any other grain or number, for a field of
/// `fiscal` outside its domain, and near the ends of 1400..9999. O(1).
FiscalPeriod fiscal_period(const FiscalCalendar& fiscal, Grain grain, int year, int number);

/// The fiscal period of `grain` that holds `date`. Errors as for fiscal_period().
FiscalPeriod fiscal_period_of(const FiscalCalendar& fiscal, Date date, Grain grain);

}  // namespace salesplan::calendar

#ifndef SALESPLAN_COMPILED
#include "salesplan/calendar/fiscal_inl.hpp"
#endif
