#include "adapters/icalendar.hpp"

#include <cstdio>
#include <cstdlib>
#include <set>

#include "adapters/utf8.hpp"
#include "salesplan/core/error.hpp"

namespace salesplan::adapters {
namespace {

constexpr int day_minutes = 1440;

// One line, folded: 75 octets at most, the blank that continues it included.
void add_line(std::string& file, std::string_view line) {
  std::size_t room = 75;
  while (line.size() > room) {
    std::size_t end = room;
    while ((static_cast<unsigned char>(line[end]) & 0xC0) == 0x80) --end;  // within a character
    file.append(line.substr(0, end)).append("\r\n ");
    line.remove_prefix(end);
    room = 74;
  }
  file.append(line).append("\r\n");
}

std::string text_value(std::string_view text, const std::string& place) {
  if (find_invalid_utf8(text) != std::string_view::npos) {
    throw Error(ErrorCode::parse, place, "is not UTF-8");
  }
  std::string result;
  for (const char c : text) {
    if (c == '\r') continue;
    if (c == '\n') {
      result += "\\n";
      continue;
    }
    if ((static_cast<unsigned char>(c) < ' ' && c != '\t') || c == 127) {
      throw Error(ErrorCode::invalid_argument, place, "holds a control character");
    }
    if (c == '\\' || c == ';' || c == ',') result += '\\';
    result += c;
  }
  return result;
}

std::string basic_date(calendar::Date date) {
  std::string text = calendar::date_text(date);
  text.erase(7, 1).erase(4, 1);
  return text;
}

std::string local_time(calendar::Date date, int minute) {
  char clock[16];
  std::snprintf(clock, sizeof clock, "T%02d%02d00", minute / 60 % 24, minute % 60);
  return basic_date(date + minute / day_minutes) + clock;
}

void need_within(int value, int low, int high, const std::string& place) {
  if (value >= low && value <= high) return;
  throw Error(ErrorCode::invalid_argument, place,
              std::to_string(value) + " is not within " + std::to_string(low) + ".." +
                  std::to_string(high));
}

void need_text(const std::string& text, const std::string& place) {
  if (text.empty()) throw Error(ErrorCode::invalid_argument, place, "is empty");
}

void add_zone(std::string& file, const TimeZone& zone) {
  need_within(zone.offset_minutes, -840, 840, "zone.offset_minutes");
  const int size = std::abs(zone.offset_minutes);
  char offset[16];
  std::snprintf(offset, sizeof offset, "%c%02d%02d", zone.offset_minutes < 0 ? '-' : '+', size / 60,
                size % 60);
  add_line(file, "BEGIN:VTIMEZONE");
  add_line(file, "TZID:" + text_value(zone.name, "zone.name"));
  add_line(file, "BEGIN:STANDARD");
  add_line(file, "DTSTART:19700101T000000");
  add_line(file, std::string("TZOFFSETFROM:") + offset);
  add_line(file, std::string("TZOFFSETTO:") + offset);
  add_line(file, "END:STANDARD");
  add_line(file, "END:VTIMEZONE");
}

// A parameter value in quotation marks, which it must not hold itself.
std::string zone_parameter(const TimeZone& zone) {
  if (zone.name.empty()) return "";
  if (zone.name.find_first_of("\"\r\n") != std::string::npos) {
    throw Error(ErrorCode::invalid_argument, "zone.name", "holds a quotation mark or a line end");
  }
  return ";TZID=\"" + zone.name + "\"";
}

}  // namespace

std::string icalendar_text(std::string_view calendar_name, const std::vector<CalendarEvent>& events,
                           calendar::Date stamp, const TimeZone& zone) {
  const std::string zone_of = zone_parameter(zone);
  const std::string made = local_time(stamp, 0) + "Z";
  std::string file;
  add_line(file, "BEGIN:VCALENDAR");
  add_line(file, "VERSION:2.0");
  add_line(file, "PRODID:-//salesplan//visit plan//EN");
  add_line(file, "CALSCALE:GREGORIAN");
  add_line(file, "X-WR-CALNAME:" + text_value(calendar_name, "calendar_name"));
  if (!zone.name.empty()) add_zone(file, zone);
  std::set<std::string_view> uids;
  for (std::size_t i = 0; i < events.size(); ++i) {
    const CalendarEvent& event = events[i];
    const std::string place = core::at("events", static_cast<std::int64_t>(i));
    need_text(event.uid, place + ".uid");
    need_text(event.summary, place + ".summary");
    need_within(event.start_minute, 0, day_minutes - 1, place + ".start_minute");
    need_within(event.length_minutes, 0, day_minutes, place + ".length_minutes");
    calendar::check_date(event.date, place + ".date");
    if (!uids.insert(event.uid).second) {
      throw Error(ErrorCode::duplicate, place + ".uid",
                  core::quoted(event.uid) + " is given twice");
    }
    add_line(file, "BEGIN:VEVENT");
    add_line(file, "UID:" + text_value(event.uid, place + ".uid"));
    add_line(file, "DTSTAMP:" + made);
    if (event.length_minutes == 0) {
      add_line(file, "DTSTART;VALUE=DATE:" + basic_date(event.date));
      add_line(file, "DTEND;VALUE=DATE:" + basic_date(event.date + 1));
    } else {
      add_line(file, "DTSTART" + zone_of + ":" + local_time(event.date, event.start_minute));
      add_line(file, "DTEND" + zone_of + ":" +
                         local_time(event.date, event.start_minute + event.length_minutes));
    }
    add_line(file, "SUMMARY:" + text_value(event.summary, place + ".summary"));
    if (!event.description.empty()) {
      add_line(file, "DESCRIPTION:" + text_value(event.description, place + ".description"));
    }
    if (!event.location.empty()) {
      add_line(file, "LOCATION:" + text_value(event.location, place + ".location"));
    }
    add_line(file, "END:VEVENT");
  }
  add_line(file, "END:VCALENDAR");
  return file;
}

}  // namespace salesplan::adapters
