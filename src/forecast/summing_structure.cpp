// Compiles forecast/summing_structure.hpp once.
#include "salesplan/forecast/summing_structure_inl.hpp"
