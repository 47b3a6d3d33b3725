#include "adapters/icalendar.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "adapters/utf8.hpp"
#include "refusal.hpp"

namespace salesplan::adapters {
namespace {

const calendar::Date day = calendar::make_date(2026, 6, 30);

CalendarEvent event(std::string summary) {
  return {"1@example", std::move(summary), "", "", day, 540, 30};
}

std::vector<std::string> lines_of(const std::string& file) {
  std::vector<std::string> lines;
  std::size_t at = 0;
  for (std::size_t end; (end = file.find("\r\n", at)) != std::string::npos; at = end + 2) {
    lines.push_back(file.substr(at, end - at));
  }
  EXPECT_EQ(at, file.size());  // every line ends
  return lines;
}

std::string unfolded(const std::string& file, const std::string& name) {
  std::string value;
  bool inside = false;
  for (const std::string& line : lines_of(file)) {
    if (inside && line[0] == ' ') {
      value += line.substr(1);
    } else {
      inside = line.compare(0, name.size() + 1, name + ":") == 0;
      if (inside) value = line.substr(name.size() + 1);
    }
  }
  return value;
}

TEST(Icalendar, FoldsBetweenCharacters) {
  for (const char* piece : {"a", "é", "拜", "😀", "a拜é"}) {
    for (int times = 1; times < 120; ++times) {
      std::string text;
      for (int i = 0; i < times; ++i) text += piece;
      const std::string file = icalendar_text("Ann", {event(text)}, day);
      for (const std::string& line : lines_of(file)) {
        EXPECT_LE(line.size(), 75U);
        EXPECT_EQ(find_invalid_utf8(line), std::string_view::npos);
      }
      EXPECT_EQ(unfolded(file, "SUMMARY"), text);
    }
  }
}

TEST(Icalendar, EscapesTexts) {
  EXPECT_EQ(unfolded(icalendar_text("A", {event("a,b;c\\d\r\ne:f\"")}, day), "SUMMARY"),
            "a\\,b\\;c\\\\d\\ne:f\"");
}

TEST(Icalendar, WritesTimesInTheirZone) {
  CalendarEvent late = event("late");
  late.start_minute = 1430;
  const std::string local = icalendar_text("A", {late}, day);
  EXPECT_EQ(unfolded(local, "DTSTART"), "20260630T235000");
  EXPECT_EQ(unfolded(local, "DTEND"), "20260701T002000");
  EXPECT_EQ(unfolded(local, "DTSTAMP"), "20260630T000000Z");
  const std::string zoned = icalendar_text("A", {late}, day, {"Asia/Kathmandu", 345});
  EXPECT_EQ(unfolded(zoned, "TZOFFSETTO"), "+0545");
  EXPECT_EQ(unfolded(zoned, "DTSTART;TZID=\"Asia/Kathmandu\""), "20260630T235000");
  late.length_minutes = 0;
  EXPECT_EQ(unfolded(icalendar_text("A", {late}, day), "DTEND;VALUE=DATE"), "20260701");
}

TEST(Icalendar, RefusesWhatItCannotWrite) {
  const auto refused = [&](auto change) {
    CalendarEvent one = event("x");
    change(one);
    return refusal([&] { icalendar_text("A", {one}, day); });
  };
  EXPECT_EQ(refused([](auto& e) { e.uid = ""; }), "events[0].uid: is empty");
  EXPECT_EQ(refused([](auto& e) { e.summary = "\x01"; }),
            "events[0].summary: holds a control character");
  EXPECT_EQ(refused([](auto& e) { e.location = "\xff"; }), "events[0].location: is not UTF-8");
  EXPECT_EQ(refused([](auto& e) { e.start_minute = 1440; }),
            "events[0].start_minute: 1440 is not within 0..1439");
  EXPECT_EQ(refused([](auto& e) { e.length_minutes = -1; }),
            "events[0].length_minutes: -1 is not within 0..1440");
  EXPECT_EQ(refusal([&] {
              icalendar_text("A", {event("x"), event("y")}, day);
            }),
            "events[1].uid: \"1@example\" is given twice");
  EXPECT_EQ(refusal([&] {
              icalendar_text("A", {}, day, {"X\"", 0});
            }),
            "zone.name: holds a quotation mark or a line end");
  EXPECT_EQ(refusal([&] {
              icalendar_text("A", {}, day, {"X", 900});
            }),
            "zone.offset_minutes: 900 is not within -840..840");
}

}  // namespace
}  // namespace salesplan::adapters
