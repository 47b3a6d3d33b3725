// Compiles the bodies of customer/histories.hpp once.
#include "salesplan/customer/histories_inl.hpp"
