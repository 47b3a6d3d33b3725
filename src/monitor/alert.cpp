#include "salesplan/monitor/alert_inl.hpp"
