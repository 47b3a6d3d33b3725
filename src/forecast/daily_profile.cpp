// Compiles forecast/daily_profile.hpp once.
#include "salesplan/forecast/daily_profile_inl.hpp"
