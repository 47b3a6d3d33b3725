#include "salesplan/schedule/visit_plan_inl.hpp"
