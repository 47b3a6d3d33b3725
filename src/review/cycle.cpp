#include "salesplan/review/cycle_inl.hpp"
