#include "salesplan/monitor/live_cube_inl.hpp"
