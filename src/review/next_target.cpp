#include "salesplan/review/next_target_inl.hpp"
