// Compiles the bodies of material/order_proposal.hpp once.
#include "salesplan/material/order_proposal_inl.hpp"
