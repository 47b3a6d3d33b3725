// Planned visits as events of a calendar file.
#pragma once

#include <string>

#include "adapters/icalendar.hpp"

namespace salesplan::adapters {

/// A visit to a customer, `start_minutes` after the start of the day, itself in minutes since
/// midnight. `rep` and `key` tell the customers of all plans apart, so that a visit keeps its uid
/// from file to file, in whatever order they are given.
CalendarEvent visit_event(const std::string& customer, const std::string& rep,
                          const std::string& key, calendar::Date date, int day_start,
                          double start_minutes, double minutes);

/// "name.ics", with what no file can be called by replaced.
std::string calendar_file_name(std::string name);

}  // namespace salesplan::adapters
