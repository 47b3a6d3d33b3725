// Compiles the bodies of promotion/promotion_return.hpp once.
#include "salesplan/promotion/promotion_return_inl.hpp"
