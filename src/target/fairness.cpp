// Compiles the bodies of target/fairness.hpp once.
#include "salesplan/target/fairness_inl.hpp"
