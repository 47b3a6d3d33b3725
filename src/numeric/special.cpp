// Compiles the bodies of numeric/special.hpp once.
#include "salesplan/numeric/special_inl.hpp"
