// What call frequencies ask for: windows of days, and the visits that each must hold.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "salesplan/core/error.hpp"
#include "salesplan/schedule/visit_problem.hpp"

namespace salesplan::schedule::detail {

struct VisitWindow {
  calendar::Date first;  // within the plan
  calendar::Date last;
  int visits = 0;
};

/// Days between visits that are evenly spaced.
inline double even_interval(const CallFrequency& frequency) {
  const double days = frequency.grain == calendar::Grain::week ? 7.0 : 365.25 / 12;
  return days * frequency.every / std::max(1, frequency.visits);
}

inline int least_gap(const VisitCustomer& customer) {
  if (customer.least_gap_days >= 0) return std::max(1, customer.least_gap_days);
  return std::max(1, static_cast<int>(even_interval(customer.frequency) / 2));
}

/// The windows of one customer from `first` to `last`.
inline std::vector<VisitWindow> visit_windows(const CallFrequency& frequency,
                                              const calendar::WorkdayCalendar& workdays,
                                              calendar::Date first, calendar::Date last) {
  std::vector<VisitWindow> windows;
  if (frequency.visits == 0) return windows;
  calendar::Period period = calendar::period_of(first, frequency.grain);
  while (calendar::first_date(period) <= last) {
    const calendar::Date whole_first = calendar::first_date(period);
    const calendar::Date whole_last =
        calendar::last_date(calendar::shift(period, frequency.every - 1));
    const VisitWindow window{std::max(first, whole_first), std::min(last, whole_last), 0};
    const auto whole = static_cast<double>(workdays.workdays(whole_first, whole_last).days);
    const auto within = static_cast<double>(workdays.workdays(window.first, window.last).days);
    windows.push_back(window);
    // Where holidays fill the window, its visits are asked for all the same, and reported.
    const double share = whole > 0 ? within / whole : 1;
    windows.back().visits = static_cast<int>(std::ceil(frequency.visits * share - 0.5));
    period = calendar::shift(period, frequency.every);
  }
  return windows;
}

}  // namespace salesplan::schedule::detail
