// Compiles the bodies of customer/tiers.hpp once.
#include "salesplan/customer/tiers_inl.hpp"
