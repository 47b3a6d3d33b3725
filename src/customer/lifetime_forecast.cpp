// Compiles the bodies of customer/lifetime_forecast.hpp once.
#include "salesplan/customer/lifetime_forecast_inl.hpp"
