// The calendar handle.
#pragma once

#include "salesplan.h"
#include "salesplan/calendar/workday_calendar.hpp"

struct splan_calendar {
  salesplan::calendar::WorkdayCalendar workdays;
};
