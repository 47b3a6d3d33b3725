// Compiles forecast/ces.hpp once.
#include "salesplan/forecast/ces_inl.hpp"
