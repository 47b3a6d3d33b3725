// Compiles the bodies of allocation/methods.hpp once.
#include "salesplan/allocation/methods_inl.hpp"
