#include "salesplan/monitor/control_chart_inl.hpp"
