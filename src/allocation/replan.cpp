// Compiles the bodies of allocation/replan.hpp once.
#include "salesplan/allocation/replan_inl.hpp"
