// Compiles the bodies of promotion/outlook.hpp once.
#include "salesplan/promotion/outlook_inl.hpp"
