#include "salesplan/customer/service_policy.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <vector>

#include "refusal.hpp"
#include "salesplan/customer/tiers.hpp"
#include "salesplan/numeric/random.hpp"

namespace salesplan::customer {
namespace {

using Values = std::vector<double>;
using Places = std::vector<std::int64_t>;

std::vector<ServicePolicy> policies() {
  return {{"A", 4, 1.5, 0.15, 4, 0.5}, {"B", 2, 1, 0.1, 8, 0.3}, {"C", 0, 0, 0.05, 24, 0.2}};
}

TEST(ServicePolicy, SeatsOfTheVisitHours) {
  EXPECT_EQ(service_seats(policies(), Values{60, 30}), (Places{10, 15}));
  EXPECT_EQ(service_seats(policies(), Values{63, 30}), (Places{10, 16}));  // 3 hours go on to B
  EXPECT_EQ(service_seats(policies(), Values{0, 0}), (Places{0, 0}));
  std::vector<ServicePolicy> tenths = policies();
  tenths[0].hours_per_call = 0.025;  // 4 calls: 0.1 hours
  EXPECT_EQ(service_seats(tenths, Values{0.3, 0})[0], 3);
}

TEST(ServicePolicy, PlanByHand) {
  const ServicePlan plan =
      plan_service(policies(), Places{0, 1, 1, 2}, Values{10, 1, 3, 0}, 1000, 9);
  EXPECT_EQ(plan.customers, (Places{1, 2, 1}));
  EXPECT_EQ(plan.hours, (Values{6, 4, 0}));
  EXPECT_EQ(plan.hours_needed, 10);
  EXPECT_EQ(plan.hours_short, 1);
  EXPECT_EQ(plan.tier_budget, (std::vector<core::Minor>{500, 300, 200}));
  EXPECT_EQ(plan.customer_budget, (std::vector<core::Minor>{500, 75, 225, 200}));
  // A tier without customers gives its share to the others.
  const ServicePlan no_b = plan_service(policies(), Places{0, 2}, Values{1, 1}, 700, 100);
  EXPECT_EQ(no_b.tier_budget, (std::vector<core::Minor>{500, 0, 200}));
  EXPECT_EQ(no_b.hours_short, 0);
}

TEST(ServicePolicy, EverySumIsExactAndCapacityTiersFit) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    SCOPED_TRACE(seed);
    numeric::Random random(seed);
    Values value;
    for (int i = 0; i < 60; ++i) value.push_back(random.exponential());
    const Values hours{40 * random.uniform(), 60 * random.uniform()};
    const Tiers tiers = tiers_by_capacity(value, service_seats(policies(), hours));
    const auto budget = static_cast<core::Minor>(1000000 * random.uniform());
    const ServicePlan plan =
        plan_service(policies(), tiers.tier, value, budget, hours[0] + hours[1]);
    EXPECT_EQ(plan.hours_short, 0);
    EXPECT_EQ(std::accumulate(plan.tier_budget.begin(), plan.tier_budget.end(), core::Minor{0}),
              budget);
    Places by_tier(3);
    for (std::size_t i = 0; i < value.size(); ++i) {
      by_tier[static_cast<std::size_t>(tiers.tier[i])] += plan.customer_budget[i];
    }
    EXPECT_EQ(by_tier, plan.tier_budget);
  }
}

TEST(ServicePolicy, RefusesWhatCannotBe) {
  const auto with = [](auto change) {
    std::vector<ServicePolicy> changed = policies();
    change(changed);
    return refusal([&] { check_policies(changed); });
  };
  EXPECT_EQ(with([](auto&) {}), "accepted");
  EXPECT_EQ(with([](auto& p) { p[1].calls = 5; }),
            "policies[1].calls: 5 exceeds those of the tier above");
  EXPECT_EQ(with([](auto& p) { p[2].response_hours = 2; }),
            "policies[2].response_hours: 2 is below those of the tier above");
  EXPECT_EQ(with([](auto& p) { p[2].discount_ceiling = 0.2; }),
            "policies[2].discount_ceiling: 0.2 exceeds that of the tier above");
  EXPECT_EQ(with([](auto& p) { p[0].hours_per_call = NAN; }),
            "policies[0].hours_per_call: nan is not in 0..1e6");
  EXPECT_EQ(with([](auto& p) { p[0].budget_share = 0.25; }),
            "policies: budget shares sum to 0.75, not 1");
  EXPECT_EQ(with([](auto& p) { p.clear(); }), "policies: is empty");
  EXPECT_EQ(refusal([] { service_seats(policies(), Values{1}); }),
            "hours: 1 values for 3 tiers: one for each but the last");
  EXPECT_EQ(refusal([] { plan_service(policies(), Places{3}, Values{1}, 1, 1); }),
            "tier[0]: 3 is not in 0..2");
  EXPECT_EQ(refusal([] { plan_service(policies(), Places{}, Values{}, 1, 1); }),
            "budget: no tier with a budget share has a customer");
  EXPECT_EQ(refusal([] { plan_service(policies(), Places{0}, Values{1}, -1, 1); }),
            "budget: -1 is negative");
}

}  // namespace
}  // namespace salesplan::customer
