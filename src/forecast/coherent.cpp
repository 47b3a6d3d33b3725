// Compiles forecast/coherent.hpp once.
#include "salesplan/forecast/coherent_inl.hpp"
