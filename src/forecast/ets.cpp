// Compiles forecast/ets.hpp once.
#include "salesplan/forecast/ets_inl.hpp"
