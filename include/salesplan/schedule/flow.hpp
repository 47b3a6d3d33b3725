// The flow of work between departments: what waits for what, what is critical, what is slow.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/number_text.hpp"

namespace salesplan::schedule {

/// One step, by one department. It starts when all its inputs are there.
struct FlowStep {
  std::string key;
  std::string department;
  std::vector<std::string> inputs;    ///< named results of other steps, or of the world outside
  std::vector<std::string> outputs;   ///< each made by one step only
  double workdays = 1;                ///< planned, >= 0
  double due = core::missing_number;  ///< workday by which it must end; NaN: the flow's end
  double measured = core::missing_number;  ///< workdays that it took, on average; NaN: not known
};

struct Flow {
  std::vector<FlowStep> steps;
  std::vector<std::string> given;   ///< inputs that come from outside
  std::vector<std::string> wanted;  ///< outputs for outside; others that nobody takes are orphans
};

struct FlowTimes {
  double start = 0;  ///< workdays from the start of the flow, as early as can be
  double end = 0;
  double slack = 0;  ///< workdays by which it may be late; below 0 it is due before it can end
  bool critical = false;
};

struct FlowHandOff {
  std::size_t from;
  std::size_t to;
  std::string what;
};

struct FlowReview {
  std::vector<FlowTimes> times;            ///< [steps] as planned
  double workdays = 0;                     ///< the whole flow, planned
  double measured_workdays = 0;            ///< with measured times, planned ones where not known
  std::vector<std::size_t> critical_path;  ///< from first to last
  std::vector<FlowHandOff> crossings;      ///< hand-offs between departments
  std::vector<std::string> orphans;        ///< outputs that nobody takes
  /// Steps that take longer than planned and lie on the measured critical path, by the days that
  /// the flow would win with each as planned, the most first.
  std::vector<std::pair<std::size_t, double>> slow;
};

namespace detail {

struct FlowGraph {
  std::vector<std::vector<std::size_t>> before;
  std::vector<std::size_t> order;  // every step after those before it
};

/// Earliest ends, with the workdays of each step.
inline std::vector<double> earliest_ends(const FlowGraph& graph,
                                         const std::vector<double>& workdays) {
  std::vector<double> end(workdays.size(), 0.0);
  for (const std::size_t s : graph.order) {
    for (const std::size_t b : graph.before[s]) end[s] = std::max(end[s], end[b]);
    end[s] += workdays[s];
  }
  return end;
}

inline double last_end(const std::vector<double>& ends) {
  return ends.empty() ? 0 : *std::max_element(ends.begin(), ends.end());
}

}  // namespace detail

/// Reviews a flow: critical path, slack, hand-offs, and where it loses time.
/// @throws Error(duplicate) for a key given twice and for an output that two steps own ("double
/// ownership"); Error(not_found) for an input that nobody makes (an orphan hand-off), and for a
/// wanted output; Error(infeasible) for a cycle, with its steps; Error(invalid_argument) for times
/// outside their domain; all name "steps[i].field". O(steps · hand-offs).
/// @source Kelley & Walker, Critical-path planning and scheduling, 1959.
inline FlowReview review_flow(const Flow& flow) {
  const std::size_t n = flow.steps.size();
  const auto place = [](std::size_t s, const char* field) {
    return core::at("steps", static_cast<std::int64_t>(s)) + "." + field;
  };
  std::map<std::string, std::size_t> keys, maker;
  for (std::size_t s = 0; s < n; ++s) {
    const FlowStep& step = flow.steps[s];
    if (!keys.emplace(step.key, s).second) {
      throw Error(ErrorCode::duplicate, place(s, "key"),
                  core::quoted(step.key) + " is given twice");
    }
    for (const std::string& output : step.outputs) {
      const auto made = maker.emplace(output, s);
      if (made.second) continue;
      throw Error(ErrorCode::duplicate, place(s, "outputs"),
                  core::quoted(output) + " is made by " +
                      core::quoted(flow.steps[made.first->second].key) + " too");
    }
    if (step.department.empty()) {
      throw Error(ErrorCode::invalid_argument, place(s, "department"), "is empty");
    }
    const auto check = [&](double value, const char* field, bool may_miss) {
      if ((may_miss && core::is_missing(value)) || (value >= 0 && value <= 1e5)) return;
      throw Error(ErrorCode::invalid_argument, place(s, field),
                  core::to_text(value) + " is not in 0..1e+05");
    };
    check(step.workdays, "workdays", false);
    check(step.due, "due", true);
    check(step.measured, "measured", true);
  }
  FlowReview review;
  detail::FlowGraph graph;
  graph.before.resize(n);
  std::vector<std::vector<std::size_t>> after(n);
  std::map<std::string, bool> taken;
  for (std::size_t s = 0; s < n; ++s) {
    for (const std::string& input : flow.steps[s].inputs) {
      const auto made = maker.find(input);
      if (made == maker.end()) {
        if (std::find(flow.given.begin(), flow.given.end(), input) != flow.given.end()) continue;
        throw Error(ErrorCode::not_found, place(s, "inputs"),
                    core::quoted(input) + " is made by no step and not given");
      }
      taken[input] = true;
      graph.before[s].push_back(made->second);
      after[made->second].push_back(s);
      if (flow.steps[made->second].department != flow.steps[s].department) {
        review.crossings.push_back({made->second, s, input});
      }
    }
  }
  for (const FlowStep& step : flow.steps) {
    for (const std::string& output : step.outputs) {
      const bool wanted =
          std::find(flow.wanted.begin(), flow.wanted.end(), output) != flow.wanted.end();
      if (!taken[output] && !wanted) review.orphans.push_back(output);
    }
  }

  for (std::size_t w = 0; w < flow.wanted.size(); ++w) {
    if (maker.count(flow.wanted[w]) > 0) continue;
    throw Error(ErrorCode::not_found, core::at("wanted", static_cast<std::int64_t>(w)),
                core::quoted(flow.wanted[w]) + " is made by no step");
  }

  std::vector<std::size_t> waiting(n);
  for (std::size_t s = 0; s < n; ++s) {
    waiting[s] = graph.before[s].size();
    if (waiting[s] == 0) graph.order.push_back(s);
  }
  for (std::size_t i = 0; i < graph.order.size(); ++i) {
    for (const std::size_t next : after[graph.order[i]]) {
      if (--waiting[next] == 0) graph.order.push_back(next);
    }
  }
  if (graph.order.size() < n) {
    // Back through steps that wait until one comes again.
    std::size_t s = 0;
    while (waiting[s] == 0) ++s;
    const auto waiting_before = [&](std::size_t step) {
      for (const std::size_t b : graph.before[step]) {
        if (waiting[b] > 0) return b;
      }
      return step;
    };
    for (std::size_t i = 0; i < n; ++i) s = waiting_before(s);
    std::string cycle = core::quoted(flow.steps[s].key);
    for (std::size_t at = waiting_before(s); at != s; at = waiting_before(at)) {
      cycle.insert(0, core::quoted(flow.steps[at].key) + " -> ");
    }
    throw Error(ErrorCode::infeasible, place(s, "inputs"),
                "the flow runs in a circle: " + core::quoted(flow.steps[s].key) + " -> " + cycle);
  }

  std::vector<double> planned, measured;
  for (const FlowStep& step : flow.steps) {
    planned.push_back(step.workdays);
    measured.push_back(core::is_missing(step.measured) ? step.workdays : step.measured);
  }
  const std::vector<double> end = detail::earliest_ends(graph, planned);
  review.workdays = detail::last_end(end);
  review.times.resize(n);
  std::vector<double> latest(n, review.workdays);
  for (std::size_t i = n; i-- > 0;) {
    const std::size_t s = graph.order[i];
    if (!core::is_missing(flow.steps[s].due)) latest[s] = std::min(latest[s], flow.steps[s].due);
    for (const std::size_t next : after[s]) {
      latest[s] = std::min(latest[s], latest[next] - planned[next]);
    }
    review.times[s] = {end[s] - planned[s], end[s], latest[s] - end[s], false};
  }
  // From the step that ends last, back along the step that each waited for.
  if (n > 0) {
    std::size_t s =
        static_cast<std::size_t>(std::max_element(end.begin(), end.end()) - end.begin());
    for (;;) {
      review.critical_path.push_back(s);
      review.times[s].critical = true;
      if (graph.before[s].empty()) break;
      s = *std::max_element(graph.before[s].begin(), graph.before[s].end(),
                            [&](std::size_t a, std::size_t b) { return end[a] < end[b]; });
    }
    std::reverse(review.critical_path.begin(), review.critical_path.end());
  }
  review.measured_workdays = detail::last_end(detail::earliest_ends(graph, measured));
  for (std::size_t s = 0; s < n; ++s) {
    if (!(measured[s] > planned[s])) continue;
    std::vector<double> mended = measured;
    mended[s] = planned[s];
    const double won =
        review.measured_workdays - detail::last_end(detail::earliest_ends(graph, mended));
    if (won > 0) review.slow.push_back({s, won});
  }
  std::stable_sort(review.slow.begin(), review.slow.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  return review;
}

}  // namespace salesplan::schedule
