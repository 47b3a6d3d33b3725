// Bodies of calendars.hpp.
#pragma once

#include "salesplan/calendar/calendars.hpp"
#include "salesplan/calendar/china.hpp"
#include "salesplan/calendar/us_federal.hpp"
#include "salesplan/core/error.hpp"

namespace salesplan::calendar {

SALESPLAN_INLINE WorkdayCalendar named_calendar(std::string_view name) {
  if (name == "CN") return china_calendar();
  if (name == "US") return us_federal_calendar();
  if (name == "WEEKDAYS") return {"WEEKDAYS", {saturday, sunday}, {}, 1400, 9999};
  throw Error(ErrorCode::not_found, "calendar",
              "\"" + std::string(name) + "\" is unknown; allowed: CN, US, WEEKDAYS");
}

}  // namespace salesplan::calendar
