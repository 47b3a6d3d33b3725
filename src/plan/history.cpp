#include "salesplan/plan/history_inl.hpp"
