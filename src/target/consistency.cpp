// Compiles the bodies of target/consistency.hpp once.
#include "salesplan/target/consistency_inl.hpp"
