// Bodies of meetings.hpp.
#pragma once

#include <algorithm>
#include <cstdlib>

#include "salesplan/core/error.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/schedule/meetings.hpp"

namespace salesplan::schedule {
namespace detail {

inline void check_meetings(const std::vector<Meeting>& meetings) {
  for (std::size_t i = 0; i < meetings.size(); ++i) {
    const Meeting& meeting = meetings[i];
    const std::string place = core::at("meetings", static_cast<std::int64_t>(i));
    const auto refuse = [&](const char* field, const std::string& why) {
      return Error(ErrorCode::invalid_argument, place + field, why);
    };
    const bool again =
        std::any_of(meetings.begin(), meetings.begin() + static_cast<std::ptrdiff_t>(i),
                    [&](const Meeting& other) { return other.key == meeting.key; });
    if (meeting.key.empty()) throw refuse(".key", "is empty");
    if (again) {
      throw Error(ErrorCode::duplicate, place + ".key",
                  core::quoted(meeting.key) + " is given twice");
    }
    if (meeting.departments.empty()) throw refuse(".departments", "is empty");
    if (meeting.grain != calendar::Grain::week && meeting.grain != calendar::Grain::month) {
      throw refuse(".grain", "is neither week nor month");
    }
    if (meeting.every < 1 || meeting.every > 53) {
      throw refuse(".every", std::to_string(meeting.every) + " is not in 1..53");
    }
    if (meeting.workday == 0 || meeting.workday < -31 || meeting.workday > 31) {
      throw refuse(".workday", std::to_string(meeting.workday) + " is not in -31..-1 or 1..31");
    }
    if (!(meeting.minutes > 0 && meeting.minutes <= 1440)) {
      throw refuse(".minutes", core::to_text(meeting.minutes) + " is not above 0 and up to 1440");
    }
  }
}

/// The n-th workday of a period, from 1 or, below 0, from its end; the nearest it has; no_date.
inline calendar::Date nth_workday(const calendar::WorkdayCalendar& workdays,
                                  calendar::Period period, int n) {
  const std::int64_t there = workdays.workdays(period).days;
  if (there == 0) return calendar::no_date;
  const std::int64_t steps = std::min<std::int64_t>(std::abs(n), there);
  return n > 0 ? workdays.add_workdays(calendar::first_date(period) - 1, steps).date
               : workdays.add_workdays(calendar::last_date(period) + 1, -steps).date;
}

}  // namespace detail

SALESPLAN_INLINE std::vector<MeetingDate> meeting_dates(const calendar::WorkdayCalendar& workdays,
                                                        const std::vector<Meeting>& meetings,
                                                        calendar::Date first, calendar::Date last) {
  calendar::check_date(first, "first");
  calendar::check_date(last, "last");
  detail::check_meetings(meetings);
  std::vector<MeetingDate> dates;
  for (std::size_t i = 0; i < meetings.size(); ++i) {
    const Meeting& meeting = meetings[i];
    for (calendar::Period period = calendar::period_of(first, meeting.grain);
         calendar::first_date(period) <= last; period = calendar::shift(period, meeting.every)) {
      const calendar::Date date = detail::nth_workday(workdays, period, meeting.workday);
      if (date != calendar::no_date && date >= first && date <= last) dates.push_back({i, date});
    }
  }
  std::stable_sort(dates.begin(), dates.end(),
                   [](const MeetingDate& a, const MeetingDate& b) { return a.date < b.date; });
  return dates;
}

SALESPLAN_INLINE std::vector<MeetingHours> meeting_hours(const std::vector<Meeting>& meetings,
                                                         const std::vector<MeetingDate>& dates) {
  std::vector<double> times(meetings.size(), 0);
  for (const MeetingDate& date : dates) times.at(date.meeting) += 1;
  std::vector<MeetingHours> hours;
  for (std::size_t i = 0; i < meetings.size(); ++i) {
    for (const std::string& department : meetings[i].departments) {
      auto of = std::find_if(hours.begin(), hours.end(),
                             [&](const MeetingHours& one) { return one.department == department; });
      if (of == hours.end()) of = hours.insert(hours.end(), {department, 0});
      of->hours += times[i] * meetings[i].minutes / 60;
    }
  }
  return hours;
}

}  // namespace salesplan::schedule
