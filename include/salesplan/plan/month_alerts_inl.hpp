// Bodies of month_alerts.hpp.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "salesplan/monitor/alert_book.hpp"
#include "salesplan/plan/month_alerts.hpp"

namespace salesplan::plan {
namespace detail {

/// What is known at the end of closed month `m`, by KPI and member of the owner dimension.
inline std::vector<monitor::Observation> month_figures(const Specification& spec,
                                                       const Document& document, std::size_t m) {
  const table::Dimension& owners = spec.dimensions[spec.owner];
  const auto reviewed = std::find_if(document.reviews.begin(), document.reviews.end(),
                                     [&](const MonthReview& review) { return review.month == m; });
  const auto by = static_cast<std::size_t>(
      std::find(spec.review_by.begin(), spec.review_by.end(), spec.owner) - spec.review_by.begin());
  const review::Bridge* bridge =
      reviewed == document.reviews.end()
          ? nullptr
          : (by < spec.review_by.size() ? &reviewed->by[by].bridge : &reviewed->company.bridge);
  std::vector<monitor::Observation> seen;
  for (std::size_t node = 0; node < owners.size(); ++node) {
    const review::Attainment& row = document.attainment[spec.owner].rows[m * owners.size() + node];
    if (row.target == 0 && row.actual == 0) continue;
    monitor::Labels labels;
    if (node > 0) labels[owners.name()] = owners.key(static_cast<std::int32_t>(node));
    const auto actual = static_cast<double>(row.actual);
    seen.push_back({"sales", labels, actual});
    if (row.target != 0) seen.push_back({"attainment", labels, row.rate()});
    if (bridge != nullptr && node < bridge->base.size() && bridge->base[node] > 0) {
      seen.push_back({"growth", labels, actual / static_cast<double>(bridge->base[node]) - 1});
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
  try {
    monitor::AlertBook book(spec.alerts, {owners});
    std::vector<monitor::AlertState> known;
    for (std::size_t m = 0; m < document.closed; ++m) {
      const calendar::Date last = calendar::last_date(document.months[m]);
      book.at((monitor::Instant{last.days} + 1) * day - 1,
              detail::month_figures(spec, document, m));
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
