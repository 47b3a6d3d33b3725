// Compiles the bodies of material/batches.hpp once.
#include "salesplan/material/batches_inl.hpp"
