// What service each tier gets, and the hours and budget that it takes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::customer {

/// The service level of one tier, as data.
struct ServicePolicy {
  std::string tier;             ///< "A"
  double calls = 0;             ///< visits a customer and period, >= 0
  double hours_per_call = 0;    ///< travel included, >= 0
  double discount_ceiling = 0;  ///< the most a rep may give, 0..1
  double response_hours = 0;    ///< to answer within, > 0
  double budget_share = 0;      ///< of the customer budget, 0..1; they sum to 1
};

/// Error(invalid_argument) naming "policies[i].field" unless each is in its domain, shares sum to 1
/// (within 1e-9), and no tier is served worse than the next: calls do not rise, response hours do
/// not fall and discount ceilings do not rise from one tier to the next.
void check_policies(core::View<const ServicePolicy> policies);

/// Customers that each tier but the last can take within the visit hours of a period: hours[t] /
/// (calls·hours_per_call), rounded down; hours left over go to the next tier. A tier that takes no
/// hours has room for everybody (2^53).
/// @param hours [tiers - 1] set aside for each tier, >= 0. Errors as check_policies.
std::vector<std::int64_t> service_seats(core::View<const ServicePolicy> policies,
                                        core::View<const double> hours);

/// What the tiers and customers get.
struct ServicePlan {
  std::vector<std::int64_t> customers;       ///< [tiers]
  std::vector<double> hours;                 ///< [tiers] of visits a period
  std::vector<core::Minor> tier_budget;      ///< [tiers] sums to the budget exactly
  std::vector<core::Minor> customer_budget;  ///< [n] sums to the tier's exactly
  double hours_needed = 0;
  double hours_short = 0;  ///< beyond the capacity; 0 where it is enough
};

/// Resources by tier and customer: hours by call frequency, the budget by the shares of the
/// policies over the tiers that have customers, and within a tier in proportion to the expected
/// return, to the cent. The plan is made whether or not the hours are enough; `hours_short` says
/// so.
/// @param tier [n] as in Tiers. @param expected_return [n] finite, >= 0; where a whole tier has 0,
/// its customers share equally.
/// @param budget minor units, >= 0. @param capacity hours of all reps a period, >= 0.
/// @throws Error(invalid_argument) for what is outside its domain; Error(infeasible) where there is
/// a budget but no tier of positive share has a customer. O(n).
ServicePlan plan_service(core::View<const ServicePolicy> policies,
                         core::View<const std::int64_t> tier,
                         core::View<const double> expected_return, core::Minor budget,
                         double capacity);

}  // namespace salesplan::customer

#ifndef SALESPLAN_COMPILED
#include "salesplan/customer/service_policy_inl.hpp"
#endif
