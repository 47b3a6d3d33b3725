// What a board says of a month by an evening, whether facts come at once or one by one.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "salesplan/core/missing.hpp"
#include "salesplan/monitor/dashboard.hpp"
#include "salesplan/monitor/landing.hpp"
#include "salesplan/monitor/pace.hpp"
#include "salesplan/plan/specification.hpp"

namespace salesplan::plan {

/// How months come in, learned from the days before one, `past` from `first` on; nothing where they
/// are too few, or where sales are booked on fewer days than every other workday.
inline std::optional<monitor::LandingModel> landing_model(const Specification& spec,
                                                          calendar::Date first,
                                                          const std::vector<double>& past) {
  if (past.empty()) return {};
  const calendar::Date end = first + static_cast<std::int64_t>(past.size()) - 1;
  const auto sold_on =
      past.size() - static_cast<std::size_t>(std::count(past.begin(), past.end(), 0.0));
  monitor::LandingModel model = monitor::learn_landing(spec.workdays, first, past);
  if (core::is_missing(model.spread) ||
      2 * static_cast<std::int64_t>(sold_on) < spec.workdays.workdays(first, end).days) {
    return {};
  }
  return model;
}

/// What is known of a month by an evening: status, sales, pace and landing.
/// @param sold  in the month
/// @param model tells how the month in progress comes in; asked in that case only
template <class Model>
void stand(const Specification& spec, calendar::Date evening, core::Minor sold, Model&& model,
           monitor::BoardMonth& month) {
  const calendar::Date begin = calendar::first_date(month.month);
  const calendar::Date end = calendar::last_date(month.month);
  if (begin > evening) return;
  month.status = end <= evening ? monitor::MonthStatus::closed : monitor::MonthStatus::open;
  month.actual = sold;
  const std::int64_t workdays = spec.workdays.workdays(begin, end).days;
  if (workdays == 0) return;
  const calendar::Date now = std::min(end, evening);
  const monitor::Pace pace =
      monitor::pace(month.target, month.actual, spec.workdays.workdays(begin, now).days, workdays);
  month.expected_by_now = pace.expected_share * static_cast<double>(month.target);
  month.landing = pace.landing;
  if (month.status == monitor::MonthStatus::closed) return;
  const std::optional<monitor::LandingModel>& learned = model();
  if (!learned) return;
  const monitor::Landing at =
      monitor::landing(*learned, spec.workdays, month.month, evening, month.actual, month.target);
  month.landing = at.mean;
  month.landing_lower = at.lower;
  month.landing_upper = at.upper;
  month.probability = at.probability;
}

/// The days of a month by an evening; `daily` sales from `first` on.
inline std::vector<monitor::BoardDay> board_days(const Specification& spec,
                                                 const monitor::BoardMonth& month,
                                                 calendar::Date evening, calendar::Date first,
                                                 const std::vector<core::Minor>& daily) {
  const calendar::Date begin = calendar::first_date(month.month);
  const calendar::Date end = calendar::last_date(month.month);
  const std::int64_t workdays = spec.workdays.workdays(begin, end).days;
  std::vector<monitor::BoardDay> days;
  core::Minor sold = 0;
  std::int64_t passed = 0;
  for (calendar::Date day = begin; day <= end; day = day + 1) {
    monitor::BoardDay row;
    row.date = day;
    row.workday = spec.workdays.is_workday(day).workday;
    passed += row.workday ? 1 : 0;
    row.pace_cumulative = workdays > 0
                              ? static_cast<double>(month.target) * static_cast<double>(passed) /
                                    static_cast<double>(workdays)
                              : core::missing_number;
    if (day <= evening) {
      sold = core::add(sold, daily[static_cast<std::size_t>(day - first)], "revenue");
      row.actual_cumulative = sold;
    }
    days.push_back(row);
  }
  return days;
}

}  // namespace salesplan::plan
