// Compiles the bodies of numeric/newton.hpp once.
#include "salesplan/numeric/newton_inl.hpp"
