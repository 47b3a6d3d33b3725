// Compiles forecast/change_points.hpp once.
#include "salesplan/forecast/change_points_inl.hpp"
