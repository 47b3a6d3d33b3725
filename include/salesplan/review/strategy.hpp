// What to change in the strategy: rules over how units did, as proposals with their evidence.
#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "salesplan/calendar/workday_calendar.hpp"
#include "salesplan/core/config.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/promotion/estimate.hpp"

namespace salesplan::review {

/// When to move a lever ("visits a month", "discount"), which way, and by how much.
struct StrategyRule {
  std::string name;
  std::string measure;  ///< what it watches: "attainment"
  bool below = true;    ///< acts on a measure below the threshold; false: above
  double threshold = 0;
  double goal = core::missing_number;  ///< an acting rule goes on until the measure is back here;
                                       ///< NaN: the threshold
  std::size_t patience = 1;  ///< months in a row beyond the threshold before it acts, >= 1
  std::size_t rest = 0;      ///< first months under a moved lever in which its effect is awaited
  std::string lever;
  double gain = 0;   ///< move of the lever for a unit of distance to the goal; not 0
  double step = 1;   ///< most it moves at once, > 0
  double grain = 0;  ///< it moves by multiples of this, at least one; 0: by any amount
  double lowest = -std::numeric_limits<double>::infinity();  ///< where the lever may stand
  double highest = std::numeric_limits<double>::infinity();
  promotion::Estimate response;  ///< change of sales, as a ratio, by a unit of the lever
  std::string owner;
  std::vector<std::string> departments;  ///< who else has work with it
};

/// A unit under a rule: the measure and the lever month by month, the latest last, and its sales of
/// a month. NaN: not known; a measure that is not known ends what led up to it.
struct StrategyCase {
  std::size_t rule = 0;
  std::string unit;
  core::View<const double> measure;  ///< [n]
  core::View<const double> lever;    ///< [n], the last one known
  core::Minor sales = 0;             ///< >= 0
};

enum class StrategyState { change, awaits_effect, at_bound, department_busy };

/// A proposed move of a lever, or why an acting rule proposes none now.
struct StrategyProposal {
  std::size_t at = 0;  ///< the case
  StrategyState state = StrategyState::change;
  std::size_t months = 0;  ///< since the measure was beyond the threshold without being back
  double distance = 0;     ///< mean distance to the goal over the latest `patience` of them, > 0
  double from = 0;         ///< of the lever
  double to = 0;
  promotion::Estimate effect;  ///< on a month's sales, in minor units
  std::string busy;            ///< the department that has no room for it
};

/// "change", "awaits_effect", "at_bound", "department_busy".
const char* state_name(StrategyState state);

/// The moves by expected effect on sales, the largest first, ties by sales, then case; after them
/// what waits, by case. A rule acts on a unit once its measure was beyond the threshold for
/// `patience` months in a row, and until it is back at the goal: small movements around the
/// threshold change nothing. The lever moves by gain · distance, within `step` and its range. All
/// that a proposal rests on stands in the columns, so that a replay proposes the same.
/// @param per_department most moves that an owner or department takes at once; 0: no limit
/// @throws Error(invalid_argument) naming "rules[i].step", "cases[i].lever" and the like;
///         Error(duplicate) for a name of a rule given twice, and a unit twice under one rule.
/// O(values + n log n).
std::vector<StrategyProposal> strategy_proposals(core::View<const StrategyRule> rules,
                                                 core::View<const StrategyCase> cases,
                                                 std::size_t per_department = 0);

/// What a move brought: the unit's sales after it less what they would have been, had they changed
/// as its peers' did. Minor units; NaN where the peers sold nothing before. With the effect that
/// was expected it is an entry of the ledger (promotion/ledger.hpp).
double realised_effect(core::Minor before, core::Minor after, core::Minor peers_before,
                       core::Minor peers_after);

/// "North: visits 4 to 5, as attainment was 0.08 from its goal of 0.9 for 2 months; expected
/// +1,200.00 a month (80 %: +300.00 to +2,100.00)."; and the same in Chinese.
/// @param decimals of the currency, 0..9.
std::string sentence(const StrategyRule& rule, const StrategyCase& unit,
                     const StrategyProposal& proposal, int decimals, calendar::Language language);

}  // namespace salesplan::review

#ifndef SALESPLAN_COMPILED
#include "salesplan/review/strategy_inl.hpp"
#endif
