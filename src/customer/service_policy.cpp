// Compiles the bodies of customer/service_policy.hpp once.
#include "salesplan/customer/service_policy_inl.hpp"
