// Compiles the bodies of calendar/china.hpp once.
#include "salesplan/calendar/china_inl.hpp"
