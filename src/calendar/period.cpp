// Compiles the bodies of calendar/period.hpp once.
#include "salesplan/calendar/period_inl.hpp"
