// What the month after a closed one is to bring: the plan with its gap, and the owners' targets at
// a chosen probability beside what they take.
#pragma once

#include <cstddef>
#include <optional>

#include "salesplan/core/config.hpp"
#include "salesplan/plan/document.hpp"
#include "salesplan/plan/history.hpp"
#include "salesplan/plan/outlook.hpp"
#include "salesplan/plan/quotas.hpp"

namespace salesplan::plan {

/// The review after `closed` months: what the next month is to bring, by forecast series and, in
/// the proportions of the plan, by cell; and placed_month(). Needs targets, actual, accounts and
/// the next months so far of `document`.
/// @param ahead  the outlook after `closed` months
NextMonth next_month(const Specification& spec, const History& history, const Document& document,
                     std::size_t closed, const Outlook& ahead, const OwnerBasis& owners);

/// The owners' targets of the next month, equally hard at Specification::placement, and in the
/// proportions of the plan by cell. An owner's forecast is that of owner_outlook(), ramps of new
/// ones included. Each may move by the rule's `max_change` from last month's placed target (first:
/// from the plan's), in the season that the plan has between the two months. Resources:
///   "hours"   a hard limit: of visits, in proportion to the target; at the planned one they are
///             what the owner's accounts are to get by their tiers, where reps have hours
///   "budget"  of the owners' lines, or else of these accounts, minor units, likewise; compared
///   only materials, by their keys, hard limits in the months that the material plan covers: what
///   the
///             month needs, likewise, and what is in stock and arrives in it; of both each owner
///             has the part that its planned target is of all
/// Nothing is placed where a forecast has no interval, where nothing that is planned varies, and
/// beyond the amounts that can be placed.
std::optional<PlacedMonth> placed_month(const Specification& spec, const History& history,
                                        const Document& document, std::size_t closed,
                                        const Outlook& ahead, const OwnerBasis& owners);

}  // namespace salesplan::plan

#ifndef SALESPLAN_COMPILED
#include "salesplan/plan/next_month_inl.hpp"
#endif
