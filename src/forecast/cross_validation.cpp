// Compiles forecast/cross_validation.hpp once.
#include "salesplan/forecast/cross_validation_inl.hpp"
