// Bodies of workday_calendar.hpp.
#pragma once

#include <algorithm>
#include <numeric>
#include <utility>

#include "salesplan/calendar/workday_calendar.hpp"
#include "salesplan/core/error.hpp"

namespace salesplan::calendar {

SALESPLAN_INLINE WorkdayCalendar::WorkdayCalendar(std::string name, WeekdaySet weekend,
                                                  std::vector<SpecialDay> days, int first_year,
                                                  int last_year)
    : name_(std::move(name)),
      first_known_(make_date(first_year, 1, 1, "first_year")),
      last_known_(make_date(last_year, 12, 31, "last_year")) {
  if (last_known_ < first_known_) {
    throw Error(ErrorCode::invalid_argument, "last_year",
                std::to_string(last_year) + " is before " + std::to_string(first_year));
  }
  for (int i = 0; i < 7; ++i) {
    workdays_before_[i + 1] = workdays_before_[i] + !weekend.has(static_cast<Weekday>(i));
  }
  if (workdays_before_[7] == 0) {
    throw Error(ErrorCode::invalid_argument, "weekend", "all seven days leave no workday");
  }

  const auto place = [](std::size_t i, const char* field) {
    return core::at("days", static_cast<std::int64_t>(i)) + field;
  };
  for (std::size_t i = 0; i < days.size(); ++i) {
    const Date date = days[i].date;
    if (!known(date, date)) {
      check_date(date, place(i, ".date"));
      throw Error(ErrorCode::invalid_argument, place(i, ".date"),
                  date_text(date) + " is outside the known years " + std::to_string(first_year) +
                      ".." + std::to_string(last_year));
    }
    if (days[i].kind != DayKind::holiday && days[i].kind != DayKind::makeup) {
      throw Error(ErrorCode::invalid_argument, place(i, ".kind"),
                  std::to_string(static_cast<std::int32_t>(days[i].kind)) + " is not within 0..1");
    }
    if (days[i].kind == DayKind::makeup && !weekend.has(weekday(date))) {
      throw Error(ErrorCode::invalid_argument, place(i, ".date"),
                  date_text(date) + " is a make-up workday but not on a weekend");
    }
  }
  std::vector<std::size_t> order(days.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return days[a].date < days[b].date; });

  surplus_.push_back(0);
  for (std::size_t k = 0; k < order.size(); ++k) {
    SpecialDay& day = days[order[k]];
    if (k > 0 && day.date == days_.back().date) {
      throw Error(ErrorCode::duplicate, place(order[k], ".date"),
                  date_text(day.date) + " was given before, at " + place(order[k - 1], ""));
    }
    const bool on_weekend = weekend.has(weekday(day.date));
    const int extra = day.kind == DayKind::makeup ? 1 : on_weekend ? 0 : -1;
    dates_.push_back(day.date.days);
    surplus_.push_back(surplus_.back() + extra);
    days_.push_back(std::move(day));
  }
}

SALESPLAN_INLINE bool WorkdayCalendar::known(Date first, Date last) const {
  return last < first || (first >= first_known_ && last <= last_known_);
}

SALESPLAN_INLINE DayStatus WorkdayCalendar::is_workday(Date date) const {
  const WorkdayCount count = workdays(date, date);
  return {count.days == 1, count.estimated};
}

SALESPLAN_INLINE std::int64_t WorkdayCalendar::count_through(Date date) const {
  // Whole weeks from a Monday at or before min_date; its own days before min_date cancel out.
  constexpr std::int32_t origin = min_date.days - weekday(min_date);
  const std::int32_t days = date.days + 1 - origin;
  const std::int32_t by_weekend = days / 7 * workdays_before_[7] + workdays_before_[days % 7] -
                                  workdays_before_[weekday(min_date)];
  const auto after = std::upper_bound(dates_.begin(), dates_.end(), date.days);
  return by_weekend + surplus_[static_cast<std::size_t>(after - dates_.begin())];
}

SALESPLAN_INLINE Date WorkdayCalendar::date_of_count(std::int64_t count) const {
  std::int32_t low = min_date.days;
  std::int32_t high = max_date.days;
  while (low < high) {
    const std::int32_t middle = low + (high - low) / 2;
    if (count_through(Date{middle}) >= count) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return Date{low};
}

SALESPLAN_INLINE WorkdayCount WorkdayCalendar::workdays(Date first, Date last) const {
  check_date(first, "first");
  check_date(last, "last");
  if (last - first < -1) {
    throw Error(ErrorCode::invalid_argument, "last",
                date_text(last) + " is before " + date_text(first));
  }
  return {count_through(last) - count_through(Date{first.days - 1}), !known(first, last)};
}

SALESPLAN_INLINE WorkdayCount WorkdayCalendar::workdays(Period period) const {
  return workdays(first_date(period), last_date(period));
}

SALESPLAN_INLINE WorkdayDate WorkdayCalendar::add_workdays(Date date, std::int64_t n) const {
  check_date(date, "date");
  if (n == 0) return {date, !known(date, date)};
  const std::int64_t passed = count_through(n > 0 ? date : Date{date.days - 1});
  if (n > count_through(max_date) - passed || n < -passed) {
    throw Error(ErrorCode::overflow, "n",
                std::to_string(n) + " workdays from " + date_text(date) + " is outside 1400..9999");
  }
  const Date found = date_of_count(n > 0 ? passed + n : passed + n + 1);
  return {found, !known(std::min(date, found), std::max(date, found))};
}

SALESPLAN_INLINE WorkdayDate WorkdayCalendar::nth_workday(Period period, std::int64_t n) const {
  const WorkdayCount count = workdays(period);
  if (n == 0 || n > count.days || n < -count.days) {
    throw Error(ErrorCode::invalid_argument, "n",
                period_text(period) + " has " + std::to_string(count.days) +
                    " workdays, and no workday " + std::to_string(n));
  }
  const std::int64_t before = count_through(Date{first_date(period).days - 1});
  return {date_of_count(before + (n > 0 ? n : count.days + n + 1)), count.estimated};
}

SALESPLAN_INLINE std::string_view WorkdayCalendar::holiday_name(Date date,
                                                                Language language) const {
  const auto found = std::lower_bound(dates_.begin(), dates_.end(), date.days);
  if (found == dates_.end() || *found != date.days) return {};
  const SpecialDay& day = days_[static_cast<std::size_t>(found - dates_.begin())];
  const bool chinese = language == Language::zh ? !day.name_zh.empty() : day.name_en.empty();
  return chinese ? day.name_zh : day.name_en;
}

}  // namespace salesplan::calendar
