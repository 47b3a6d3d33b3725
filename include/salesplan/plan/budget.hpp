// The budget of a plan: what it is spread over, what was spent of it, and what comes out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "salesplan/budget/adjustment.hpp"
#include "salesplan/budget/split.hpp"
#include "salesplan/calendar/period.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/money.hpp"

namespace salesplan::plan {

/// Lines that share a part of the budget: the leaves of a dimension, or the promotions.
struct BudgetPart {
  std::string name;
  double share = 0;                          ///< of the budget without its reserve
  std::optional<std::size_t> dimension;      ///< none: the promotions
  double elasticity = core::missing_number;  ///< results grow as spend^elasticity near the plan, in
                                             ///< (0, 1]; NaN: not known, and no proposals
};

/// Money of a line in a month.
struct BudgetEntry {
  calendar::Period month;
  std::size_t line = 0;
  core::Minor amount = 0;
};

/// Lines are numbered part by part, each leaf or promotion of a part one after the other.
struct BudgetSettings {
  std::string comment;               ///< for the reader: what is assumed, say
  core::Minor total = 0;             ///< of all planned months
  double reserve = 0.1;              ///< share of it that no line gets at first
  budget::Basis basis{0.5, 0.5, 0};  ///< history: the base year's spend, or sales where that is
                                     ///< not known; target: the revenue target
  std::vector<BudgetPart> parts;
  std::vector<core::Minor> lower, upper, locked;  ///< [lines] of all months
  std::vector<BudgetEntry> spent;                 ///< of the base year and the plan
  std::vector<BudgetEntry> changes;               ///< what was decided at the end of a month: more
                                                  ///< (less) for the months after it
  budget::AdjustmentOptions adjustment;
};

/// A line that has a budget.
struct BudgetLine {
  std::size_t line = 0;  ///< its number in the settings
  std::size_t part = 0;
  std::int32_t item = 0;             ///< leaf ordinal, or position of the promotion
  core::Minor first = 0;             ///< of all months, before any change
  std::vector<core::Minor> planned;  ///< [months], with the changes
  std::vector<core::Minor> spent;    ///< [closed months]
};

/// What to change after a month, by what was known then.
struct BudgetReview {
  std::size_t closed = 0;                  ///< months that were over
  std::vector<std::size_t> lines;          ///< [n] positions among BudgetPlan::lines
  std::vector<budget::Progress> progress;  ///< [n] results in minor units of revenue
  core::Minor reserve = 0;
  budget::Adjustment adjustment;
};

struct BudgetPlan {
  core::Minor reserve = 0;            ///< at first
  core::Minor reserve_left = 0;       ///< after the changes
  std::vector<BudgetLine> lines;      ///< by part
  std::vector<BudgetReview> reviews;  ///< after each closed month but the plan's last
};

}  // namespace salesplan::plan
