// Bodies of date.hpp, on Boost.Date_Time's Gregorian calendar.
#pragma once

#include <boost/date_time/gregorian/greg_calendar.hpp>

#include "salesplan/calendar/date.hpp"
#include "salesplan/calendar/text_shape.hpp"
#include "salesplan/core/error.hpp"
#include "salesplan/core/number_text.hpp"

namespace salesplan::calendar {

namespace detail {
using BoostCalendar = boost::gregorian::gregorian_calendar;
constexpr std::int32_t boost_day_number_of_1970 = 2440588;

[[noreturn]] inline void refuse_move(Date date, std::int64_t days, const char* sign) {
  throw Error(ErrorCode::overflow, "date",
              date_text(date) + sign + std::to_string(days) + " days is outside 1400..9999");
}
}  // namespace detail

SALESPLAN_INLINE void check_date(Date date, const std::string& place) {
  if (date < min_date || date > max_date) {
    throw Error(ErrorCode::invalid_argument, place,
                date == no_date ? "no date given"
                                : "day " + std::to_string(date.days) +
                                      " since 1970-01-01 is outside 1400..9999");
  }
}

SALESPLAN_INLINE Date operator+(Date date, std::int64_t days) {
  check_date(date, "date");
  if (days < min_date - date || days > max_date - date) detail::refuse_move(date, days, " + ");
  return Date{date.days + static_cast<std::int32_t>(days)};
}

SALESPLAN_INLINE Date operator-(Date date, std::int64_t days) {
  check_date(date, "date");
  if (days > date - min_date || days < date - max_date) detail::refuse_move(date, days, " - ");
  return Date{date.days - static_cast<std::int32_t>(days)};
}

SALESPLAN_INLINE Date make_date(int year, int month, int day, const std::string& place) {
  const int last_day = days_in_month(year, month, place);
  if (day < 1 || day > last_day) {
    throw Error(ErrorCode::invalid_argument, place,
                "day " + std::to_string(day) + " is not within 1.." + std::to_string(last_day));
  }
  const detail::BoostCalendar::ymd_type ymd(static_cast<unsigned short>(year),
                                            static_cast<unsigned short>(month),
                                            static_cast<unsigned short>(day));
  return Date{static_cast<std::int32_t>(detail::BoostCalendar::day_number(ymd)) -
              detail::boost_day_number_of_1970};
}

SALESPLAN_INLINE DateParts date_parts(Date date) {
  check_date(date, "date");
  const auto ymd = detail::BoostCalendar::from_day_number(
      static_cast<std::uint32_t>(date.days + detail::boost_day_number_of_1970));
  return {ymd.year, ymd.month, ymd.day};
}

SALESPLAN_INLINE int days_in_month(int year, int month, const std::string& place) {
  if (year < 1400 || year > 9999) {
    throw Error(ErrorCode::invalid_argument, place,
                "year " + std::to_string(year) + " is not within 1400..9999");
  }
  if (month < 1 || month > 12) {
    throw Error(ErrorCode::invalid_argument, place,
                "month " + std::to_string(month) + " is not within 1..12");
  }
  return detail::BoostCalendar::end_of_month_day(static_cast<unsigned short>(year),
                                                 static_cast<unsigned short>(month));
}

SALESPLAN_INLINE Date parse_date(std::string_view text, const std::string& place) {
  if (!has_shape(text, "9999-99-99")) {
    throw Error(ErrorCode::parse, place,
                "\"" + std::string(text) + "\" is not a date; expected as 2026-02-17");
  }
  const auto number = [&](std::size_t at, std::size_t count) {
    return static_cast<int>(core::parse_integer(text.substr(at, count), place));
  };
  try {
    return make_date(number(0, 4), number(5, 2), number(8, 2), "date");
  } catch (const Error& error) {
    throw Error(ErrorCode::parse, place, "\"" + std::string(text) + "\" is not a " + error.what());
  }
}

SALESPLAN_INLINE std::string date_text(Date date) {
  const DateParts parts = date_parts(date);
  std::string text = "0000-00-00";
  const auto write = [&](std::size_t at, int number) {
    for (; number > 0; number /= 10) text[at--] = static_cast<char>('0' + number % 10);
  };
  write(3, parts.year);
  write(6, parts.month);
  write(9, parts.day);
  return text;
}

}  // namespace salesplan::calendar
