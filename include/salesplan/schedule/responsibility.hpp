// The responsibility matrix (RACI): who does, answers for, advises on and hears of each task.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "salesplan/core/error.hpp"
#include "salesplan/core/number_text.hpp"

namespace salesplan::schedule {

/// A part of a role in a task; several may be joined, as in "A/R".
enum Part : std::uint8_t { responsible = 1, accountable = 2, consulted = 4, informed = 8 };

struct ResponsibilityTask {
  std::string key;
  std::vector<std::uint8_t> parts;  ///< [roles] of Part, 0 for none
  double hours = 1;                 ///< of work a month, shared equally by those responsible
};

struct ResponsibilityMatrix {
  std::vector<std::string> roles;
  std::vector<double> capacity_hours;  ///< [roles] a month; empty: not limited
  std::vector<ResponsibilityTask> tasks;
};

enum class ResponsibilityIssue {
  nobody_accountable,   ///< gap
  several_accountable,  ///< overlap
  nobody_responsible,   ///< gap
  several_responsible,  ///< overlap; no error where the work is meant to be shared
  overloaded,           ///< a role has more hours than it can work
  idle,                 ///< a role has no part in anything
};

/// "nobody_accountable", …
inline const char* issue_name(ResponsibilityIssue issue) {
  constexpr const char* names[] = {"nobody_accountable", "several_accountable",
                                   "nobody_responsible", "several_responsible",
                                   "overloaded",         "idle"};
  return names[static_cast<int>(issue)];
}

struct ResponsibilityFinding {
  ResponsibilityIssue issue;
  std::size_t index;   ///< of the task, or of the role for `overloaded` and `idle`
  std::string detail;  ///< the roles concerned, or the hours
};

struct ResponsibilityReview {
  std::vector<ResponsibilityFinding> findings;  ///< tasks first, in their order, then roles
  std::vector<double> load_hours;               ///< [roles]
  std::vector<std::size_t> parts;               ///< [roles] tasks in which the role has a part
  bool sound = false;  ///< no findings other than several responsible, or idle roles
};

/// Checks a matrix: exactly one role accountable for each task, one at least responsible, nobody
/// with more hours than capacity. @throws Error(invalid_argument, duplicate) naming
/// "tasks[i].field" or "roles[r]" for what is no matrix. O(roles · tasks).
/// @source Project Management Institute, PMBOK Guide, 9.1.2.2 (responsibility assignment matrix).
inline ResponsibilityReview review_responsibilities(const ResponsibilityMatrix& matrix) {
  const std::size_t n = matrix.roles.size();
  const auto refuse = [](const std::string& place, const std::string& why) {
    return Error(ErrorCode::invalid_argument, place, why);
  };
  const auto need_unique = [](const char* list, std::size_t i, const std::string& key, bool again) {
    const std::string place = core::at(list, static_cast<std::int64_t>(i));
    if (key.empty()) throw Error(ErrorCode::invalid_argument, place, "is empty");
    if (again) {
      throw Error(ErrorCode::duplicate, place, core::quoted(key) + " is given twice");
    }
  };
  for (std::size_t r = 0; r < n; ++r) {
    const auto here = matrix.roles.begin() + static_cast<std::ptrdiff_t>(r);
    need_unique("roles", r, *here, std::find(matrix.roles.begin(), here, *here) != here);
  }
  if (!matrix.capacity_hours.empty() && matrix.capacity_hours.size() != n) {
    throw refuse("capacity_hours", std::to_string(matrix.capacity_hours.size()) + " values for " +
                                       std::to_string(n) + " roles");
  }
  for (std::size_t r = 0; r < matrix.capacity_hours.size(); ++r) {
    if (!(matrix.capacity_hours[r] >= 0 && matrix.capacity_hours[r] <= 1e6)) {
      throw refuse(core::at("capacity_hours", static_cast<std::int64_t>(r)),
                   core::to_text(matrix.capacity_hours[r]) + " is not in 0..1e+06");
    }
  }
  ResponsibilityReview review;
  review.load_hours.assign(n, 0.0);
  review.parts.assign(n, 0);
  for (std::size_t t = 0; t < matrix.tasks.size(); ++t) {
    const ResponsibilityTask& task = matrix.tasks[t];
    const std::string place = core::at("tasks", static_cast<std::int64_t>(t));
    need_unique(
        "tasks", t, task.key,
        std::any_of(matrix.tasks.begin(), matrix.tasks.begin() + static_cast<std::ptrdiff_t>(t),
                    [&](const auto& other) { return other.key == task.key; }));
    if (task.parts.size() != n) {
      throw refuse(place + ".parts", std::to_string(task.parts.size()) + " values for " +
                                         std::to_string(n) + " roles");
    }
    if (!(task.hours >= 0 && task.hours <= 1e6)) {
      throw refuse(place + ".hours", core::to_text(task.hours) + " is not in 0..1e+06");
    }
    const auto who = [&](Part part) {
      std::vector<std::size_t> roles;
      for (std::size_t r = 0; r < n; ++r) {
        if ((task.parts[r] & part) != 0) roles.push_back(r);
      }
      return roles;
    };
    const auto report = [&](ResponsibilityIssue issue, const std::vector<std::size_t>& roles) {
      std::string names;
      for (const std::size_t r : roles) names += (names.empty() ? "" : ", ") + matrix.roles[r];
      review.findings.push_back({issue, t, names});
    };
    for (std::size_t r = 0; r < n; ++r) {
      if (task.parts[r] > 15) throw refuse(place + ".parts", "holds what is no part");
      if (task.parts[r] != 0) ++review.parts[r];
    }
    const std::vector<std::size_t> answer = who(accountable), work = who(responsible);
    if (answer.empty()) report(ResponsibilityIssue::nobody_accountable, answer);
    if (answer.size() > 1) report(ResponsibilityIssue::several_accountable, answer);
    if (work.empty()) report(ResponsibilityIssue::nobody_responsible, work);
    if (work.size() > 1) report(ResponsibilityIssue::several_responsible, work);
    for (const std::size_t r : work) {
      review.load_hours[r] += task.hours / static_cast<double>(work.size());
    }
  }
  for (std::size_t r = 0; r < n; ++r) {
    if (review.parts[r] == 0) review.findings.push_back({ResponsibilityIssue::idle, r, ""});
    if (!matrix.capacity_hours.empty() && review.load_hours[r] > matrix.capacity_hours[r]) {
      review.findings.push_back({ResponsibilityIssue::overloaded, r,
                                 core::to_text(review.load_hours[r]) + " of " +
                                     core::to_text(matrix.capacity_hours[r]) + " hours"});
    }
  }
  review.sound = std::all_of(review.findings.begin(), review.findings.end(), [](const auto& one) {
    return one.issue == ResponsibilityIssue::several_responsible ||
           one.issue == ResponsibilityIssue::idle;
  });
  return review;
}

/// Where a matrix and the tasks of a month do not name the same.
struct TaskMismatch {
  std::vector<std::size_t> unknown;    ///< tasks of the matrix that the month does not have
  std::vector<std::string> uncovered;  ///< tasks of the month without a row in the matrix
};

inline TaskMismatch match_tasks(const ResponsibilityMatrix& matrix,
                                const std::vector<std::string>& tasks) {
  TaskMismatch mismatch;
  for (std::size_t t = 0; t < matrix.tasks.size(); ++t) {
    if (std::find(tasks.begin(), tasks.end(), matrix.tasks[t].key) == tasks.end()) {
      mismatch.unknown.push_back(t);
    }
  }
  for (const std::string& key : tasks) {
    if (std::none_of(matrix.tasks.begin(), matrix.tasks.end(),
                     [&](const ResponsibilityTask& task) { return task.key == key; })) {
      mismatch.uncovered.push_back(key);
    }
  }
  return mismatch;
}

/// The matrix of a sales team that comes with salesplan: sales manager, marketing specialist, sales
/// representative and customer service by the month's tasks (see monthly_template).
inline ResponsibilityMatrix sales_team_matrix() {
  constexpr std::uint8_t A = accountable, R = responsible, C = consulted, I = informed, AR = 3;
  return {{"sales manager", "marketing specialist", "sales representative", "customer service"},
          {},
          {{"confirm-targets", {AR, I, C, I}, 4},
           {"visit-plan", {A, I, R, I}, 4},
           {"sales-material", {I, AR, C, I}, 8},
           {"visits", {A, I, R, I}, 60},
           {"needs", {A, C, R, C}, 8},
           {"customer-files", {I, 0, A, R}, 8},
           {"follow-up", {A, 0, R, C}, 20},
           {"objections", {A, C, R, R}, 10},
           {"closing", {A, I, R, I}, 12},
           {"summary", {AR, R, C, C}, 6},
           {"purchase-intent", {A, I, R, I}, 4},
           {"next-month", {AR, C, C, I}, 4}}};
}

}  // namespace salesplan::schedule
