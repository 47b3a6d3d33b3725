// Compiles the bodies of customer/purchases.hpp once.
#include "salesplan/customer/purchases_inl.hpp"
