// What to change after each closed month, by rules; and what the moves that were accepted brought.
#pragma once

#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/plan/document.hpp"
#include "salesplan/plan/specification.hpp"
#include "salesplan/promotion/ledger.hpp"

namespace salesplan::plan {

/// The proposals of Specification::strategy after every closed month for the leaves of the owner
/// dimension, by month, in the order of review::strategy_proposals. A rule watches a MonthKpi.
/// A lever stands where the settings say, "visits" a month else where the tiers of the owner's
/// accounts put it, and from the month after an accepted move where that took it. An accepted move
/// is judged by the month after (review::realised_effect): its peers are the owners under the same
/// rule whose lever was not moved then. Needs the accounts of `document`, and what
/// MonthKpis needs.
/// @throws Error(not_found) at a decision's place where that move was not proposed, and as
///         parse_month_kpi, MonthKpis::need and review::strategy_proposals, placed at "strategy".
std::vector<StrategyMove> strategy_moves(const Specification& spec, const Document& document);

/// How far the expected effects of accepted moves can be trusted: those that are judged and whose
/// effect was expected with a deviation, as a ledger.
promotion::Calibration judged(const std::vector<StrategyMove>& moves);

}  // namespace salesplan::plan

#ifndef SALESPLAN_COMPILED
#include "salesplan/plan/strategy_moves_inl.hpp"
#endif
