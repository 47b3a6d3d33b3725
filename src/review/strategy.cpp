#include "salesplan/review/strategy_inl.hpp"
