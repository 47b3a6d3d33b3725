// Compiles forecast/arima.hpp once.
#include "salesplan/forecast/arima_inl.hpp"
