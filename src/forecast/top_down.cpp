// Compiles forecast/top_down.hpp once.
#include "salesplan/forecast/top_down_inl.hpp"
