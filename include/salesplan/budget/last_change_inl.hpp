// Bodies of last_change.hpp.
#pragma once

#include <algorithm>

#include "salesplan/budget/last_change.hpp"
#include "salesplan/core/missing.hpp"

namespace salesplan::budget {

SALESPLAN_INLINE LastChange last_change(const Trail& trail) {
  const Budget now = replay(trail);
  LastChange change;
  if (now.in_force == 0) return change;
  change.lines = now.versions[now.in_force - 1].lines;
  if (now.replaced == 0) return change;
  for (const LineChange& line : difference(now.versions[now.replaced - 1].lines, change.lines)) {
    const core::Minor old = core::is_missing(line.before) ? 0 : line.before;
    const core::Minor given = core::is_missing(line.after) ? 0 : line.after;
    if (given == old) continue;
    change.changed.push_back(line.name);
    change.done.push_back(given > old ? Proposed::add : Proposed::cut);
  }
  return change;
}

SALESPLAN_INLINE Proposed done_to(const LastChange& change, const std::string& line) {
  const auto found = std::find(change.changed.begin(), change.changed.end(), line);
  return found == change.changed.end()
             ? Proposed::keep
             : change.done[static_cast<std::size_t>(found - change.changed.begin())];
}

}  // namespace salesplan::budget
