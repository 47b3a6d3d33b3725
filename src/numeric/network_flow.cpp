// Compiles the bodies of numeric/network_flow.hpp once.
#include "salesplan/numeric/network_flow_inl.hpp"
