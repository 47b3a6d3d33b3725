// Compiles the bodies of customer/lifetime_model.hpp once.
#include "salesplan/customer/lifetime_model_inl.hpp"
