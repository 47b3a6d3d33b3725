// Events as an iCalendar file (RFC 5545) that phones and mail programs read.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "salesplan/calendar/date.hpp"

namespace salesplan::adapters {

struct CalendarEvent {
  std::string uid;  ///< the same for the same event in every file, unlike all others
  std::string summary;
  std::string description;  ///< may be empty, as the next
  std::string location;
  calendar::Date date;
  int start_minute = 0;    ///< of the day, 0..1439
  int length_minutes = 0;  ///< 0: the whole day
};

/// Where the clocks of the events are. Without a name, times are local to whoever reads them (form
/// 1 of RFC 5545, 3.3.5); with one, the file defines the zone as `offset_minutes` from UTC all
/// year.
struct TimeZone {
  std::string name;        ///< "Asia/Shanghai"
  int offset_minutes = 0;  ///< -840..840
};

/// A file of events: lines folded at 75 octets between characters, texts escaped, CRLF.
/// @param stamp when it was made, as midnight in UTC
/// Error(invalid_argument) naming "events[i].field" or "zone.field" for a time outside its domain,
/// an empty uid or summary, and controls other than line ends; Error(parse) for text that is not
/// UTF-8; Error(duplicate) for a uid given twice.
std::string icalendar_text(std::string_view calendar_name, const std::vector<CalendarEvent>& events,
                           calendar::Date stamp, const TimeZone& zone = {});

}  // namespace salesplan::adapters
