// Compiles the bodies of customer/bg_bb.hpp once.
#include "salesplan/customer/bg_bb_inl.hpp"
