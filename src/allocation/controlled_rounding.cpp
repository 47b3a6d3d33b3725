// Compiles the bodies of allocation/controlled_rounding.hpp once.
#include "salesplan/allocation/controlled_rounding_inl.hpp"
