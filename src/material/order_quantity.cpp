// Compiles the bodies of material/order_quantity.hpp once.
#include "salesplan/material/order_quantity_inl.hpp"
