// Compiles the bodies of allocation/explanation.hpp once.
#include "salesplan/allocation/explanation_inl.hpp"
