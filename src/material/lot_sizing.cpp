// Compiles the bodies of material/lot_sizing.hpp once.
#include "salesplan/material/lot_sizing_inl.hpp"
