#include "salesplan/target/company_target.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "salesplan/core/error.hpp"

namespace salesplan::target {
namespace company_target_test {

KpiGoal goal(const std::string& name, double base, double growth) {
  KpiGoal result;
  result.name = name;
  result.base = base;
  result.growth = growth;
  return result;
}

std::string refusal(const std::vector<KpiGoal>& goals) {
  try {
    company_target(goals);
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

TEST(CompanyTarget, SetsSeveralKpisAtOnce) {
  KpiGoal revenue = goal("revenue", 1000000, 0.12);
  revenue.market_size = 10000000;
  revenue.market_growth = 0.05;
  revenue.forecast_mean = 1080000;
  revenue.forecast_sd = 40000;
  KpiGoal customers;
  customers.name = "customers";
  customers.base = 640;
  customers.amount = 700;

  const auto targets = company_target(std::vector<KpiGoal>{revenue, customers});
  ASSERT_EQ(targets.size(), 2u);
  EXPECT_EQ(targets[0].target, 1120000);
  EXPECT_NEAR(targets[0].growth, 0.12, 1e-15);
  EXPECT_NEAR(targets[0].share_before, 0.1, 1e-15);
  EXPECT_NEAR(targets[0].share_after, 1.12 / 10.5, 1e-15);
  EXPECT_EQ(targets[0].forecast_gap, 40000);
  EXPECT_NEAR(targets[0].attainment_probability, 0.15865525393145705, 1e-15);  // Φ(-1)
  EXPECT_EQ(targets[1].name, "customers");
  EXPECT_EQ(targets[1].target, 700);
  EXPECT_NEAR(targets[1].growth, 0.09375, 1e-15);
  EXPECT_TRUE(std::isnan(targets[1].share_before));
  EXPECT_TRUE(std::isnan(targets[1].share_after));
  EXPECT_TRUE(std::isnan(targets[1].forecast_gap));
  EXPECT_TRUE(std::isnan(targets[1].attainment_probability));
}

TEST(CompanyTarget, ACertainForecastIsMetOrNot) {
  KpiGoal certain = goal("profit", 100, 0.1);
  certain.forecast_sd = 0;
  certain.forecast_mean = 110;
  EXPECT_EQ(company_target(std::vector<KpiGoal>{certain})[0].attainment_probability, 1);
  certain.forecast_mean = 109;
  EXPECT_EQ(company_target(std::vector<KpiGoal>{certain})[0].attainment_probability, 0);
}

TEST(CompanyTarget, GrowthNeedsAPositiveBase) {
  const auto targets = company_target(std::vector<KpiGoal>{goal("profit", -50, -1.5)});
  EXPECT_EQ(targets[0].target, 25);
  EXPECT_TRUE(std::isnan(targets[0].growth));
}

TEST(CompanyTarget, RefusalsNameThePlace) {
  const KpiGoal good = goal("revenue", 100, 0.1);
  EXPECT_EQ(refusal({good, good}), "goals[1].name: revenue is given twice");
  EXPECT_EQ(refusal({goal("", 100, 0.1)}), "goals[0].name: is empty");
  EXPECT_EQ(refusal({goal("r", core::missing_number, 0.1)}), "goals[0].base: nan is not a number");
  EXPECT_EQ(refusal({goal("r", INFINITY, 0.1)}), "goals[0].base: inf is not finite");
  EXPECT_EQ(refusal({goal("r", 100, core::missing_number)}),
            "goals[0].growth: neither growth nor amount is given");
  EXPECT_EQ(refusal({goal("r", 1e19, 0.1)}), "goals[0].growth: is beyond 64-bit minor units");
  KpiGoal bad = good;
  bad.amount = 3;
  EXPECT_EQ(refusal({bad}), "goals[0].growth: growth and amount are both given");
  bad = good;
  bad.market_size = 0;
  EXPECT_EQ(refusal({bad}), "goals[0].market_size: 0 is not positive");
  bad = good;
  bad.market_growth = -1;
  EXPECT_EQ(refusal({bad}), "goals[0].market_growth: -1 is not above -1");
  bad = good;
  bad.forecast_sd = -2;
  EXPECT_EQ(refusal({bad}), "goals[0].forecast_sd: -2 is negative");
}

}  // namespace company_target_test
}  // namespace salesplan::target
