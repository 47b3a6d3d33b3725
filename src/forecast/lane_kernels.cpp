// Compiles forecast/lane_kernels.hpp once.
#include "salesplan/forecast/lane_kernels_inl.hpp"
