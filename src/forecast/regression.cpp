// Compiles forecast/regression.hpp once.
#include "salesplan/forecast/regression_inl.hpp"
