// Compiles the bodies of material/scarce_stock.hpp once.
#include "salesplan/material/scarce_stock_inl.hpp"
