#include "salesplan/plan/board_inl.hpp"
