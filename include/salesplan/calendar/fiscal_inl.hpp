// Bodies of fiscal.hpp.
#pragma once

#include <string>

#include "salesplan/calendar/fiscal.hpp"
#include "salesplan/core/error.hpp"

namespace salesplan::calendar {

namespace detail {

inline void check_choice(const char* place, std::int32_t value, std::int32_t low,
                         std::int32_t high) {
  if (value < low || value > high) {
    throw Error(ErrorCode::invalid_argument, place,
                std::to_string(value) + " is not within " + std::to_string(low) + ".." +
                    std::to_string(high));
  }
}

inline void check_fiscal(const FiscalCalendar& fiscal) {
  check_choice("fiscal.start_month", fiscal.start_month, 1, 12);
  check_choice("fiscal.year_name", static_cast<std::int32_t>(fiscal.year_name), 0, 1);
  check_choice("fiscal.months", static_cast<std::int32_t>(fiscal.months), 0, 3);
  check_choice("fiscal.week_start", fiscal.week_start, 0, 6);
  check_choice("fiscal.year_end", static_cast<std::int32_t>(fiscal.year_end), 0, 1);
}

// The calendar year of a fiscal year's last month less the year it is called after.
inline int years_to_end(const FiscalCalendar& fiscal) {
  return fiscal.year_name == FiscalYearName::by_start && fiscal.start_month > 1 ? 1 : 0;
}

// The last calendar month of the fiscal year, which a year of weeks ends in or near.
inline Period last_month(const FiscalCalendar& fiscal, int year) {
  return make_period(Grain::month, year + years_to_end(fiscal), (fiscal.start_month + 10) % 12 + 1,
                     "fiscal.year");
}

inline Date fiscal_year_end(const FiscalCalendar& fiscal, int year) {
  const Date month_end = last_date(last_month(fiscal, year));
  if (fiscal.months == FiscalMonths::calendar) return month_end;
  // Days back to the last day of a week.
  const int back = (weekday(month_end) - fiscal.week_start + 8) % 7;
  const bool forward = fiscal.year_end == FiscalYearEnd::nearest_to_month_end && back > 3;
  return month_end + (forward ? 7 - back : -back);
}

// The first day of month 1..12 of a fiscal year; month 13 is the first day after the year.
inline Date fiscal_month_start(const FiscalCalendar& fiscal, int year, int month) {
  if (month == 13) return fiscal_year_end(fiscal, year) + 1;
  if (fiscal.months == FiscalMonths::calendar) {
    return first_date(shift(last_month(fiscal, year), month - 12));
  }
  constexpr int weeks_before[3][3] = {{0, 4, 8}, {0, 4, 9}, {0, 5, 9}};
  const int row = static_cast<int>(fiscal.months) - 1;
  const std::int64_t weeks = (month - 1) / 3 * 13 + weeks_before[row][(month - 1) % 3];
  return fiscal_year_end(fiscal, year - 1) + 1 + 7 * weeks;
}

}  // namespace detail

SALESPLAN_INLINE FiscalPeriod fiscal_period(const FiscalCalendar& fiscal, Grain grain, int year,
                                            int number) {
  detail::check_fiscal(fiscal);
  detail::check_choice("fiscal.year", year, 1401, 9998);
  if (grain == Grain::week && fiscal.months != FiscalMonths::calendar) {
    const Date first = detail::fiscal_month_start(fiscal, year, 1);
    const Date last = detail::fiscal_year_end(fiscal, year);
    detail::check_choice("number", number, 1, static_cast<int>((last - first + 1) / 7));
    return {grain, year, number, first + (7 * number - 7), first + (7 * number - 1)};
  }
  const int months = grain == Grain::month ? 1 : grain == Grain::quarter ? 3 : 12;
  if (grain != Grain::year && months == 12) {
    throw Error(ErrorCode::invalid_argument, "grain",
                std::string(grain_name(grain)) + " is no period of this fiscal calendar");
  }
  detail::check_choice("number", number, 1, 12 / months);
  return {grain, year, number, detail::fiscal_month_start(fiscal, year, (number - 1) * months + 1),
          detail::fiscal_month_start(fiscal, year, number * months + 1) - 1};
}

SALESPLAN_INLINE FiscalPeriod fiscal_period_of(const FiscalCalendar& fiscal, Date date,
                                               Grain grain) {
  detail::check_fiscal(fiscal);
  // A year of weeks may end up to three days into the next calendar year.
  int year = date_parts(date).year - 1 - detail::years_to_end(fiscal);
  while (detail::fiscal_year_end(fiscal, year) < date) ++year;
  FiscalPeriod period = fiscal_period(fiscal, grain, year, 1);
  while (period.last < date) period = fiscal_period(fiscal, grain, year, period.number + 1);
  return period;
}

}  // namespace salesplan::calendar
