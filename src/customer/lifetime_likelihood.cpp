// Compiles the bodies of customer/lifetime_likelihood.hpp once.
#include "salesplan/customer/lifetime_likelihood_inl.hpp"
