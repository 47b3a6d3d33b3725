#include "salesplan/plan/next_month_inl.hpp"
