// Compiles the bodies of allocation/spread.hpp once.
#include "salesplan/allocation/spread_inl.hpp"
