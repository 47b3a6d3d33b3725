// Bodies of dated_tasks.hpp.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>

#include "salesplan/core/error.hpp"
#include "salesplan/schedule/dated_tasks.hpp"

namespace salesplan::schedule {
namespace detail {

/// For each task the tasks that it waits for.
using TaskLinks = std::vector<std::vector<std::size_t>>;

inline TaskLinks task_links(core::View<const TaskTemplate> tasks) {
  const auto place = [](std::size_t t, const char* field) {
    return core::at("tasks", static_cast<std::int64_t>(t)) + field;
  };
  std::map<std::string, std::size_t> number;
  for (std::size_t t = 0; t < tasks.size(); ++t) {
    if (tasks[t].node < 1 || tasks[t].node > 4) {
      throw Error(ErrorCode::invalid_argument, place(t, ".node"),
                  std::to_string(tasks[t].node) + " is not in 1..4");
    }
    if (tasks[t].key.empty()) {
      throw Error(ErrorCode::invalid_argument, place(t, ".key"), "is empty");
    }
    if (!number.emplace(tasks[t].key, t).second) {
      throw Error(ErrorCode::duplicate, place(t, ".key"),
                  core::quoted(tasks[t].key) + " is given twice");
    }
  }
  TaskLinks links(tasks.size());
  for (std::size_t t = 0; t < tasks.size(); ++t) {
    for (const std::string& key : tasks[t].after) {
      const auto found = number.find(key);
      if (found == number.end()) {
        throw Error(ErrorCode::not_found, place(t, ".after"),
                    core::quoted(key) + " is no task of the month");
      }
      if (tasks[found->second].node > tasks[t].node) {
        throw Error(ErrorCode::invalid_argument, place(t, ".after"),
                    core::quoted(key) + " is due in W" + std::to_string(tasks[found->second].node) +
                        ", after W" + std::to_string(tasks[t].node));
      }
      links[t].push_back(found->second);
    }
  }
  return links;
}

/// The tasks of a set in an order in which each follows those it waits for.
inline std::vector<std::size_t> in_order(core::View<const TaskTemplate> tasks,
                                         const TaskLinks& links, std::vector<std::size_t> set) {
  std::vector<std::size_t> order;
  while (!set.empty()) {
    const auto waits = [&](std::size_t t) {
      return std::any_of(links[t].begin(), links[t].end(), [&](std::size_t before) {
        return std::find(set.begin(), set.end(), before) != set.end();
      });
    };
    const auto free = std::stable_partition(set.begin(), set.end(), waits);
    if (free == set.end()) {
      throw Error(ErrorCode::infeasible,
                  core::at("tasks", static_cast<std::int64_t>(set.front())) + ".after",
                  core::quoted(tasks[set.front()].key) + " waits for itself");
    }
    order.insert(order.end(), free, set.end());
    set.erase(free, set.end());
  }
  return order;
}

/// A task's place among others of one node: tasks before and after it on its
/// longest chains.
struct ChainPlace {
  std::int64_t before = 0;
  std::int64_t after = 0;
};

inline std::map<std::size_t, ChainPlace> chain_places(core::View<const TaskTemplate> tasks,
                                                      const TaskLinks& links,
                                                      std::vector<std::size_t> set) {
  std::map<std::size_t, ChainPlace> places;
  for (std::size_t t : set) places[t];
  const std::vector<std::size_t> order = in_order(tasks, links, std::move(set));
  for (std::size_t t : order) {
    for (std::size_t before : links[t]) {
      const auto found = places.find(before);
      if (found == places.end()) continue;
      places[t].before = std::max(places[t].before, found->second.before + 1);
    }
  }
  for (std::size_t i = order.size(); i-- > 0;) {
    for (std::size_t before : links[order[i]]) {
      const auto found = places.find(before);
      if (found == places.end()) continue;
      found->second.after = std::max(found->second.after, places[order[i]].after + 1);
    }
  }
  return places;
}

}  // namespace detail

SALESPLAN_INLINE std::vector<DatedTask> dated_tasks(const calendar::WorkdayCalendar& workdays,
                                                    const std::array<WeekPlan, 4>& weeks,
                                                    core::View<const TaskTemplate> tasks,
                                                    core::View<const std::string> slipped) {
  const detail::TaskLinks links = detail::task_links(tasks);
  std::vector<std::size_t> carried;
  for (std::size_t i = 0; i < slipped.size(); ++i) {
    const auto found = std::find_if(tasks.begin(), tasks.end(), [&](const TaskTemplate& task) {
      return task.key == slipped[i];
    });
    const std::string place = core::at("slipped", static_cast<std::int64_t>(i));
    if (found == tasks.end()) {
      throw Error(ErrorCode::not_found, place,
                  core::quoted(slipped[i]) + " is no task of the month");
    }
    const auto task = static_cast<std::size_t>(found - tasks.begin());
    if (std::find(carried.begin(), carried.end(), task) != carried.end()) {
      throw Error(ErrorCode::duplicate, place, core::quoted(slipped[i]) + " is given twice");
    }
    carried.push_back(task);
  }

  std::vector<DatedTask> dated;
  const auto add = [&](int node, std::vector<std::size_t> set, bool slipped_before) {
    const WeekPlan& week = weeks[static_cast<std::size_t>(node - 1)];
    for (const auto& [task, place] : detail::chain_places(tasks, links, std::move(set))) {
      dated.push_back({task, node, week.start, week.due, slipped_before});
      if (week.workdays == 0) continue;
      const std::int64_t parts = place.before + place.after + 1;
      const std::int64_t begin = week.workdays * place.before / parts;
      const std::int64_t end = std::max(week.workdays * (place.before + 1) / parts, begin + 1);
      dated.back().start = workdays.add_workdays(week.start - 1, begin + 1).date;
      dated.back().due = workdays.add_workdays(week.start - 1, end).date;
    }
  };
  add(1, std::move(carried), true);
  const auto own = static_cast<std::ptrdiff_t>(dated.size());
  for (int node = 1; node <= 4; ++node) {
    std::vector<std::size_t> set;
    for (std::size_t t = 0; t < tasks.size(); ++t) {
      if (tasks[t].node == node) set.push_back(t);
    }
    add(node, std::move(set), false);
  }
  std::sort(dated.begin() + own, dated.end(),
            [](const DatedTask& a, const DatedTask& b) { return a.task < b.task; });
  return dated;
}

}  // namespace salesplan::schedule
