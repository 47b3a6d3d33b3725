// Compiles the bodies of allocation/margin_rounding.hpp once.
#include "salesplan/allocation/margin_rounding_inl.hpp"
