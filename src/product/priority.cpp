// Compiles the bodies of product/priority.hpp once.
#include "salesplan/product/priority_inl.hpp"
