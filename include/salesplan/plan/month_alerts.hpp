// What alert rules say of a plan: which figures of the company and its owners fire.
#pragma once

#include <cstddef>
#include <set>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/monitor/alert_book.hpp"
#include "salesplan/plan/document.hpp"
#include "salesplan/plan/month_kpis.hpp"
#include "salesplan/plan/specification.hpp"

namespace salesplan::plan {

/// What the rules see of a month at a time.
struct MonthObservations {
  std::size_t month = 0;
  monitor::Instant time = 0;
  std::vector<monitor::Observation> figures;
};

/// What is seen at the end of a day.
monitor::Instant evening_of(calendar::Date date);

/// The figures that Specification::alerts watch. Error(not_found) at "alerts.rules[i].kpi" as
/// parse_month_kpi.
std::set<MonthKpi> watched_kpis(const Specification& spec);

/// The labels of a member of the owner dimension; none of the company.
monitor::Labels owner_labels(const Specification& spec, std::int32_t member);

/// What Specification::alerts see: on the evening of the last day of each closed month its figures
/// (MonthKpi), and the pace of the month in progress on the evening of the plan, each of the
/// company and of every member of the owner dimension that has a target or sales. Needs the
/// dashboard of `document` and what MonthKpis needs.
/// @throws as watched_kpis and, placed likewise, MonthKpis::need.
std::vector<MonthObservations> alert_observations(const Specification& spec,
                                                  const Document& document);

/// A book for Specification::alerts that has seen nothing. @throws as it does, placed at "alerts".
monitor::AlertBook alert_book(const Specification& spec);

/// The alerts of a book that are in another state than in `known`, which follows them.
std::vector<AlertChange> state_changes(const Specification& spec, const monitor::AlertBook& book,
                                       std::size_t month, std::vector<monitor::AlertState>& known);

/// Every change of state of a book that sees alert_observations(), by month, in the order of the
/// book. Durations of the rules count from evening to evening: a condition of a closed month that
/// must hold for 20 days is one that holds at the ends of two months.
/// @throws as alert_observations and alert_book.
std::vector<AlertChange> month_alerts(const Specification& spec, const Document& document);

}  // namespace salesplan::plan

#ifndef SALESPLAN_COMPILED
#include "salesplan/plan/month_alerts_inl.hpp"
#endif
