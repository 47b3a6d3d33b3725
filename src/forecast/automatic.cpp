// Compiles forecast/automatic.hpp once.
#include "salesplan/forecast/automatic_inl.hpp"
