// Compiles the bodies of budget/last_change.hpp once.
#include "salesplan/budget/last_change_inl.hpp"
