// Compiles the bodies of customer/holdout_correction.hpp once.
#include "salesplan/customer/holdout_correction_inl.hpp"
