// Alert rules as facts come: which figures are to be looked at, and when.
#pragma once

#include <cstddef>
#include <set>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/plan/document.hpp"
#include "salesplan/plan/live_board.hpp"
#include "salesplan/plan/month_alerts.hpp"
#include "salesplan/plan/specification.hpp"
#include "salesplan/table/cube.hpp"

namespace salesplan::plan {

/// Goes on from alert_observations() of a plan with what a live board takes in. It sees of MonthKpi
/// what follows from sales: "sales", "attainment", "pace", "growth" and "share".
class LiveAlerts {
 public:
  /// @param spec, document of one plan, before the board takes facts in; both must outlive it
  LiveAlerts(const Specification& spec, const Document& document, const LiveBoard& board);

  /// What is to be observed after `board` has taken facts in, in the order of time: the last month
  /// that had ended before, where late facts changed its sales, on the evening that was; each month
  /// that has ended meanwhile, on the evening of its last day; the pace of the month in progress,
  /// on this evening. O(members of the owner dimension) a month.
  std::vector<MonthObservations> due(const LiveBoard& board);

 private:
  MonthObservations closed_month(const LiveBoard& board, std::size_t month,
                                 calendar::Date evening) const;
  MonthObservations pace(const LiveBoard& board, std::size_t month) const;
  bool ended(const LiveBoard& board, std::size_t month) const;
  std::vector<core::Minor> sales(const LiveBoard& board, std::size_t month) const;

  const Specification* spec_;
  const Document* document_;
  std::set<MonthKpi> watched_;
  table::Cube targets_;            // [months, members of the owner dimension]
  table::Cube last_year_;          // the same, sales twelve months before
  std::size_t closed_ = 0;         // months
  std::vector<core::Minor> seen_;  // [members] sales of the last of them, as observed
  calendar::Date evening_;         // of what was observed
};

}  // namespace salesplan::plan

#ifndef SALESPLAN_COMPILED
#include "salesplan/plan/live_alerts_inl.hpp"
#endif
