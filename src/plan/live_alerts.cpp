#include "salesplan/plan/live_alerts_inl.hpp"
