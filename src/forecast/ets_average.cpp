// Compiles forecast/ets_average.hpp once.
#include "salesplan/forecast/ets_average_inl.hpp"
