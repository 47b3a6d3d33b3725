// Compiles the bodies of calendar/month_nodes.hpp once.
#include "salesplan/calendar/month_nodes_inl.hpp"
