// A date as days since 1970-01-01: made, read, written, counted.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "salesplan/core/config.hpp"

namespace salesplan::calendar {

/// A day of the proleptic Gregorian calendar, counted from 1970-01-01. A default Date is `no_date`.
struct Date {
  std::int32_t days = std::numeric_limits<std::int32_t>::min();
};

constexpr Date no_date{};
constexpr Date min_date{-208188};  ///< 1400-01-01, the first day Boost.Date_Time knows
constexpr Date max_date{2932896};  ///< 9999-12-31, the last one

constexpr bool operator==(Date a, Date b) { return a.days == b.days; }
constexpr bool operator!=(Date a, Date b) { return a.days != b.days; }
constexpr bool operator<(Date a, Date b) { return a.days < b.days; }
constexpr bool operator<=(Date a, Date b) { return a.days <= b.days; }
constexpr bool operator>(Date a, Date b) { return a.days > b.days; }
constexpr bool operator>=(Date a, Date b) { return a.days >= b.days; }

/// Days from `b` to `a`.
constexpr std::int64_t operator-(Date a, Date b) { return std::int64_t{a.days} - b.days; }

/// The date `days` later (earlier when negative). Error(invalid_argument) when `date` is not within
/// min_date..max_date, Error(overflow) when the result is not.
Date operator+(Date date, std::int64_t days);

/// The date `days` earlier (later when negative). Errors as for +.
Date operator-(Date date, std::int64_t days);

/// A weekday, numbered as ISO 8601 does, from 0.
enum Weekday : std::int32_t { monday, tuesday, wednesday, thursday, friday, saturday, sunday };

/// The weekday of a date. 1970-01-01 was a Thursday.
constexpr Weekday weekday(Date date) { return static_cast<Weekday>((date.days % 7 + 10) % 7); }

struct DateParts {
  int year;   ///< 1400..9999
  int month;  ///< 1..12
  int day;    ///< 1..31
};

/// Error(invalid_argument) naming `place` unless min_date <= date <= max_date.
void check_date(Date date, const std::string& place);

/// The date of year 1400..9999, month 1..12 and day 1..days_in_month.
/// Error(invalid_argument) naming `place` otherwise.
Date make_date(int year, int month, int day, const std::string& place = "date");

/// Year, month and day of a date. Error(invalid_argument) outside min_date..max_date.
DateParts date_parts(Date date);

/// 28..31. Error(invalid_argument) unless year is 1400..9999 and month 1..12.
int days_in_month(int year, int month, const std::string& place = "date");

/// The date written as ISO 8601 "2026-02-17", exactly ten characters. Error(parse) naming `place`
/// for any other text and for a day that does not exist.
Date parse_date(std::string_view text, const std::string& place);

/// "2026-02-17". Error(invalid_argument) outside min_date..max_date.
std::string date_text(Date date);

}  // namespace salesplan::calendar

#ifndef SALESPLAN_COMPILED
#include "salesplan/calendar/date_inl.hpp"
#endif
