// Compiles the bodies of allocation/worksheet.hpp once.
#include "salesplan/allocation/worksheet_inl.hpp"
