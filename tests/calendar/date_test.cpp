#include "salesplan/calendar/date.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <limits>

#include "salesplan/core/error.hpp"

namespace salesplan::calendar {
namespace {

TEST(Date, EveryDayAgreesWithChrono) {
  for (Date date = min_date; date <= max_date; ++date.days) {
    const std::chrono::sys_days day{std::chrono::days{date.days}};
    const std::chrono::year_month_day ymd{day};
    const DateParts parts = date_parts(date);
    ASSERT_EQ(parts.year, static_cast<int>(ymd.year()));
    ASSERT_EQ(parts.month, static_cast<int>(static_cast<unsigned>(ymd.month())));
    ASSERT_EQ(parts.day, static_cast<int>(static_cast<unsigned>(ymd.day())));
    ASSERT_EQ(weekday(date), static_cast<int>(std::chrono::weekday{day}.iso_encoding()) - 1);
    ASSERT_EQ(make_date(parts.year, parts.month, parts.day), date);
  }
}

TEST(Date, TextReadsBack) {
  for (Date date = min_date; date < max_date - 997; date = date + 997) {
    EXPECT_EQ(parse_date(date_text(date), "d"), date);
  }
  EXPECT_EQ(date_text(parse_date("2024-02-29", "d")), "2024-02-29");
  EXPECT_EQ(date_text(min_date), "1400-01-01");
  EXPECT_EQ(date_text(max_date), "9999-12-31");
}

TEST(Date, RefusesAnyOtherText) {
  for (const char* bad :
       {"", "2026-2-17", "2026-02-17 ", "2026/02/17", "20260217", "2026-02-30", "2025-02-29",
        "2026-13-01", "2026-00-10", "1399-12-31", "+026-02-17", "2026-02--1", "2026-02-17T00"}) {
    try {
      parse_date(bad, "rows[3].date");
      ADD_FAILURE() << bad;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::parse) << bad;
      EXPECT_EQ(error.place(), "rows[3].date");
    }
  }
  try {
    parse_date("2026-02-30", "d");
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "d: \"2026-02-30\" is not a date: day 30 is not within 1..28");
  }
}

TEST(Date, ArithmeticStaysWithinTheRange) {
  constexpr std::int64_t far = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(make_date(2024, 2, 28) + 2, make_date(2024, 3, 1));
  EXPECT_EQ(make_date(2024, 3, 1) - 2, make_date(2024, 2, 28));
  EXPECT_EQ(make_date(2027, 1, 1) - make_date(2026, 1, 1), 365);
  for (std::int64_t days : {std::int64_t{1}, far}) {
    EXPECT_THROW(max_date + days, Error);
    EXPECT_THROW(min_date - days, Error);
    EXPECT_THROW(max_date - -days, Error);
    EXPECT_THROW(min_date + -days, Error);
  }
  EXPECT_THROW(min_date - std::numeric_limits<std::int64_t>::min(), Error);
  EXPECT_THROW(no_date + far, Error);
  EXPECT_THROW(no_date + 1, Error);
  EXPECT_THROW(date_text(no_date), Error);
  EXPECT_THROW(date_parts(Date{max_date.days + 1}), Error);
  EXPECT_THROW(make_date(2026, 4, 31), Error);
  EXPECT_THROW(make_date(2026, 0, 1), Error);
  EXPECT_THROW(make_date(10000, 1, 1), Error);
  EXPECT_THROW(make_date(std::numeric_limits<int>::min(), 1, 1), Error);
  EXPECT_EQ(Date{}, no_date);
}

}  // namespace
}  // namespace salesplan::calendar
