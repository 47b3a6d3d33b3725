// Compiles the bodies of customer/portfolio.hpp once.
#include "salesplan/customer/portfolio_inl.hpp"
