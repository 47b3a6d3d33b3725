// Compiles forecast/reconciliation.hpp once.
#include "salesplan/forecast/reconciliation_inl.hpp"
