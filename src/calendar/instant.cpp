#include "salesplan/calendar/instant_inl.hpp"
