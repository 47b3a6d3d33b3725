// Compiles the bodies of calendar/fiscal.hpp once.
#include "salesplan/calendar/fiscal_inl.hpp"
