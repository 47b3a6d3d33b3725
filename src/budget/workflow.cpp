// Compiles the bodies of budget/workflow.hpp once.
#include "salesplan/budget/workflow_inl.hpp"
