// Compiles the bodies of material/stock_policy.hpp once.
#include "salesplan/material/stock_policy_inl.hpp"
