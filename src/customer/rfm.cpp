// Compiles the bodies of customer/rfm.hpp once.
#include "salesplan/customer/rfm_inl.hpp"
