// Compiles the bodies of plan/budget_plan.hpp once.
#include "salesplan/plan/budget_plan_inl.hpp"
