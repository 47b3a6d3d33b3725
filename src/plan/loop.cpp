#include "salesplan/plan/loop_inl.hpp"
