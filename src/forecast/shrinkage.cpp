// Compiles forecast/shrinkage.hpp once.
#include "salesplan/forecast/shrinkage_inl.hpp"
