// Bodies of month_alerts.hpp.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/plan/month_alerts.hpp"
#include "salesplan/table/cube.hpp"

namespace salesplan::plan {
namespace detail {

/// The pace of the month in progress, of the owners.
inline MonthObservations pace_observations(const Specification& spec, const Document& document,
                                           std::size_t m) {
  const monitor::BoardMonth& month = document.dashboard.months[m];
  const table::Dimension& owners = spec.dimensions[spec.owner];
  const auto by_owner = [&](const table::Cube& cube) {
    return table::roll_up(table::marginal(cube, {0, spec.owner + 1}), 1, owners);
  };
  const table::Cube target = by_owner(document.revenue), actual = by_owner(document.actual);
  const double share = month.expected_by_now / static_cast<double>(month.target);
  calendar::Date evening = calendar::first_date(month.month);
  for (const monitor::BoardDay& day : month.days) {
    if (!core::is_missing(day.actual_cumulative)) evening = day.date;
  }
  MonthObservations seen{m, evening_of(evening), {}};
  for (std::size_t node = 0; node < owners.size(); ++node) {
    const std::size_t at = m * owners.size() + node;
    if (!(static_cast<double>(target[at]) * share > 0)) continue;
    seen.figures.push_back(
        {month_kpi_name(MonthKpi::pace), owner_labels(spec, static_cast<std::int32_t>(node)),
         static_cast<double>(actual[at]) / (static_cast<double>(target[at]) * share)});
  }
  return seen;
}

}  // namespace detail

SALESPLAN_INLINE monitor::Instant evening_of(calendar::Date date) {
  return (monitor::Instant{date.days} + 1) * 86400 - 1;
}

SALESPLAN_INLINE std::set<MonthKpi> watched_kpis(const Specification& spec) {
  std::set<MonthKpi> watched;
  for (std::size_t r = 0; r < spec.alerts.size(); ++r) {
    watched.insert(parse_month_kpi(
        spec.alerts[r].kpi, core::at("alerts.rules", static_cast<std::int64_t>(r)) + ".kpi"));
  }
  return watched;
}

SALESPLAN_INLINE monitor::Labels owner_labels(const Specification& spec, std::int32_t member) {
  const table::Dimension& owners = spec.dimensions[spec.owner];
  if (member == table::Dimension::root) return {};
  return {{owners.name(), owners.key(member)}};
}

SALESPLAN_INLINE std::vector<MonthObservations> alert_observations(const Specification& spec,
                                                                   const Document& document) {
  const std::set<MonthKpi> watched = watched_kpis(spec);
  const MonthKpis kpis(spec, document);
  for (std::size_t r = 0; r < spec.alerts.size(); ++r) {
    const std::string place = core::at("alerts.rules", static_cast<std::int64_t>(r)) + ".kpi";
    kpis.need(parse_month_kpi(spec.alerts[r].kpi, place), place);
  }
  const std::size_t owners = spec.dimensions[spec.owner].size();
  std::vector<MonthObservations> all;
  for (std::size_t m = 0; m < document.closed; ++m) {
    MonthObservations seen{m, evening_of(calendar::last_date(document.months[m])), {}};
    for (std::size_t node = 0; node < owners; ++node) {
      const review::Attainment& row = document.attainment[spec.owner].rows[m * owners + node];
      if (row.target == 0 && row.actual == 0) continue;
      const auto member = static_cast<std::int32_t>(node);
      for (const MonthKpi kpi : watched) {
        const double value = kpis.of(kpi, m, member);
        if (core::is_missing(value)) continue;
        seen.figures.push_back({month_kpi_name(kpi), owner_labels(spec, member), value});
      }
    }
    all.push_back(std::move(seen));
  }
  const bool in_progress =
      document.closed < document.months.size() &&
      document.dashboard.months[document.closed].status == monitor::MonthStatus::open;
  if (in_progress && watched.count(MonthKpi::pace) > 0) {
    all.push_back(detail::pace_observations(spec, document, document.closed));
  }
  return all;
}

SALESPLAN_INLINE monitor::AlertBook alert_book(const Specification& spec) {
  try {
    return monitor::AlertBook(spec.alerts, {spec.dimensions[spec.owner]});
  } catch (const Error& error) {
    throw error.moved_to("alerts." + error.place());
  }
}

SALESPLAN_INLINE std::vector<AlertChange> state_changes(const Specification& spec,
                                                        const monitor::AlertBook& book,
                                                        std::size_t month,
                                                        std::vector<monitor::AlertState>& known) {
  const table::Dimension& owners = spec.dimensions[spec.owner];
  std::vector<AlertChange> changes;
  known.resize(book.alerts().size(), monitor::AlertState::normal);
  for (std::size_t a = 0; a < known.size(); ++a) {
    const monitor::Alert& alert = book.alerts()[a];
    if (alert.state == known[a]) continue;
    known[a] = alert.state;
    const std::int32_t member =
        alert.labels.empty() ? table::Dimension::root : owners.find(alert.labels.begin()->second);
    if (member < 0) continue;  // one that a kept book knows, and the plan no longer
    changes.push_back({month, alert.rule, member, alert.state, alert.value});
  }
  return changes;
}

SALESPLAN_INLINE std::vector<AlertChange> month_alerts(const Specification& spec,
                                                       const Document& document) {
  std::vector<AlertChange> all;
  if (spec.alerts.empty()) return all;
  monitor::AlertBook book = alert_book(spec);
  std::vector<monitor::AlertState> known;
  for (const MonthObservations& seen : alert_observations(spec, document)) {
    book.at(seen.time, seen.figures);
    const std::vector<AlertChange> changes = state_changes(spec, book, seen.month, known);
    all.insert(all.end(), changes.begin(), changes.end());
  }
  return all;
}

}  // namespace salesplan::plan
