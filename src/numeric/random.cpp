// Compiles the bodies of numeric/random.hpp once.
#include "salesplan/numeric/random_inl.hpp"
