// Compiles forecast/cold_start.hpp once.
#include "salesplan/forecast/cold_start_inl.hpp"
