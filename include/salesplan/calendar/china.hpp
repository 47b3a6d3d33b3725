// Mainland China: public holidays, make-up workdays (调休), and the lunar new year.
#pragma once

#include "salesplan/calendar/date.hpp"
#include "salesplan/calendar/workday_calendar.hpp"
#include "salesplan/core/config.hpp"

namespace salesplan::calendar {

/// Workdays of mainland China, known for 2004..2026. The notice for a year appears in the November
/// before and may still move days of the last week of December.
/// @source The yearly notices of the State Council on holidays, as collected by
/// LKI/chinese-calendar, NateScarlet/holiday-cn and vacanza/holidays.
WorkdayCalendar china_calendar();

/// The first day of the lunar year (春节) that begins in `year`, 1950..2100.
/// Error(invalid_argument) for other years. O(1).
/// @source lunar-javascript, chinese-days and vacanza/holidays, which agree on every year.
Date lunar_new_year(int year);

}  // namespace salesplan::calendar

#ifndef SALESPLAN_COMPILED
#include "salesplan/calendar/china_inl.hpp"
#endif
