// Compiles forecast/cleaning.hpp once.
#include "salesplan/forecast/cleaning_inl.hpp"
