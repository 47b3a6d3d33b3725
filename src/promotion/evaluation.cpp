// Compiles the bodies of promotion/evaluation.hpp once.
#include "salesplan/promotion/evaluation_inl.hpp"
