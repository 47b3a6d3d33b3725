// Compiles the bodies of numeric/gauss_legendre.hpp once.
#include "salesplan/numeric/gauss_legendre_inl.hpp"
