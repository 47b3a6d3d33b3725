#include "salesplan/plan/month_kpis_inl.hpp"
