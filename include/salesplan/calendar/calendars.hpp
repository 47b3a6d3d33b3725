// The workday calendars that come with salesplan, by name.
#pragma once

#include <string_view>

#include "salesplan/calendar/workday_calendar.hpp"
#include "salesplan/core/config.hpp"

namespace salesplan::calendar {

/// "CN" (mainland China), "US" (federal government), or "WEEKDAYS" (Monday to Friday without any
/// holidays, known for every year). Error(not_found) for any other name, with the names allowed.
WorkdayCalendar named_calendar(std::string_view name);

}  // namespace salesplan::calendar

#ifndef SALESPLAN_COMPILED
#include "salesplan/calendar/calendars_inl.hpp"
#endif
