// Compiles the bodies of target/hardness.hpp once.
#include "salesplan/target/hardness_inl.hpp"
