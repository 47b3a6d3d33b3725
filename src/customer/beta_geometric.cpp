// Compiles the bodies of customer/beta_geometric.hpp once.
#include "salesplan/customer/beta_geometric_inl.hpp"
