// Compiles forecast/calendar_regressors.hpp once.
#include "salesplan/forecast/calendar_regressors_inl.hpp"
