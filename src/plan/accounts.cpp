// Compiles the bodies of plan/accounts.hpp once.
#include "salesplan/plan/accounts_inl.hpp"
