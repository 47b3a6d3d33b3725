// Compiles forecast/stl.hpp once.
#include "salesplan/forecast/stl_inl.hpp"
