// Compiles the bodies of budget/trail.hpp once.
#include "salesplan/budget/trail_inl.hpp"
