// Compiles forecast/diagnosis.hpp once.
#include "salesplan/forecast/diagnosis_inl.hpp"
