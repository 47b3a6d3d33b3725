// Compiles forecast/lane_choice.hpp once.
#include "salesplan/forecast/lane_choice_inl.hpp"
