// Compiles the bodies of allocation/basis.hpp once.
#include "salesplan/allocation/basis_inl.hpp"
