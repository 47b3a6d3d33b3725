// Compiles forecast/explain.hpp once.
#include "salesplan/forecast/explain_inl.hpp"
