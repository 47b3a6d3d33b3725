// Bodies of us_federal.hpp.
#pragma once

#include <utility>

#include "salesplan/calendar/us_federal.hpp"
#include "salesplan/core/error.hpp"

namespace salesplan::calendar {

namespace detail {

constexpr int us_first_year = 1971;
constexpr int us_last_year = 2100;

inline Date nth_weekday(int year, int month, Weekday day, int n) {
  const Date first = make_date(year, month, 1);
  return first + ((7 + day - weekday(first)) % 7 + 7 * (n - 1));
}

// The holidays of any year from 1971 on.
inline std::vector<SpecialDay> us_holidays(int year) {
  std::vector<SpecialDay> days;
  const auto add = [&](Date date, const char* name_en, const char* name_zh) {
    const int shift = weekday(date) == saturday ? -1 : weekday(date) == sunday ? 1 : 0;
    days.push_back({date + shift, DayKind::holiday, name_en, name_zh});
  };
  add(make_date(year, 1, 1), "New Year's Day", "元旦");
  if (year >= 1986) {
    add(nth_weekday(year, 1, monday, 3), "Birthday of Martin Luther King, Jr.",
        "马丁·路德·金纪念日");
  }
  add(nth_weekday(year, 2, monday, 3), "Washington's Birthday", "华盛顿诞辰纪念日");
  add(nth_weekday(year, 6, monday, 1) - 7, "Memorial Day", "阵亡将士纪念日");
  if (year >= 2021) {
    add(make_date(year, 6, 19), "Juneteenth National Independence Day", "六月节");
  }
  add(make_date(year, 7, 4), "Independence Day", "独立日");
  add(nth_weekday(year, 9, monday, 1), "Labor Day", "劳动节");
  add(nth_weekday(year, 10, monday, 2), "Columbus Day", "哥伦布日");
  add(year < 1978 ? nth_weekday(year, 10, monday, 4) : make_date(year, 11, 11), "Veterans Day",
      "退伍军人节");
  add(nth_weekday(year, 11, thursday, 4), "Thanksgiving Day", "感恩节");
  add(make_date(year, 12, 25), "Christmas Day", "圣诞节");
  return days;
}

}  // namespace detail

SALESPLAN_INLINE std::vector<SpecialDay> us_federal_holidays(int year) {
  if (year < detail::us_first_year || year > detail::us_last_year) {
    throw Error(ErrorCode::invalid_argument, "year",
                std::to_string(year) + " is not within " + std::to_string(detail::us_first_year) +
                    ".." + std::to_string(detail::us_last_year));
  }
  return detail::us_holidays(year);
}

SALESPLAN_INLINE WorkdayCalendar us_federal_calendar() {
  std::vector<SpecialDay> days;
  // The year after the last one too: its New Year's Day may be observed in December.
  for (int year = detail::us_first_year; year <= detail::us_last_year + 1; ++year) {
    for (SpecialDay& day : detail::us_holidays(year)) {
      if (date_parts(day.date).year <= detail::us_last_year) days.push_back(std::move(day));
    }
  }
  return {"US", {saturday, sunday}, std::move(days), detail::us_first_year, detail::us_last_year};
}

}  // namespace salesplan::calendar
