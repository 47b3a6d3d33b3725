// Compiles the bodies of budget/split.hpp once.
#include "salesplan/budget/split_inl.hpp"
