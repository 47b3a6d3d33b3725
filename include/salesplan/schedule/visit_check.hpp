// What a visit problem must be before it is planned.
#pragma once

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "salesplan/core/error.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/schedule/visit_windows.hpp"

namespace salesplan::schedule::detail {

/// Error(invalid_argument) naming `place` unless low <= value <= high.
inline void need_within(double value, double low, double high, const std::string& place) {
  if (value >= low && value <= high) return;
  throw Error(
      ErrorCode::invalid_argument, place,
      core::to_text(value) + " is not in " + core::to_text(low) + ".." + core::to_text(high));
}

inline void check_options(const VisitOptions& options) {
  constexpr double most = 1e6;
  need_within(options.hop_minutes, 0, most, "options.hop_minutes");
  need_within(options.trip_minutes, 0, most, "options.trip_minutes");
  need_within(options.speed_kmh, 1, most, "options.speed_kmh");
  need_within(options.detour, 1, 100, "options.detour");
  need_within(options.evenness, 0, most, "options.evenness");
  need_within(options.spacing, 0, most, "options.spacing");
  need_within(options.off_weekday, 0, most, "options.off_weekday");
  need_within(options.moved, 0, most, "options.moved");
  need_within(static_cast<double>(options.effort), 0, 1e4, "options.effort");
  need_within(options.threads, 0, 1024, "options.threads");
}

inline void check_place(double x, double y, const std::string& place) {
  if (core::is_missing(x) != core::is_missing(y)) {
    throw Error(ErrorCode::invalid_argument, place + (core::is_missing(x) ? ".x" : ".y"),
                "is missing where the other coordinate is given");
  }
  if (core::is_missing(x)) return;
  need_within(x, -180, 180, place + ".x");
  need_within(y, -90, 90, place + ".y");
}

inline void check_customer(const VisitCustomer& customer, calendar::Date first,
                           const std::string& place) {
  need_within(customer.frequency.visits, 0, 31, place + ".visits");
  need_within(customer.frequency.every, 1, 53, place + ".every");
  if (customer.frequency.grain != calendar::Grain::week &&
      customer.frequency.grain != calendar::Grain::month) {
    throw Error(ErrorCode::invalid_argument, place + ".grain",
                std::string(calendar::grain_name(customer.frequency.grain)) +
                    " given; allowed: week, month");
  }
  if (!(customer.minutes > 0 && customer.minutes <= 1440)) {
    throw Error(ErrorCode::invalid_argument, place + ".minutes",
                core::to_text(customer.minutes) + " is not above 0 and at most 1440");
  }
  need_within(customer.least_gap_days, -1, 366, place + ".least_gap_days");
  if (customer.preferred.bits > 127) {
    throw Error(ErrorCode::invalid_argument, place + ".preferred", "is no set of weekdays");
  }
  check_place(customer.x, customer.y, place);
  if (customer.last_visit != calendar::no_date) {
    calendar::check_date(customer.last_visit, place + ".last_visit");
    if (customer.last_visit >= first) {
      throw Error(ErrorCode::invalid_argument, place + ".last_visit",
                  calendar::date_text(customer.last_visit) + " is not before the plan");
    }
  }
}

/// A frequency that no week, or no month, of the plan can hold, is refused.
inline void check_frequency(const VisitCustomer& customer,
                            const calendar::WorkdayCalendar& workdays, calendar::Date first,
                            calendar::Date last, const std::string& place) {
  const CallFrequency& frequency = customer.frequency;
  if (frequency.visits == 0) return;
  std::int64_t most_workdays = 0, most_days = 0;
  for (calendar::Period period = calendar::period_of(first, frequency.grain);
       calendar::first_date(period) <= last; period = calendar::next(period)) {
    const calendar::Date end = calendar::last_date(calendar::shift(period, frequency.every - 1));
    most_workdays =
        std::max(most_workdays, workdays.workdays(calendar::first_date(period), end).days);
    most_days = std::max(most_days, end - calendar::first_date(period) + 1);
  }
  const std::string window = std::to_string(frequency.every) + " " +
                             calendar::grain_name(frequency.grain) +
                             (frequency.every > 1 ? "s" : "");
  if (frequency.visits > 1 && frequency.visits > most_workdays) {
    throw Error(ErrorCode::infeasible, place + ".visits",
                std::to_string(frequency.visits) + " visits in " + window + " that have at most " +
                    std::to_string(most_workdays) + " workdays");
  }
  const int gap = least_gap(customer);
  if (std::int64_t{frequency.visits - 1} * gap >= most_days) {
    throw Error(ErrorCode::infeasible, place + ".least_gap_days",
                std::to_string(frequency.visits) + " visits " + std::to_string(gap) +
                    " days apart do not fit into " + window);
  }
}

/// Absences by date, checked.
inline std::vector<calendar::DaySpan> sorted_absences(const VisitProblem& problem,
                                                      const std::string& place) {
  std::vector<std::pair<calendar::DaySpan, std::int64_t>> sorted;
  for (std::size_t a = 0; a < problem.absences.size(); ++a) {
    const auto i = static_cast<std::int64_t>(a);
    const std::string at = core::at(place + ".absences", i);
    calendar::check_date(problem.absences[a].first, at + ".first");
    calendar::check_date(problem.absences[a].last, at + ".last");
    if (problem.absences[a].last < problem.absences[a].first) {
      throw Error(ErrorCode::invalid_argument, at + ".last",
                  calendar::date_text(problem.absences[a].last) + " is before " +
                      calendar::date_text(problem.absences[a].first));
    }
    sorted.push_back({problem.absences[a], i});
  }
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    return a.first.first != b.first.first ? a.first.first < b.first.first : a.second < b.second;
  });
  std::vector<calendar::DaySpan> absences;
  for (std::size_t a = 0; a < sorted.size(); ++a) {
    if (a > 0 && sorted[a].first.first <= sorted[a - 1].first.last) {
      throw Error(ErrorCode::invalid_argument,
                  core::at(place + ".absences", sorted[a].second) + ".first",
                  calendar::date_text(sorted[a].first.first) + " overlaps absences[" +
                      std::to_string(sorted[a - 1].second) + "], which lasts until " +
                      calendar::date_text(sorted[a - 1].first.last));
    }
    absences.push_back(sorted[a].first);
  }
  return absences;
}

inline void check_visits(const std::vector<Visit>& visits, std::size_t customers,
                         const std::string& place) {
  std::set<std::pair<std::size_t, std::int32_t>> seen;
  for (std::size_t v = 0; v < visits.size(); ++v) {
    const std::string at = core::at(place, static_cast<std::int64_t>(v));
    if (visits[v].customer >= customers) {
      throw Error(
          ErrorCode::invalid_argument, at + ".customer",
          std::to_string(visits[v].customer) + " is not below " + std::to_string(customers));
    }
    calendar::check_date(visits[v].date, at + ".date");
    if (!seen.emplace(visits[v].customer, visits[v].date.days).second) {
      throw Error(ErrorCode::duplicate, at, "is given twice");
    }
  }
}

}  // namespace salesplan::schedule::detail
