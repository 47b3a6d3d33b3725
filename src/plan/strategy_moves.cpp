#include "salesplan/plan/strategy_moves_inl.hpp"
