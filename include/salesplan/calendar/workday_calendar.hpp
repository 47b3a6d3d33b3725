// Workdays: a weekend, public holidays, and make-up workdays that fall on a weekend.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "salesplan/calendar/date.hpp"
#include "salesplan/calendar/period.hpp"
#include "salesplan/core/config.hpp"

namespace salesplan::calendar {

/// A set of weekdays; bit w stands for weekday w, Monday 0.
struct WeekdaySet {
  std::uint8_t bits = 0;

  constexpr WeekdaySet() = default;
  constexpr WeekdaySet(std::initializer_list<Weekday> days) {
    for (Weekday day : days) bits = static_cast<std::uint8_t>(bits | 1u << day);
  }
  constexpr bool has(Weekday day) const { return (bits >> day & 1u) != 0; }
};

enum class DayKind : std::int32_t { holiday, makeup };

/// A day on which the weekend alone does not decide: a public holiday (on a weekday or a weekend),
/// or a weekend day that is worked.
struct SpecialDay {
  Date date;
  DayKind kind;
  std::string name_en;  ///< may be empty
  std::string name_zh;  ///< UTF-8, may be empty
};

enum class Language : std::int32_t { en, zh };

/// Every answer says whether it is `estimated`: it touches days outside the known years, where
/// public holidays are not known and the weekend alone decides.
struct DayStatus {
  bool workday;
  bool estimated;
};
struct WorkdayCount {
  std::int64_t days;
  bool estimated;
};
struct WorkdayDate {
  Date date;
  bool estimated;
};

/// A calendar of workdays; immutable, so threads may share one. Counting and stepping throw
/// Error(invalid_argument) for dates outside 1400..9999.
class WorkdayCalendar {
 public:
  /// @param name what the calendar is called
  /// @param weekend the days of the week off; not all seven
  /// @param days [n] holidays and make-up workdays, in any order, within the known years
  /// @param first_year the first year whose holidays are known, even where there are none
  /// @param last_year the last such year
  ///
  /// Error(duplicate) for a date given twice, Error(invalid_argument) for a date outside the known
  /// years and for a make-up workday that is no weekend day, naming "days[i].date". O(n log n).
  WorkdayCalendar(std::string name, WeekdaySet weekend, std::vector<SpecialDay> days,
                  int first_year, int last_year);

  const std::string& name() const { return name_; }
  Date first_known() const { return first_known_; }
  Date last_known() const { return last_known_; }

  /// Whether the holidays of every day of first..last are known. An empty range is.
  bool known(Date first, Date last) const;

  /// Whether the date is worked. O(log n).
  DayStatus is_workday(Date date) const;

  /// Workdays d with first <= d <= last; none when last is the day before first, so that counts
  /// over adjoining ranges add up. Error(invalid_argument) when last is earlier still. O(log n).
  WorkdayCount workdays(Date first, Date last) const;
  WorkdayCount workdays(Period period) const;

  /// The nth workday after `date` (n > 0) or before it (n < 0); `date` itself, workday or not, for
  /// n = 0. Error(overflow) where it would be outside 1400..9999. O(log n).
  WorkdayDate add_workdays(Date date, std::int64_t n) const;

  /// The first workday after `date`, and the last one before it.
  WorkdayDate next_workday(Date date) const { return add_workdays(date, 1); }
  WorkdayDate previous_workday(Date date) const { return add_workdays(date, -1); }

  /// The nth workday of a month or other period: 1 is the first, -1 the last.
  /// Error(invalid_argument) when it has no such workday. O(log n).
  WorkdayDate nth_workday(Period period, std::int64_t n) const;

  /// The name of the holiday on, or made up for on, that date: in `language`, or in the other one
  /// where it has no name in that; empty for an ordinary day. The view lasts as long as the
  /// calendar. O(log n).
  std::string_view holiday_name(Date date, Language language = Language::en) const;

  /// The holidays and make-up workdays, by date.
  const std::vector<SpecialDay>& special_days() const { return days_; }

 private:
  // Workdays from min_date to `date`, both included.
  std::int64_t count_through(Date date) const;
  // The first date through which that many workdays have passed.
  Date date_of_count(std::int64_t count) const;

  std::string name_;
  Date first_known_;
  Date last_known_;
  std::int32_t workdays_before_[8] = {};  // workdays among the first i days of a week from Monday
  std::vector<SpecialDay> days_;          // by date
  std::vector<std::int32_t> dates_;       // of days_
  std::vector<std::int32_t> surplus_;     // workdays the first i special days add to the weekend's
};

}  // namespace salesplan::calendar

#ifndef SALESPLAN_COMPILED
#include "salesplan/calendar/workday_calendar_inl.hpp"
#endif
