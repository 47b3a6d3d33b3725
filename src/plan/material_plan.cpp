// Compiles the bodies of plan/material_plan.hpp once.
#include "salesplan/plan/material_plan_inl.hpp"
