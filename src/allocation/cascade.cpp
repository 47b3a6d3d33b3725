// Compiles the bodies of allocation/cascade.hpp once.
#include "salesplan/allocation/cascade_inl.hpp"
