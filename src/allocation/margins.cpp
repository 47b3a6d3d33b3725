// Compiles the bodies of allocation/margins.hpp once.
#include "salesplan/allocation/margins_inl.hpp"
