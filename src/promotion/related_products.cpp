// Compiles the bodies of promotion/related_products.hpp once.
#include "salesplan/promotion/related_products_inl.hpp"
