// Bodies of service_policy.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "salesplan/allocation/spread.hpp"
#include "salesplan/core/error.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/customer/columns.hpp"
#include "salesplan/customer/service_policy.hpp"

namespace salesplan::customer {

SALESPLAN_INLINE void check_policies(core::View<const ServicePolicy> policies) {
  if (policies.empty()) throw Error(ErrorCode::invalid_argument, "policies", "is empty");
  double shares = 0;
  for (std::size_t i = 0; i < policies.size(); ++i) {
    const ServicePolicy& one = policies[i];
    const ServicePolicy& better = policies[i == 0 ? 0 : i - 1];
    const auto need = [i](bool holds, const char* field, double value, const char* why) {
      if (holds) return;
      throw Error(ErrorCode::invalid_argument,
                  core::at("policies", static_cast<std::int64_t>(i)) + field,
                  core::to_text(value) + why);
    };
    need(one.calls >= 0 && one.calls <= 1e6, ".calls", one.calls, " is not in 0..1e6");
    need(one.hours_per_call >= 0 && one.hours_per_call <= 1e6, ".hours_per_call",
         one.hours_per_call, " is not in 0..1e6");
    need(one.discount_ceiling >= 0 && one.discount_ceiling <= 1, ".discount_ceiling",
         one.discount_ceiling, " is not in 0..1");
    need(one.response_hours > 0 && std::isfinite(one.response_hours), ".response_hours",
         one.response_hours, " is not finite and positive");
    need(one.budget_share >= 0 && one.budget_share <= 1, ".budget_share", one.budget_share,
         " is not in 0..1");
    need(one.calls <= better.calls, ".calls", one.calls, " exceeds those of the tier above");
    need(one.discount_ceiling <= better.discount_ceiling, ".discount_ceiling", one.discount_ceiling,
         " exceeds that of the tier above");
    need(one.response_hours >= better.response_hours, ".response_hours", one.response_hours,
         " is below those of the tier above");
    shares += one.budget_share;
  }
  if (!(std::abs(shares - 1) <= 1e-9)) {
    throw Error(ErrorCode::invalid_argument, "policies",
                "budget shares sum to " + core::to_text(shares) + ", not 1");
  }
}

SALESPLAN_INLINE std::vector<std::int64_t> service_seats(core::View<const ServicePolicy> policies,
                                                         core::View<const double> hours) {
  check_policies(policies);
  if (hours.size() + 1 != policies.size()) {
    throw Error(ErrorCode::invalid_argument, "hours",
                std::to_string(hours.size()) + " values for " + std::to_string(policies.size()) +
                    " tiers: one for each but the last");
  }
  constexpr double everybody = 9007199254740992.0;
  std::vector<std::int64_t> seats;
  double left = 0;
  for (std::size_t t = 0; t < hours.size(); ++t) {
    if (!(hours[t] >= 0 && std::isfinite(hours[t]))) {
      throw detail::bad_value("hours", t, hours[t], "is not finite and >= 0");
    }
    left += hours[t];
    const double each = policies[t].calls * policies[t].hours_per_call;
    // A quotient such as 0.3/0.1 is 2.9999999999999996 in doubles: forgive what is rounding.
    const double room = each > 0 ? std::floor(left / each * (1 + 1e-12)) : everybody;
    seats.push_back(static_cast<std::int64_t>(std::min(room, everybody)));
    left = std::max(0.0, left - static_cast<double>(seats.back()) * each);
  }
  return seats;
}

SALESPLAN_INLINE ServicePlan plan_service(core::View<const ServicePolicy> policies,
                                          core::View<const std::int64_t> tier,
                                          core::View<const double> expected_return,
                                          core::Minor budget, double capacity) {
  check_policies(policies);
  const std::size_t tiers = policies.size(), n = tier.size();
  detail::check_amounts("expected_return", expected_return, n);
  detail::check_range("capacity", capacity, 0, 1e15);
  if (budget < 0) {
    throw Error(ErrorCode::invalid_argument, "budget", std::to_string(budget) + " is negative");
  }
  std::vector<std::vector<std::size_t>> members(tiers);
  for (std::size_t i = 0; i < n; ++i) {
    if (tier[i] < 0 || tier[i] >= static_cast<std::int64_t>(tiers)) {
      throw Error(ErrorCode::invalid_argument, core::at("tier", static_cast<std::int64_t>(i)),
                  std::to_string(tier[i]) + " is not in 0.." + std::to_string(tiers - 1));
    }
    members[static_cast<std::size_t>(tier[i])].push_back(i);
  }
  ServicePlan plan;
  std::vector<double> shares;
  for (std::size_t t = 0; t < tiers; ++t) {
    const auto count = static_cast<double>(members[t].size());
    plan.customers.push_back(static_cast<std::int64_t>(members[t].size()));
    plan.hours.push_back(count * policies[t].calls * policies[t].hours_per_call);
    plan.hours_needed += plan.hours.back();
    shares.push_back(members[t].empty() ? 0 : policies[t].budget_share);
  }
  plan.hours_short = std::max(0.0, plan.hours_needed - capacity);
  if (budget > 0 && std::none_of(shares.begin(), shares.end(), [](double s) { return s > 0; })) {
    throw Error(ErrorCode::infeasible, "budget", "no tier with a budget share has a customer");
  }
  plan.tier_budget = allocation::spread(budget, shares, {}, 1, allocation::ZeroWeights::equal);
  plan.customer_budget.assign(n, 0);
  for (std::size_t t = 0; t < tiers; ++t) {
    if (members[t].empty()) continue;
    std::vector<double> weights;
    for (const std::size_t i : members[t]) weights.push_back(expected_return[i]);
    const std::vector<core::Minor> parts =
        allocation::spread(plan.tier_budget[t], weights, {}, 1, allocation::ZeroWeights::equal);
    for (std::size_t k = 0; k < parts.size(); ++k) plan.customer_budget[members[t][k]] = parts[k];
  }
  return plan;
}

}  // namespace salesplan::customer
