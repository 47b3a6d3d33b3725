// What alert rules say of the closed months: which figures of the company and its owners fire.
#pragma once

#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/plan/document.hpp"
#include "salesplan/plan/specification.hpp"

namespace salesplan::plan {

/// Every change of state under Specification::alerts, by month, in the order of the alert book. The
/// rules see a MonthKpi each, on the evening of the last day of each closed month, of the company
/// and of every member of the owner dimension that has a target or sales.
/// Durations of the rules count from evening to evening: a condition that must hold for 20 days is
/// one that holds at the ends of two months. Needs what MonthKpis needs of `document`.
/// @throws as monitor::AlertBook, parse_month_kpi and MonthKpis::need, placed at "alerts".
std::vector<AlertChange> month_alerts(const Specification& spec, const Document& document);

}  // namespace salesplan::plan

#ifndef SALESPLAN_COMPILED
#include "salesplan/plan/month_alerts_inl.hpp"
#endif
