// When a rep does the tasks of a month: after what, on which workdays, and what
// slipped before.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/schedule/weekly_tasks.hpp"

namespace salesplan::schedule {

struct DatedTask {
  std::size_t task = 0;  ///< index into the tasks
  int node = 1;          ///< in which it is due
  calendar::Date start;
  calendar::Date due;
  bool carried = false;  ///< it slipped last month
};

/// The tasks of a month with their dates: what was carried over first, then the
/// others, both in the order of `tasks`.
///
/// A task has the workdays of its node. One with d tasks of its node before it
/// and h after it, by its longest chains, has part d + 1 of d + h + 1 even
/// parts of them: nothing starts before what it waits for is due, or on that
/// day where the node has fewer workdays than parts. What slipped last month
/// comes back in W1, in the order in which it waits.
/// @param slipped keys of tasks that last month left undone
/// @throws Error(invalid_argument, duplicate, not_found) naming
/// "tasks[i].field" or "slipped[i]",
///         for a task that waits for an unknown or later one, say;
///         Error(infeasible) for tasks that wait for each other. O(tasks ·
///         links).
std::vector<DatedTask> dated_tasks(const calendar::WorkdayCalendar& workdays,
                                   const std::array<WeekPlan, 4>& weeks,
                                   core::View<const TaskTemplate> tasks,
                                   core::View<const std::string> slipped = {});

}  // namespace salesplan::schedule

#ifndef SALESPLAN_COMPILED
#include "salesplan/schedule/dated_tasks_inl.hpp"
#endif
