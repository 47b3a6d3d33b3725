// What the calendar does to a period's sales: workdays, leap days, holidays that move.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "salesplan/calendar/date.hpp"
#include "salesplan/calendar/period.hpp"
#include "salesplan/calendar/workday_calendar.hpp"
#include "salesplan/core/config.hpp"
#include "salesplan/forecast/regressors.hpp"

namespace salesplan::forecast {

/// Days around a date that moves from year to year: from `first_day` to `last_day` after it, both
/// included (negative: before it).
struct MovingHoliday {
  std::string name;
  std::vector<calendar::Date> dates;  ///< one a year, rising, of every year of the periods
  int first_day = 0;
  int last_day = 0;
};

/// The lunar new year of 1950..2100 as two effects: "before_lunar_new_year", the 20 days ahead,
/// when shops and homes stock up, and "lunar_new_year", its first 15 days, through the lantern
/// festival.
std::vector<MovingHoliday> lunar_new_year_effects();

/// Easter Sunday of the Gregorian calendar, 1583..4099.
/// @source Meeus (1991), Astronomical Algorithms, ch. 8 (the algorithm of Butcher).
calendar::Date easter(int year);

/// The week before Easter Sunday through Easter Monday of the years 1900..2199: "easter".
MovingHoliday easter_effect();

struct CalendarEffects {
  bool workdays = true;
  bool leap_day = false;  ///< of months, quarters and years
  std::vector<MovingHoliday> holidays;
};

/// The effects of these names: "workdays", "leap_day", "lunar_new_year" (both its columns),
/// "easter". Error(not_found) naming "effects[i]" for any other.
CalendarEffects calendar_effects(const std::vector<std::string>& names);

/// One column an effect, each less its mean at the same place of the year, so that it holds only
/// what moves and the season keeps what does not:
/// - "workdays": days worked, less the mean of the calendar's known years;
/// - "leap_day": 1 where the period holds 29 February, less 1/4;
/// - a holiday: the share of its days that fall into the period (0 .. 1), less the mean over the
///   years of its dates.
/// @param workdays  counts them; beyond its known years the weekend alone decides
/// @param first     the first of `periods` periods
/// Error(invalid_argument) for a holiday without dates in a year of the periods
/// ("holidays[0].dates") or with last_day before first_day, and for effects of daily workdays,
/// which the week already holds. O(periods + known years) steps, and one for each date of a
/// holiday.
Regressors calendar_regressors(const calendar::WorkdayCalendar& workdays, calendar::Period first,
                               std::size_t periods, const CalendarEffects& effects);

}  // namespace salesplan::forecast

#ifndef SALESPLAN_COMPILED
#include "salesplan/forecast/calendar_regressors_inl.hpp"
#endif
