// Compiles the bodies of promotion/counterfactual.hpp once.
#include "salesplan/promotion/counterfactual_inl.hpp"
