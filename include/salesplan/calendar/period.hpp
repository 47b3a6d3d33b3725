// Days, ISO weeks, months, quarters and years as periods that can be counted and stepped through.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "salesplan/calendar/date.hpp"
#include "salesplan/core/config.hpp"

namespace salesplan::calendar {

/// The length of a period. Weeks are those of ISO 8601: Monday to Sunday, and week 1 of a year is
/// the one with its first Thursday.
enum class Grain : std::int32_t { day, week, month, quarter, year };

/// A whole period within 1400..9999: `ordinal` counts periods of its grain from the one that holds
/// 1970-01-01, so that the period after p is {p.grain, p.ordinal + 1}.
struct Period {
  Grain grain;
  std::int32_t ordinal;
};

constexpr bool operator==(Period a, Period b) {
  return a.grain == b.grain && a.ordinal == b.ordinal;
}
constexpr bool operator!=(Period a, Period b) { return !(a == b); }
/// Shorter grains first, then in time: an order for maps and sorting.
constexpr bool operator<(Period a, Period b) {
  return a.grain != b.grain ? a.grain < b.grain : a.ordinal < b.ordinal;
}

/// "day", "week", "month", "quarter", "year". Error(invalid_argument) for any other value.
const char* grain_name(Grain grain);

/// The grain of that name. Error(parse) naming `place`, with the names allowed.
Grain parse_grain(std::string_view text, const std::string& place);

/// The period of `grain` that holds `date`. Error(invalid_argument) when the date, or a part of
/// that period, is outside 1400..9999.
Period period_of(Date date, Grain grain);

/// Period `number` (from 1) of `year`: day 1..366, ISO week 1..53, month 1..12, quarter 1..4, and
/// 1 for the year itself. Error(invalid_argument) naming `place` where the year has no such period.
Period make_period(Grain grain, int year, int number, const std::string& place = "period");

struct PeriodParts {
  int year;    ///< the year the period is counted in; for a week its ISO year
  int number;  ///< from 1
};

/// The year and number that make_period() takes.
PeriodParts period_parts(Period period);

Date first_date(Period period);  ///< Its first day.
Date last_date(Period period);   ///< Its last day.

/// The period `n` later (earlier when negative). Error(overflow) outside 1400..9999.
Period shift(Period period, std::int64_t n);
inline Period next(Period period) { return shift(period, 1); }
inline Period previous(Period period) { return shift(period, -1); }

/// The n for which shift(from, n) is `to`. Error(invalid_argument) when the grains differ.
std::int64_t periods_between(Period from, Period to);

/// "2026-02-17", "2026-W07", "2026-02", "2026-Q1" or "2026".
std::string period_text(Period period);

/// The period so written; its form gives the grain. Error(parse) naming `place`.
Period parse_period(std::string_view text, const std::string& place);

}  // namespace salesplan::calendar

#ifndef SALESPLAN_COMPILED
#include "salesplan/calendar/period_inl.hpp"
#endif
