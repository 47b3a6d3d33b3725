#include "salesplan/plan/month_mix_inl.hpp"
