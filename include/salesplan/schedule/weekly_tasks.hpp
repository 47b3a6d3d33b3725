// Weekly tasks: a month's target and its standing work, spread over the nodes
// W1 to W4.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "salesplan/calendar/month_nodes.hpp"
#include "salesplan/core/config.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::schedule {

/// A task that returns every month in the same node.
struct TaskTemplate {
  int node = 1;  ///< 1..4 for W1..W4
  std::string key;
  std::string en;
  std::string zh;
  std::string role;                ///< who does it; empty: the owner of the target
  std::vector<std::string> after;  ///< keys of tasks, none of a later node, that are done first
};

/// The month of a sales team: W1 confirm targets, visit plan, sales material;
/// W2 concentrated visits, needs, customer files; W3 follow up, objections,
/// closing; W4 summary, purchase intent, next month.
std::vector<TaskTemplate> monthly_template();

/// One node of a month: its first and last workday and the part of the target
/// it is to bring.
struct WeekPlan {
  int node = 1;
  calendar::Date start;  ///< first workday; the node's first day where it has no workday
  calendar::Date due;    ///< last workday; the node's last day where it has none
  std::int64_t workdays = 0;
  core::Minor target = 0;
  double share = 0;          ///< of the month's target, before it is rounded to the unit
  double workday_share = 0;  ///< of the month's workdays
  std::string moved_by;      ///< the month's holidays where by weekends alone the
                             ///< node would start or end on another day; else empty
};

/// The four nodes of `month` with `target` spread over them, exact to the unit:
/// by the worth of their days, as in the learned within-month profile
/// (forecast::daily_factors), or by workdays.
/// @param worth [days of the month], >= 0; empty: by workdays
/// Error as calendar::month_nodes and allocation::spread, and naming
/// "worth[i]".
std::array<WeekPlan, 4> week_plans(const calendar::WorkdayCalendar& workdays,
                                   calendar::Period month, core::Minor target,
                                   core::View<const double> worth = {},
                                   calendar::Language language = calendar::Language::en);

}  // namespace salesplan::schedule

#ifndef SALESPLAN_COMPILED
#include "salesplan/schedule/weekly_tasks_inl.hpp"
#endif
