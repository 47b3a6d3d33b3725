// Compiles the bodies of promotion/calendar_mix.hpp once.
#include "salesplan/promotion/calendar_mix_inl.hpp"
