#include "salesplan/monitor/kpi_inl.hpp"
