// Compiles forecast/theta.hpp once.
#include "salesplan/forecast/theta_inl.hpp"
