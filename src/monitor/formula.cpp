#include "salesplan/monitor/formula_inl.hpp"
