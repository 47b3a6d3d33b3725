#include "salesplan/material/stock_policy.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "material/golden_rows.hpp"
#include "refusal.hpp"

namespace salesplan::material {
namespace {

TEST(StockPolicy, TextbookExamples) {
  EXPECT_TRUE(is_golden("mustard_cycle", 100 + safety_stock(Service::cycle, 0.98, 25.0)));
  EXPECT_TRUE(is_golden("mustard_fill", 100 + safety_stock(Service::fill, 0.98, 25.0, 100)));
  const LeadTimeDemand cameras = lead_time_demand(150, 16, 5, 1);
  EXPECT_TRUE(
      is_golden("random_lead_time", cameras.mean + safety_stock(Service::cycle, 0.97, cameras.sd)));
  const LeadTimeDemand steady = lead_time_demand(10, 0, 6, 3);
  EXPECT_TRUE(
      is_golden("constant_demand", steady.mean + safety_stock(Service::cycle, 0.98, steady.sd)));
  EXPECT_NEAR(unit_loss(1), 0.0833, 5e-5);  // Silver, Pyke & Peterson (1998), table B.1
  EXPECT_NEAR(unit_loss(2), 0.0085, 5e-5);
}

TEST(StockPolicy, ErrorsAsTheyWereAgreeWithTheirDistribution) {
  std::mt19937_64 random(3);
  std::normal_distribution<double> normal(0, 40);
  std::vector<double> errors(20000);
  for (double& e : errors) e = normal(random);
  for (double level : {0.9, 0.98}) {
    EXPECT_NEAR(safety_stock(Service::cycle, level, errors),
                safety_stock(Service::cycle, level, 40.0), 2.5);
    EXPECT_NEAR(safety_stock(Service::fill, level, errors, 100),
                safety_stock(Service::fill, level, 40.0, 100), 2);
  }
  // Exactly: the fill rate promised is the one the errors give.
  const double s = safety_stock(Service::fill, 0.95, errors, 100);
  double missed = 0;
  for (double e : errors) missed += std::clamp(e - s, 0.0, 100.0);
  EXPECT_NEAR(1 - missed / 20000 / 100, 0.95, 1e-12);
}

TEST(StockPolicy, TheCycleLevelCoversTheNextError) {
  const std::vector<double> errors{5, -3, 8, 1, 0, 2, -7, 4, 3};  // 9: level 0.9 takes the largest
  EXPECT_EQ(safety_stock(Service::cycle, 0.9, errors), 8);
  EXPECT_EQ(safety_stock(Service::cycle, 0.5, errors), 2);
  EXPECT_EQ(refusal([&] { safety_stock(Service::cycle, 0.95, errors); }),
            "errors: 9 errors cannot show a level of 0.95; it takes 19");
}

TEST(StockPolicy, Refusals) {
  EXPECT_EQ(refusal([] { safety_stock(Service::cycle, 1, 1.0); }),
            "level: 1 is not between 0 and 1");
  EXPECT_EQ(refusal([] { safety_stock(Service::fill, 0.9, 1.0); }),
            "order_quantity: 0 is not positive and at most 1e15");
  EXPECT_EQ(refusal([] { safety_stock(Service::cycle, 0.9, std::nan("")); }),
            "sd: nan is outside [0, 1e15]");
  EXPECT_EQ(refusal([] { safety_stock(Service::fill, 0.9, core::View<const double>(), 1); }),
            "errors: is empty");
  EXPECT_EQ(refusal([] { lead_time_demand(-1, 0, 0); }), "daily_mean: -1 is outside [0, 1e15]");
  EXPECT_EQ(reorder_point(100, 26.1), 127);
  EXPECT_EQ(reorder_point(10, -26), 0);
}

}  // namespace
}  // namespace salesplan::material
