#include "adapters/visit_calendar.hpp"

#include <algorithm>
#include <cmath>

#include "salesplan/core/sha256.hpp"

namespace salesplan::adapters {

CalendarEvent visit_event(const std::string& customer, const std::string& rep,
                          const std::string& key, calendar::Date date, int day_start,
                          double start_minutes, double minutes) {
  constexpr int minutes_a_day = 1440;
  const int at = day_start + static_cast<int>(std::lround(start_minutes));
  CalendarEvent event;
  event.uid =
      core::sha256(rep + '\n' + key).substr(0, 16) + "-" + calendar::date_text(date) + "@salesplan";
  event.summary = customer;
  event.date = date + at / minutes_a_day;
  event.start_minute = at % minutes_a_day;
  event.length_minutes = std::max(1, static_cast<int>(std::lround(minutes)));
  return event;
}

std::string calendar_file_name(std::string name) {
  for (char& c : name) {
    if (c == '/' || c == '\\' || c == ':' || static_cast<unsigned char>(c) < ' ') c = '_';
  }
  if (name.empty() || name[0] == '.') name.insert(0, "_");
  return name + ".ics";
}

}  // namespace salesplan::adapters
