#include "salesplan/plan/month_alerts_inl.hpp"
