// Compiles the bodies of schedule/meetings.hpp once.
#include "salesplan/schedule/meetings_inl.hpp"
