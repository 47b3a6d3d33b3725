// Compiles the bodies of calendar/us_federal.hpp once.
#include "salesplan/calendar/us_federal_inl.hpp"
