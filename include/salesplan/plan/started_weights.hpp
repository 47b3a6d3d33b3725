// What quotas start from: the basis with floors for new cells, ramps of new owners and their
// presence.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "salesplan/calendar/date.hpp"
#include "salesplan/calendar/period.hpp"
#include "salesplan/plan/basis.hpp"
#include "salesplan/plan/history.hpp"
#include "salesplan/plan/specification.hpp"
#include "salesplan/target/presence.hpp"

namespace salesplan::plan::detail {

/// The first day of each owner; no_date where an assignment is open or none names owners.
inline std::vector<calendar::Date> owner_starts(const Specification& spec) {
  const std::size_t owners = spec.dimensions[spec.owner].leaf_count();
  std::vector<calendar::Date> starts(owners, calendar::no_date);
  const auto& dimensions = spec.assignments.dimensions;
  const auto column = std::find(dimensions.begin(), dimensions.end(), spec.owner);
  if (column == dimensions.end()) return starts;
  std::vector<bool> seen(owners, false);
  for (const Assignment& row : spec.assignments.rows) {
    const auto owner =
        static_cast<std::size_t>(row.leaves[static_cast<std::size_t>(column - dimensions.begin())]);
    const bool open =
        row.from == calendar::no_date || (seen[owner] && starts[owner] == calendar::no_date);
    starts[owner] = open           ? calendar::no_date
                    : !seen[owner] ? row.from
                                   : std::min(starts[owner], row.from);
    seen[owner] = true;
  }
  return starts;
}

/// Weights with floors for cells without sales in the base year.
inline void lift_new_cells(const Specification& spec, const History& history,
                           std::vector<double>& weights) {
  if (!(spec.floor > 0)) return;
  const std::size_t cells = history.cells;
  const std::vector<bool> eligible = eligible_cells(spec, history);
  const std::vector<core::Minor> base =
      sum_months(history.revenue, cells, history.base_first(), history.months);
  const std::vector<std::size_t> peers = group_of_cells(spec, spec.peers);
  const std::size_t groups = group_count(spec, spec.peers);
  for (std::size_t m = 0; m < spec.months; ++m) {
    std::vector<double> sum(groups, 0), count(groups, 0);
    for (std::size_t c = 0; c < cells; ++c) {
      if (!eligible[m * cells + c]) continue;
      sum[peers[c]] += weights[m * cells + c];
      count[peers[c]] += 1;
    }
    for (std::size_t c = 0; c < cells; ++c) {
      if (!eligible[m * cells + c] || base[c] > 0) continue;
      double& weight = weights[m * cells + c];
      weight = std::max(weight, spec.floor * sum[peers[c]] / count[peers[c]]);
    }
  }
}

/// Weights of owners in their first months times the ramp.
inline void ramp_up(const Specification& spec, std::vector<double>& weights) {
  if (!spec.quotas || spec.quotas->ramp.empty()) return;
  const std::vector<double>& ramp = spec.quotas->ramp;
  const std::vector<calendar::Date> starts = owner_starts(spec);
  const std::vector<std::int32_t> owner = leaf_of_cells(spec, spec.owner);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const calendar::Date start = starts[static_cast<std::size_t>(owner[i % owner.size()])];
    if (start == calendar::no_date) continue;
    const calendar::Period first = calendar::period_of(start, calendar::Grain::month);
    const std::int64_t since = calendar::periods_between(first, spec.first_month) +
                               static_cast<std::int64_t>(i / owner.size());
    if (since < 0 || since >= static_cast<std::int64_t>(ramp.size())) continue;
    weights[i] *= ramp[static_cast<std::size_t>(since)];
  }
}

/// The absences of each owner, [owners].
inline std::vector<std::vector<calendar::DaySpan>> owner_absences(const Specification& spec) {
  std::vector<std::vector<calendar::DaySpan>> days(spec.dimensions[spec.owner].leaf_count());
  for (const OwnerAbsence& absence : spec.absences) {
    days[static_cast<std::size_t>(absence.owner)].push_back(absence.days);
  }
  return days;
}

/// When each combination of the assigned dimensions is covered, [groups]; one that always is where
/// part months do not count by their days.
inline std::vector<std::vector<calendar::DaySpan>> covered_days(const Specification& spec) {
  const Assignments& assigned = spec.assignments;
  std::vector<std::vector<calendar::DaySpan>> days(group_count(spec, assigned.dimensions));
  if (!spec.quotas->prorate) return days;
  for (const Assignment& row : assigned.rows) {
    days[assigned_group(spec, row)].push_back({row.from, row.to});
  }
  return days;
}

/// Weights by the workdays of a month on which a cell is covered and, where the team takes over,
/// its owner is not absent.
inline void count_presence(const Specification& spec, std::vector<double>& weights) {
  if (!spec.quotas) return;
  const bool team = spec.quotas->absent == target::AbsentPart::team;
  if (!spec.quotas->prorate && (!team || spec.absences.empty())) return;
  const std::vector<std::vector<calendar::DaySpan>> covered = covered_days(spec);
  std::vector<std::vector<calendar::DaySpan>> absences = owner_absences(spec);
  if (!team) absences.assign(absences.size(), {});
  const std::vector<std::size_t> group = group_of_cells(spec, spec.assignments.dimensions);
  const std::vector<std::int32_t> owner = leaf_of_cells(spec, spec.owner);
  const std::size_t cells = group.size();
  for (std::size_t m = 0; m < spec.months; ++m) {
    const calendar::Period month = calendar::shift(spec.first_month, static_cast<std::int64_t>(m));
    std::map<std::pair<std::size_t, std::int32_t>, double> shares;
    for (std::size_t c = 0; c < cells; ++c) {
      double& weight = weights[m * cells + c];
      if (!(weight > 0)) continue;
      const auto [share, isnew] = shares.try_emplace({group[c], owner[c]});
      if (isnew) {
        share->second = target::presence(spec.workdays, month, covered[group[c]],
                                         absences[static_cast<std::size_t>(owner[c])]);
      }
      weight *= share->second;
    }
  }
}

/// The basis with floors, ramps and presence.
inline std::vector<double> started_weights(const Specification& spec, const History& history,
                                           std::vector<double> basis) {
  lift_new_cells(spec, history, basis);
  ramp_up(spec, basis);
  count_presence(spec, basis);
  return basis;
}

/// The share of each month's workdays on which an owner is there, [owners * months].
inline std::vector<double> owner_presence(const Specification& spec) {
  std::vector<double> presence;
  for (const std::vector<calendar::DaySpan>& absences : owner_absences(spec)) {
    for (std::size_t m = 0; m < spec.months; ++m) {
      const auto ahead = static_cast<std::int64_t>(m);
      presence.push_back(absences.empty()
                             ? 1
                             : target::presence(spec.workdays,
                                                calendar::shift(spec.first_month, ahead), {},
                                                absences));
    }
  }
  return presence;
}

}  // namespace salesplan::plan::detail
