// Bodies of board.hpp.
#pragma once

#include <algorithm>
#include <utility>

#include "salesplan/monitor/landing.hpp"
#include "salesplan/monitor/pace.hpp"
#include "salesplan/plan/board.hpp"

namespace salesplan::plan {
namespace detail {

/// Every leaf of dimension `d` with its target and actual in month `m`, and what has neither left
/// out.
inline monitor::BoardGroup units(const Specification& spec, const table::Cube& target,
                                 const table::Cube& actual, std::size_t d, std::size_t m) {
  const table::Dimension& dimension = spec.dimensions[d];
  monitor::BoardGroup group{dimension.name(), {}};
  const std::size_t leaves = dimension.leaf_count();
  for (std::size_t leaf = 0; leaf < leaves; ++leaf) {
    const std::int32_t member = dimension.leaf(leaf);
    const core::Minor wanted = target[m * leaves + leaf];
    const core::Minor reached = actual[m * leaves + leaf];
    if (wanted == 0 && reached == 0) continue;
    group.units.push_back({dimension.key(member), dimension.label(member), wanted, reached});
  }
  return group;
}

/// The landing of the open month, learned from the days before it; false where they are too few, or
/// where sales are booked on fewer days than every other workday.
inline bool land(const Specification& spec, const History& history, monitor::BoardMonth& month) {
  const calendar::Date first = calendar::first_date(history.first);
  const calendar::Date end = calendar::first_date(month.month) - 1;
  if (end < first) return false;
  const std::vector<core::Minor> daily = daily_revenue(spec, first, end);
  const std::vector<double> past(daily.begin(), daily.end());
  const auto sold_on =
      past.size() - static_cast<std::size_t>(std::count(past.begin(), past.end(), 0.0));
  const monitor::LandingModel model = monitor::learn_landing(spec.workdays, first, past);
  if (core::is_missing(model.spread) ||
      2 * static_cast<std::int64_t>(sold_on) < spec.workdays.workdays(first, end).days) {
    return false;
  }
  const monitor::Landing at = monitor::landing(model, spec.workdays, month.month, history.as_of,
                                               month.actual, month.target);
  month.landing = at.mean;
  month.landing_lower = at.lower;
  month.landing_upper = at.upper;
  month.probability = at.probability;
  return true;
}

}  // namespace detail

SALESPLAN_INLINE monitor::Dashboard board(const Specification& spec, const History& history,
                                          const Document& document) {
  const calendar::Date first = calendar::first_date(document.months.front());
  const std::vector<core::Minor> daily =
      daily_revenue(spec, first, calendar::last_date(document.months.back()));
  const table::Cube target = table::marginal(document.revenue, {0});
  const table::Cube actual = table::marginal(document.actual, {0});
  std::vector<std::pair<table::Cube, table::Cube>> by_dimension;
  for (std::size_t d = 0; d < spec.dimensions.size(); ++d) {
    by_dimension.emplace_back(table::marginal(document.revenue, {0, d + 1}),
                              table::marginal(document.actual, {0, d + 1}));
  }

  monitor::Dashboard dashboard;
  for (std::size_t m = 0; m < document.months.size(); ++m) {
    monitor::BoardMonth month;
    month.month = document.months[m];
    month.target = target[m];
    month.forecast =
        document.forecast.panel.mean[document.forecast.series * document.months.size() + m];
    const calendar::Date begin = calendar::first_date(month.month);
    const calendar::Date end = calendar::last_date(month.month);
    const std::int64_t workdays = spec.workdays.workdays(begin, end).days;
    if (begin <= history.as_of) {
      month.status =
          end <= history.as_of ? monitor::MonthStatus::closed : monitor::MonthStatus::open;
      month.actual = actual[m];
      if (workdays > 0) {
        const calendar::Date now = end <= history.as_of ? end : history.as_of;
        const monitor::Pace pace = monitor::pace(month.target, month.actual,
                                                 spec.workdays.workdays(begin, now).days, workdays);
        if (month.status == monitor::MonthStatus::closed || !detail::land(spec, history, month)) {
          month.landing = pace.landing;
        }
        month.expected_by_now = pace.expected_share * static_cast<double>(month.target);
      }
    }
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
      if (day <= history.as_of) {
        sold = core::add(sold, daily[static_cast<std::size_t>(day - first)], "revenue");
        row.actual_cumulative = sold;
      }
      month.days.push_back(row);
    }
    for (std::size_t d : spec.boards) {
      month.boards.push_back(
          detail::units(spec, by_dimension[d].first, by_dimension[d].second, d, m));
    }
    for (std::size_t d : spec.mixes) {
      month.mixes.push_back(
          detail::units(spec, by_dimension[d].first, by_dimension[d].second, d, m));
    }
    dashboard.months.push_back(std::move(month));
  }
  return dashboard;
}

}  // namespace salesplan::plan
