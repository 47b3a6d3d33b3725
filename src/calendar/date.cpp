// Compiles the bodies of calendar/date.hpp once.
#include "salesplan/calendar/date_inl.hpp"
