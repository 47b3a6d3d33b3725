#include "salesplan/review/calendar_effect_inl.hpp"
