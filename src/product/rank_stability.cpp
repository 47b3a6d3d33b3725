// Compiles the bodies of product/rank_stability.hpp once.
#include "salesplan/product/rank_stability_inl.hpp"
