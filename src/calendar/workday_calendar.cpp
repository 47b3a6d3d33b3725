// Compiles the bodies of calendar/workday_calendar.hpp once.
#include "salesplan/calendar/workday_calendar_inl.hpp"
