// Bodies of month_nodes.hpp.
#pragma once

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "salesplan/calendar/month_nodes.hpp"
#include "salesplan/core/error.hpp"

namespace salesplan::calendar {

namespace detail {

inline Date week_first(Date date, Weekday week_start) {
  return Date{date.days - (weekday(date) - week_start + 7) % 7};
}

// The indices of `days` at which W2, W3 and W4 begin.
inline std::array<std::size_t, 3> node_starts(const std::vector<Date>& days, Weekday week_start) {
  const std::size_t n = days.size();
  std::vector<std::size_t> weeks;  // indices at which a week begins
  for (std::size_t i = 1; i < n; ++i) {
    if (week_first(days[i], week_start) > days[i - 1]) weeks.push_back(i);
  }
  std::array<std::size_t, 3> best{(n + 2) / 4, (2 * n + 2) / 4, (3 * n + 2) / 4};
  std::size_t least = std::numeric_limits<std::size_t>::max();
  for (std::size_t a = 0; a < weeks.size(); ++a) {
    for (std::size_t b = a + 1; b < weeks.size(); ++b) {
      for (std::size_t c = b + 1; c < weeks.size(); ++c) {
        const std::size_t sizes[] = {weeks[a], weeks[b] - weeks[a], weeks[c] - weeks[b],
                                     n - weeks[c]};
        std::size_t squares = 0;
        bool fair = true;
        for (std::size_t size : sizes) {
          squares += size * size;
          fair = fair && 8 * size >= n && 8 * size <= 3 * n;
        }
        if (fair && squares < least) {
          least = squares;
          best = {weeks[a], weeks[b], weeks[c]};
        }
      }
    }
  }
  return best;
}

}  // namespace detail

SALESPLAN_INLINE MonthNodes month_nodes(const WorkdayCalendar& calendar, Period month,
                                        Weekday week_start) {
  if (month.grain != Grain::month) {
    throw Error(ErrorCode::invalid_argument, "month.grain",
                std::string(grain_name(month.grain)) + " given; allowed: month");
  }
  if (week_start < monday || week_start > sunday) {
    throw Error(ErrorCode::invalid_argument, "week_start",
                std::to_string(static_cast<int>(week_start)) + " is not within 0..6");
  }
  const WorkdayCount count = calendar.workdays(month);
  const Date month_last = last_date(month);
  std::vector<Date> days;
  for (Date day = first_date(month); day <= month_last; ++day.days) {
    if (count.days < 4 || calendar.is_workday(day).workday) days.push_back(day);
  }

  MonthNodes result{{}, count.estimated};
  Date first = first_date(month);
  std::size_t node = 0;
  const auto close = [&](Date last) {
    result.nodes[node++] = {first, last, calendar.workdays(first, last).days};
    first = Date{last.days + 1};
  };
  for (std::size_t start : detail::node_starts(days, week_start)) {
    // Days off before the node's first workday are its own if they are in the same week.
    const Date next =
        std::max(Date{days[start - 1].days + 1}, detail::week_first(days[start], week_start));
    close(Date{next.days - 1});
  }
  close(month_last);
  return result;
}

}  // namespace salesplan::calendar
