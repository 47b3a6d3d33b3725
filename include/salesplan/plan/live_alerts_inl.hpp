// Bodies of live_alerts.hpp.
#pragma once

#include <utility>

#include "salesplan/core/missing.hpp"
#include "salesplan/plan/live_alerts.hpp"

namespace salesplan::plan {

SALESPLAN_INLINE LiveAlerts::LiveAlerts(const Specification& spec, const Document& document,
                                        const LiveBoard& board)
    : spec_(&spec),
      document_(&document),
      watched_(watched_kpis(spec)),
      closed_(document.closed),
      evening_(board.evening()) {
  const table::Dimension& owners = spec.dimensions[spec.owner];
  const auto by_owner = [&](const table::Cube& cube) {
    return table::roll_up(table::marginal(cube, {0, spec.owner + 1}), 1, owners);
  };
  targets_ = by_owner(document.revenue);
  last_year_ = by_owner(document.sales.revenue);
  if (closed_ > 0) seen_ = sales(board, closed_ - 1);
}

SALESPLAN_INLINE bool LiveAlerts::ended(const LiveBoard& board, std::size_t month) const {
  return calendar::last_date(document_->months[month]) <= board.evening();
}

SALESPLAN_INLINE std::vector<core::Minor> LiveAlerts::sales(const LiveBoard& board,
                                                            std::size_t month) const {
  std::vector<core::Minor> all;
  const std::size_t members = spec_->dimensions[spec_->owner].size();
  for (std::size_t node = 0; node < members; ++node) {
    all.push_back(board.actual(month, spec_->owner, static_cast<std::int32_t>(node)));
  }
  return all;
}

SALESPLAN_INLINE std::vector<MonthObservations> LiveAlerts::due(const LiveBoard& board) {
  std::vector<MonthObservations> all;
  if (watched_.empty()) return all;
  if (closed_ > 0) {
    std::vector<core::Minor> now = sales(board, closed_ - 1);
    if (now != seen_) all.push_back(closed_month(board, closed_ - 1, evening_));
    seen_ = std::move(now);
  }
  evening_ = board.evening();
  for (; closed_ < document_->months.size() && ended(board, closed_); ++closed_) {
    all.push_back(closed_month(board, closed_, calendar::last_date(document_->months[closed_])));
    seen_ = sales(board, closed_);
  }
  if (closed_ < document_->months.size() && watched_.count(MonthKpi::pace) > 0 &&
      calendar::first_date(document_->months[closed_]) <= board.evening()) {
    all.push_back(pace(board, closed_));
  }
  return all;
}

SALESPLAN_INLINE MonthObservations LiveAlerts::closed_month(const LiveBoard& board,
                                                            std::size_t month,
                                                            calendar::Date evening) const {
  MonthObservations seen{month, evening_of(evening), {}};
  const bool its_last = evening == calendar::last_date(document_->months[month]);
  const std::vector<core::Minor> sold = sales(board, month);
  for (std::size_t node = 0; node < sold.size(); ++node) {
    const std::size_t at = month * sold.size() + node;
    if (targets_[at] == 0 && sold[node] == 0) continue;
    const auto over = [&](core::Minor base) {
      return base > 0 ? static_cast<double>(sold[node]) / static_cast<double>(base)
                      : core::missing_number;
    };
    const monitor::Labels labels = owner_labels(*spec_, static_cast<std::int32_t>(node));
    for (const MonthKpi kpi : watched_) {
      double value = core::missing_number;
      if (kpi == MonthKpi::sales) value = static_cast<double>(sold[node]);
      if (kpi == MonthKpi::attainment) value = over(targets_[at]);
      if (kpi == MonthKpi::pace && its_last) value = over(targets_[at]);  // else the next month's
      if (kpi == MonthKpi::share) value = over(sold[0]);
      if (kpi == MonthKpi::growth && month >= document_->sales.unknown) {
        value = over(last_year_[at]) - 1;
      }
      if (!core::is_missing(value)) seen.figures.push_back({month_kpi_name(kpi), labels, value});
    }
  }
  return seen;
}

SALESPLAN_INLINE MonthObservations LiveAlerts::pace(const LiveBoard& board,
                                                    std::size_t month) const {
  const monitor::BoardMonth& shown = document_->dashboard.months[month];
  const double share = shown.expected_by_now / static_cast<double>(shown.target);
  MonthObservations seen{month, evening_of(board.evening()), {}};
  const std::vector<core::Minor> sold = sales(board, month);
  for (std::size_t node = 0; node < sold.size(); ++node) {
    const double expected = static_cast<double>(targets_[month * sold.size() + node]) * share;
    if (!(expected > 0)) continue;
    seen.figures.push_back({month_kpi_name(MonthKpi::pace),
                            owner_labels(*spec_, static_cast<std::int32_t>(node)),
                            static_cast<double>(sold[node]) / expected});
  }
  return seen;
}

}  // namespace salesplan::plan
