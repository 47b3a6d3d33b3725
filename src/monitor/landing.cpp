#include "salesplan/monitor/landing_inl.hpp"
