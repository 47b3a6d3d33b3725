// Compiles the bodies of budget/lines.hpp once.
#include "salesplan/budget/lines_inl.hpp"
