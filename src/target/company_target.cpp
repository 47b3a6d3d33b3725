// Compiles the bodies of target/company_target.hpp once.
#include "salesplan/target/company_target_inl.hpp"
