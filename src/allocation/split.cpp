// Compiles the bodies of allocation/split.hpp once.
#include "salesplan/allocation/split_inl.hpp"
