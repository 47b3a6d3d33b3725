#include "salesplan/plan/live_board_inl.hpp"
