// Compiles the bodies of material/stock_ledger.hpp once.
#include "salesplan/material/stock_ledger_inl.hpp"
