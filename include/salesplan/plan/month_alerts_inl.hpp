// Bodies of month_alerts.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>

#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/monitor/alert_book.hpp"
#include "salesplan/plan/month_alerts.hpp"
#include "salesplan/plan/month_kpis.hpp"

namespace salesplan::plan {
namespace detail {

/// What is known at the end of closed month `m` of what the rules watch, by KPI and member of the
/// owner dimension.
inline std::vector<monitor::Observation> month_figures(const Specification& spec,
                                                       const Document& document,
                                                       const MonthKpis& kpis, std::size_t m) {
  const table::Dimension& owners = spec.dimensions[spec.owner];
  std::set<MonthKpi> watched;
  for (const monitor::AlertRule& rule : spec.alerts) {
    watched.insert(parse_month_kpi(rule.kpi, "rules"));
  }
  std::vector<monitor::Observation> seen;
  for (std::size_t node = 0; node < owners.size(); ++node) {
    const review::Attainment& row = document.attainment[spec.owner].rows[m * owners.size() + node];
    if (row.target == 0 && row.actual == 0) continue;
    const auto member = static_cast<std::int32_t>(node);
    monitor::Labels labels;
    if (member != table::Dimension::root) labels[owners.name()] = owners.key(member);
    for (const MonthKpi kpi : watched) {
      const double value = kpis.of(kpi, m, member);
      if (!core::is_missing(value)) seen.push_back({month_kpi_name(kpi), labels, value});
    }
  }
  return seen;
}

}  // namespace detail

SALESPLAN_INLINE std::vector<AlertChange> month_alerts(const Specification& spec,
                                                       const Document& document) {
  std::vector<AlertChange> changes;
  if (spec.alerts.empty()) return changes;
  constexpr monitor::Instant day = 86400;
  const table::Dimension& owners = spec.dimensions[spec.owner];
  const MonthKpis kpis(spec, document);
  try {
    for (std::size_t r = 0; r < spec.alerts.size(); ++r) {
      const std::string place = core::at("rules", static_cast<std::int64_t>(r)) + ".kpi";
      kpis.need(parse_month_kpi(spec.alerts[r].kpi, place), place);
    }
    monitor::AlertBook book(spec.alerts, {owners});
    std::vector<monitor::AlertState> known;
    for (std::size_t m = 0; m < document.closed; ++m) {
      const calendar::Date last = calendar::last_date(document.months[m]);
      book.at((monitor::Instant{last.days} + 1) * day - 1,
              detail::month_figures(spec, document, kpis, m));
      known.resize(book.alerts().size(), monitor::AlertState::normal);
      for (std::size_t a = 0; a < known.size(); ++a) {
        const monitor::Alert& alert = book.alerts()[a];
        if (alert.state == known[a]) continue;
        known[a] = alert.state;
        const std::int32_t member = alert.labels.empty()
                                        ? table::Dimension::root
                                        : owners.at(alert.labels.begin()->second, "alerts");
        changes.push_back({m, alert.rule, member, alert.state, alert.value});
      }
    }
  } catch (const Error& error) {
    throw error.moved_to("alerts." + error.place());
  }
  return changes;
}

}  // namespace salesplan::plan
