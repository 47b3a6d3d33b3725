// Compiles the bodies of numeric/spend_split.hpp once.
#include "salesplan/numeric/spend_split_inl.hpp"
