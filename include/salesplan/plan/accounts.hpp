// The accounts that reps look after: worth, tier, care, and the days on which they are visited.
#pragma once

#include <string>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/customer/service_policy.hpp"
#include "salesplan/plan/document.hpp"
#include "salesplan/plan/history.hpp"
#include "salesplan/plan/specification.hpp"

namespace salesplan::plan {

/// The accounts as the complete months before the plan's day show them.
///
/// What each is going to buy comes from the lifetime and the spend model of
/// `customer::review_portfolio`. An account's value tier is its place on the curve of expected
/// value. With hours for visits the tier by which it is served goes by score instead, rep by rep,
/// as far as the part of the rep's hours for that tier reaches; without, it is the value tier.
/// Visits follow from the tier's frequency (`schedule::plan_visits`).
/// Empty without AccountSettings. Adds to `notes` how many visits do not fit.
/// @throws Error at "accounts": where nothing was sold to an account by then, and what the rooms
/// called refuse.
Accounts accounts(const Specification& spec, const History& history,
                  std::vector<std::string>& notes);

/// The tiers as service policies: calls and hours a month.
std::vector<customer::ServicePolicy> service_policies(const AccountSettings& settings);

}  // namespace salesplan::plan

#ifndef SALESPLAN_COMPILED
#include "salesplan/plan/accounts_inl.hpp"
#endif
