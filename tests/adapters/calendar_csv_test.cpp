#include "adapters/calendar_csv.hpp"

#include <gtest/gtest.h>

#include <string>

#include "refusal.hpp"

namespace salesplan::adapters {
namespace {

const calendar::WeekdaySet usual{calendar::saturday, calendar::sunday};

calendar::WorkdayCalendar read(const std::string& text) {
  return read_calendar(CsvTable(text, "c.csv"), "works", usual);
}

std::string refused(const std::string& text) {
  return refusal([&] { read(text); });
}

TEST(CalendarCsv, HoldsHolidaysAndMakeUpDays) {
  const calendar::WorkdayCalendar works =
      read("name,kind,date\nFounding day,holiday,2026-06-03\n,makeup,2026-06-06\n");
  const calendar::Period june = calendar::make_period(calendar::Grain::month, 2026, 6);
  EXPECT_EQ(works.workdays(june).days, 22);
  EXPECT_FALSE(works.workdays(june).estimated);
  EXPECT_EQ(works.holiday_name(calendar::parse_date("2026-06-03", "d")), "Founding day");
  EXPECT_TRUE(works.is_workday(calendar::parse_date("2027-01-01", "d")).estimated);
  EXPECT_EQ(works.name(), "works");
  EXPECT_EQ(read("date,kind\n2025-01-01,holiday\n2027-01-01,holiday\n").workdays(june).days, 22);
}

TEST(CalendarCsv, RefusesBadRowsWithTheirPlace) {
  EXPECT_EQ(refused("date\n2026-01-01\n"), "c.csv:1: no column \"kind\"; there are: date");
  EXPECT_EQ(refused("date,kind\n"), "c.csv: has no days");
  EXPECT_EQ(refused("date,kind\n2026-01-01,feast\n"),
            "c.csv:2 (kind): \"feast\" is neither holiday nor makeup");
  EXPECT_EQ(refused("date,kind\n2026-01-01,holiday\n2026-01-01,holiday\n"),
            "c.csv:3 (date): 2026-01-01 is given twice");
  EXPECT_EQ(refused("date,kind\n2026-01-01,makeup\n"),
            "c.csv:2 (date): 2026-01-01 is no weekend day, so it cannot be made up for");
  EXPECT_EQ(refused("date,kind\n2026-02-30,holiday\n").substr(0, 15), "c.csv:2 (date):");
  EXPECT_EQ(refused("date,kind\n1/2/2026,holiday\n").substr(0, 15), "c.csv:2 (date):");
}

TEST(ParseWeekend, ReadsDaysByName) {
  EXPECT_EQ(parse_weekend("sat,sun", "w").bits, usual.bits);
  EXPECT_EQ(parse_weekend("fri", "w").bits, 1U << calendar::friday);
  EXPECT_EQ(parse_weekend("", "w").bits, 0);
  for (const char* text : {"saturday", "sat, sun", "sat,,sun", ",", "SAT"}) {
    EXPECT_EQ(refusal([&] { parse_weekend(text, "w"); }).substr(0, 4), "w: \"") << text;
  }
}

}  // namespace
}  // namespace salesplan::adapters
