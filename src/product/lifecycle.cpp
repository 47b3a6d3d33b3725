// Compiles the bodies of product/lifecycle.hpp once.
#include "salesplan/product/lifecycle_inl.hpp"
