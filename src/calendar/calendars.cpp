// Compiles the bodies of calendar/calendars.hpp once.
#include "salesplan/calendar/calendars_inl.hpp"
