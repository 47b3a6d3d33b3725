// Compiles forecast/forecast.hpp once.
#include "salesplan/forecast/forecast_inl.hpp"
