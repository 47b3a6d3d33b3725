// Compiles the bodies of customer/pareto_nbd.hpp once.
#include "salesplan/customer/pareto_nbd_inl.hpp"
