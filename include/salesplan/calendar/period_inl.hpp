// Bodies of period.hpp.
#pragma once

#include "salesplan/calendar/period.hpp"
#include "salesplan/calendar/text_shape.hpp"
#include "salesplan/core/error.hpp"
#include "salesplan/core/number_text.hpp"

namespace salesplan::calendar {

namespace detail {

constexpr const char* grain_names[] = {"day", "week", "month", "quarter", "year"};

// The Monday of the ISO week that holds 1970-01-01.
constexpr std::int32_t first_monday = -3;

inline void check_grain(Grain grain) {
  if (grain < Grain::day || grain > Grain::year) {
    throw Error(ErrorCode::invalid_argument, "grain",
                std::to_string(static_cast<std::int32_t>(grain)) + " is not within 0..4");
  }
}

// Months in a period of a grain that is made of months.
inline int months_in(Grain grain) {
  return grain == Grain::month ? 1 : grain == Grain::quarter ? 3 : 12;
}

struct OrdinalRange {
  std::int64_t first, last;
};

// The whole periods of a grain within 1400..9999.
inline OrdinalRange ordinal_range(Grain grain) {
  if (grain == Grain::day) return {min_date.days, max_date.days};
  // Truncation rounds the first week up and the last one down: partial weeks stay out.
  if (grain == Grain::week) return {(min_date.days + 3) / 7, (max_date.days - 3) / 7};
  const std::int64_t per_year = 12 / months_in(grain);
  return {(1400 - 1970) * per_year, (10000 - 1970) * per_year - 1};
}

inline Period checked_period(Grain grain, std::int64_t ordinal, ErrorCode code) {
  check_grain(grain);
  const OrdinalRange range = ordinal_range(grain);
  if (ordinal < range.first || ordinal > range.last) {
    throw Error(code, "period",
                std::string(grain_name(grain)) + " " + std::to_string(ordinal) +
                    " from 1970-01-01 is outside 1400..9999");
  }
  return {grain, static_cast<std::int32_t>(ordinal)};
}

inline void check_period(Period period) {
  checked_period(period.grain, period.ordinal, ErrorCode::invalid_argument);
}

// The first month of a period made of months, counted from January of year 0.
inline int first_month(Period period) {
  return (period.ordinal + 1970 * 12 / months_in(period.grain)) * months_in(period.grain);
}

}  // namespace detail

SALESPLAN_INLINE const char* grain_name(Grain grain) {
  detail::check_grain(grain);
  return detail::grain_names[static_cast<std::int32_t>(grain)];
}

SALESPLAN_INLINE Grain parse_grain(std::string_view text, const std::string& place) {
  for (Grain grain : {Grain::day, Grain::week, Grain::month, Grain::quarter, Grain::year}) {
    if (text == grain_name(grain)) return grain;
  }
  throw Error(
      ErrorCode::parse, place,
      "\"" + std::string(text) + "\" is not a grain; allowed: day, week, month, quarter, year");
}

SALESPLAN_INLINE Period period_of(Date date, Grain grain) {
  check_date(date, "date");
  detail::check_grain(grain);
  std::int32_t ordinal = date.days;
  if (grain == Grain::week) {
    ordinal = (date.days - weekday(date) - detail::first_monday) / 7;
  } else if (grain != Grain::day) {
    const DateParts parts = date_parts(date);
    const int months = detail::months_in(grain);
    ordinal = (parts.year * 12 + parts.month - 1) / months - 1970 * 12 / months;
  }
  return detail::checked_period(grain, ordinal, ErrorCode::invalid_argument);
}

SALESPLAN_INLINE Period make_period(Grain grain, int year, int number, const std::string& place) {
  detail::check_grain(grain);
  // 4 January is always in ISO week 1.
  const Period first = period_of(make_date(year, 1, grain == Grain::week ? 4 : 1, place), grain);
  if (number >= 1 && number <= 366) {
    const Period period = shift(first, number - 1);
    if (period_parts(period).year == year) return period;
  }
  throw Error(ErrorCode::invalid_argument, place,
              std::to_string(year) + " has no " + grain_name(grain) + " " + std::to_string(number));
}

SALESPLAN_INLINE PeriodParts period_parts(Period period) {
  detail::check_period(period);
  if (period.grain <= Grain::week) {
    // An ISO week belongs to the year of its Thursday.
    const Date date = period.grain == Grain::day ? first_date(period) : first_date(period) + 3;
    const int year = date_parts(date).year;
    const int day_of_year = static_cast<int>(date - make_date(year, 1, 1));
    return {year, (period.grain == Grain::day ? day_of_year : day_of_year / 7) + 1};
  }
  const int month = detail::first_month(period);
  return {month / 12, month % 12 / detail::months_in(period.grain) + 1};
}

SALESPLAN_INLINE Date first_date(Period period) {
  detail::check_period(period);
  if (period.grain == Grain::day) return Date{period.ordinal};
  if (period.grain == Grain::week) return Date{detail::first_monday + 7 * period.ordinal};
  const int month = detail::first_month(period);
  return make_date(month / 12, month % 12 + 1, 1);
}

SALESPLAN_INLINE Date last_date(Period period) {
  detail::check_period(period);
  if (period.grain == Grain::day) return Date{period.ordinal};
  if (period.grain == Grain::week) return Date{detail::first_monday + 7 * period.ordinal + 6};
  const int month = detail::first_month(period) + detail::months_in(period.grain) - 1;
  const int year = month / 12;
  return make_date(year, month % 12 + 1, days_in_month(year, month % 12 + 1));
}

SALESPLAN_INLINE Period shift(Period period, std::int64_t n) {
  detail::check_period(period);
  // Every step beyond this leaves the range; the bound keeps the sum within 64 bits.
  constexpr std::int64_t far = std::int64_t{1} << 32;
  const std::int64_t steps = n > far ? far : n < -far ? -far : n;
  return detail::checked_period(period.grain, period.ordinal + steps, ErrorCode::overflow);
}

SALESPLAN_INLINE std::int64_t periods_between(Period from, Period to) {
  detail::check_period(from);
  detail::check_period(to);
  if (from.grain != to.grain) {
    throw Error(
        ErrorCode::invalid_argument, "to.grain",
        std::string(grain_name(to.grain)) + " cannot be counted in a " + grain_name(from.grain));
  }
  return std::int64_t{to.ordinal} - from.ordinal;
}

SALESPLAN_INLINE std::string period_text(Period period) {
  const PeriodParts parts = period_parts(period);
  const std::string year = std::to_string(parts.year);
  const std::string number = std::to_string(parts.number);
  switch (period.grain) {
    case Grain::day:
      return date_text(first_date(period));
    case Grain::week:
      return year + (parts.number < 10 ? "-W0" : "-W") + number;
    case Grain::month:
      return year + (parts.number < 10 ? "-0" : "-") + number;
    case Grain::quarter:
      return year + "-Q" + number;
    case Grain::year:
      break;
  }
  return year;
}

SALESPLAN_INLINE Period parse_period(std::string_view text, const std::string& place) {
  if (has_shape(text, "9999-99-99")) return period_of(parse_date(text, place), Grain::day);
  const auto read = [&](Grain grain, std::size_t number_at) {
    const int year = static_cast<int>(core::parse_integer(text.substr(0, 4), place));
    const int number =
        number_at == 0 ? 1 : static_cast<int>(core::parse_integer(text.substr(number_at), place));
    try {
      return make_period(grain, year, number, "period");
    } catch (const Error& error) {
      throw Error(ErrorCode::parse, place,
                  "\"" + std::string(text) + "\" is not a " + error.what());
    }
  };
  if (has_shape(text, "9999-W99")) return read(Grain::week, 6);
  if (has_shape(text, "9999-99")) return read(Grain::month, 5);
  if (has_shape(text, "9999-Q9")) return read(Grain::quarter, 6);
  if (has_shape(text, "9999")) return read(Grain::year, 0);
  throw Error(ErrorCode::parse, place,
              "\"" + std::string(text) +
                  "\" is not a period; expected as 2026, 2026-Q1, 2026-02, 2026-W07 or 2026-02-17");
}

}  // namespace salesplan::calendar
