// Compiles the bodies of plan/strategy.hpp once.
#include "salesplan/plan/strategy_inl.hpp"
