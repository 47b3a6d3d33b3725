// Meetings of a flow: how often departments meet, as dates on workdays.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "salesplan/calendar/workday_calendar.hpp"
#include "salesplan/core/config.hpp"

namespace salesplan::schedule {

/// A meeting every so many weeks or months.
struct Meeting {
  std::string key;
  std::vector<std::string> departments;           ///< at least one
  calendar::Grain grain = calendar::Grain::week;  ///< week or month
  int every = 1;                                  ///< weeks or months, 1..53
  int workday = 1;  ///< of the week or month, from 1; below 0 from its end, -1 is the last
  double minutes = 60;
};

struct MeetingDate {
  std::size_t meeting = 0;
  calendar::Date date;
};

/// The dates from `first` to `last`, by date, then meeting. The first week or month is that of
/// `first`, whatever lies before it; one with too few workdays meets on the nearest it has, one
/// without any does not meet.
/// @throws Error(invalid_argument, duplicate) naming "meetings[i].field". O(dates).
std::vector<MeetingDate> meeting_dates(const calendar::WorkdayCalendar& workdays,
                                       const std::vector<Meeting>& meetings, calendar::Date first,
                                       calendar::Date last);

/// Hours of meetings by department, in the order in which the meetings first name them.
struct MeetingHours {
  std::string department;
  double hours = 0;
};
std::vector<MeetingHours> meeting_hours(const std::vector<Meeting>& meetings,
                                        const std::vector<MeetingDate>& dates);

}  // namespace salesplan::schedule

#ifndef SALESPLAN_COMPILED
#include "salesplan/schedule/meetings_inl.hpp"
#endif
