// Compiles the bodies of budget/adjustment.hpp once.
#include "salesplan/budget/adjustment_inl.hpp"
