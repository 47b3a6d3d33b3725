// An instant of a host's wall clock as text.
#pragma once

#include <cstdint>
#include <string>

#include "salesplan/core/config.hpp"

namespace salesplan::calendar {

/// "2026-03-13T17:30:00" of the seconds since 1970-01-01 00:00. Error(invalid_argument) outside the
/// years 1400..9999.
std::string instant_text(std::int64_t seconds);

}  // namespace salesplan::calendar

#ifndef SALESPLAN_COMPILED
#include "salesplan/calendar/instant_inl.hpp"
#endif
