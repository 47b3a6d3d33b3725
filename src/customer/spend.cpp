// Compiles the bodies of customer/spend.hpp once.
#include "salesplan/customer/spend_inl.hpp"
