#include "salesplan/plan/series_cycles_inl.hpp"
