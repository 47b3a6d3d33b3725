// What alert rules say of the closed months: which figures of the company and its owners fire.
#pragma once

#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/plan/document.hpp"
#include "salesplan/plan/specification.hpp"

namespace salesplan::plan {

/// Every change of state under Specification::alerts, by month, in the order of the alert book. The
/// rules see, on the evening of the last day of each closed month, of the company and of every
/// member of the owner dimension:
///   "sales"       actual revenue, minor units
///   "attainment"  of the month's target; none without a target
///   "growth"      on the same month of last year; none without sales in it, and only of members
///                 that the month's review takes apart
/// Durations of the rules count from evening to evening: a condition that must hold for 20 days is
/// one that holds at the ends of two months. Needs the attainment and the reviews of `document`.
/// @throws as monitor::AlertBook, placed at "alerts".
std::vector<AlertChange> month_alerts(const Specification& spec, const Document& document);

}  // namespace salesplan::plan

#ifndef SALESPLAN_COMPILED
#include "salesplan/plan/month_alerts_inl.hpp"
#endif
