// Compiles the bodies of numeric/mixed_model.hpp once.
#include "salesplan/numeric/mixed_model_inl.hpp"
