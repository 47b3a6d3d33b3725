// The nodes W1 to W4 of a month: four runs of days between which its tasks are divided.
#pragma once

#include <array>
#include <cstdint>

#include "salesplan/calendar/date.hpp"
#include "salesplan/calendar/period.hpp"
#include "salesplan/calendar/workday_calendar.hpp"
#include "salesplan/core/config.hpp"

namespace salesplan::calendar {

struct MonthNode {
  Date first;
  Date last;
  std::int64_t workdays;
};

struct MonthNodes {
  std::array<MonthNode, 4> nodes;  ///< W1..W4
  bool estimated;                  ///< as in WorkdayCount
};

/// Divides the days of a month into W1..W4: consecutive, none empty, every day in one of them.
///
/// 1. Whole weeks where they are fair: the borders between nodes are borders between weeks, chosen
///    so that the workdays are as even as possible (least sum of squares; the earliest borders
///    among equals), if every node then has between half and one and a half times a quarter of the
///    month's workdays.
/// 2. Otherwise weeks are ignored: the numbers of workdays differ by one at most.
/// 3. A month with fewer than four workdays is divided so by days instead of workdays.
///
/// Days off between two nodes belong to the week they are in.
/// @param month      a Period of grain month, Error(invalid_argument) otherwise
/// @param week_start the first day of a week
MonthNodes month_nodes(const WorkdayCalendar& calendar, Period month, Weekday week_start = monday);

}  // namespace salesplan::calendar

#ifndef SALESPLAN_COMPILED
#include "salesplan/calendar/month_nodes_inl.hpp"
#endif
