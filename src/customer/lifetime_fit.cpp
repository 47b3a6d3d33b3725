// Compiles the bodies of customer/lifetime_fit.hpp once.
#include "salesplan/customer/lifetime_fit_inl.hpp"
