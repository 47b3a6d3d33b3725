// Compiles the bodies of customer/segments.hpp once.
#include "salesplan/customer/segments_inl.hpp"
