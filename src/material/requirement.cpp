// Compiles the bodies of material/requirement.hpp once.
#include "salesplan/material/requirement_inl.hpp"
