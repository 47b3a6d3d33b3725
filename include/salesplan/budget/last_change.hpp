// What was done to the lines of a budget last time, as its trail tells.
#pragma once

#include <string>
#include <vector>

#include "salesplan/budget/adjustment.hpp"
#include "salesplan/budget/trail.hpp"
#include "salesplan/budget/workflow.hpp"
#include "salesplan/core/config.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::budget {

/// A budget in force, and how it came from the version in force before it.
struct LastChange {
  std::vector<Line> lines;           ///< in force; empty where nothing was approved yet
  std::vector<std::string> changed;  ///< lines that have more or less than before, or are gone
  std::vector<Proposed> done;        ///< [changed] add or cut
};

/// Reads the trail from its first entry. What was written and not approved, or withdrawn, was not
/// done; a line that is new in the version in force was added to. Errors as replay(). O(entries).
LastChange last_change(const Trail& trail);

/// What was done to a line: Proposed::keep for one that did not change.
Proposed done_to(const LastChange& change, const std::string& line);

}  // namespace salesplan::budget

#ifndef SALESPLAN_COMPILED
#include "salesplan/budget/last_change_inl.hpp"
#endif
