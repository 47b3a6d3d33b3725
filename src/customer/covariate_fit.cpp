// Compiles the bodies of customer/covariate_fit.hpp once.
#include "salesplan/customer/covariate_fit_inl.hpp"
