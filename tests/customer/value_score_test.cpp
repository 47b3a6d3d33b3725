#include "salesplan/customer/value_score.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "refusal.hpp"
#include "salesplan/customer/care_plan.hpp"
#include "salesplan/customer/lifetime_value.hpp"

namespace salesplan::customer {
namespace {

using Values = std::vector<double>;

TEST(ValueScore, ByHand) {
  const Values spend{100, 300, 200, 1000}, loyalty{0.5, NAN, 1, 0};
  const std::vector<ValueCriterion> criteria{{"spend", 3, spend}, {"loyalty", 1, loyalty}};
  const Values by_rank = value_score(criteria);
  EXPECT_NEAR(by_rank[0], (3 * 0.125 + 1 * 0.5) / 4, 1e-15);
  EXPECT_NEAR(by_rank[1], 0.625, 1e-15);  // of spend alone
  EXPECT_NEAR(by_rank[2], (3 * 0.375 + 5.0 / 6) / 4, 1e-15);
  const Values by_range = value_score(criteria, ValueScale::min_max);
  EXPECT_NEAR(by_range[0], (0 + 0.5) / 4, 1e-15);
  EXPECT_NEAR(by_range[3], 3 / 4.0, 1e-15);
  EXPECT_NEAR(value_score({{"same", 1, Values{5, 5}}}, ValueScale::min_max)[0], 0.5, 0);
  const Values unknown{NAN, 1};
  EXPECT_TRUE(std::isnan(value_score({{"x", 1, unknown}})[0]));
  EXPECT_TRUE(value_score({{"x", 1, {}}}).empty());
}

TEST(ValueScore, TakesNeighboursThatDifferByRoundingAsEqual) {
  const Values alive{0.9, 0.3, 0.3 * (1 + 1e-14), 0.1};
  const Values score = value_score({{"alive", 1, alive}});
  EXPECT_EQ(score, (Values{0.875, 0.5, 0.5, 0.125}));
  EXPECT_EQ(value_score({{"x", 1, Values{1, 1 + 1e-6}}}), (Values{0.25, 0.75}));
}

TEST(ValueScore, RefusesWhatCannotBe) {
  const Values one{1}, two{1, 2}, bad{1, INFINITY};
  EXPECT_EQ(refusal([&] { value_score({}); }), "criteria: no criterion has a positive weight");
  EXPECT_EQ(refusal([&] {
              value_score({{"x", 0, one}});
            }),
            "criteria: no criterion has a positive weight");
  EXPECT_EQ(refusal([&] {
              value_score({{"x", -1, one}});
            }),
            "criteria[0].weight: -1 is not in 0..1e100");
  EXPECT_EQ(refusal([&] {
              value_score({{"x", 1, one}, {"y", 1, two}});
            }),
            "criteria[1].value: 2 values for 1 customers");
  EXPECT_EQ(refusal([&] {
              value_score({{"x", 1, bad}});
            }),
            "criteria[0].value[1]: inf is not within -1e150..1e150");
}

// Golden: the identities in lifetimes' test_utils: one period at d = 0 is E, at d = 1 it is E/2;
// two periods at d = 1 are E1/2 + E2/4.
TEST(LifetimeValue, DiscountsByPeriod) {
  const LifetimeModel model{Lifetime::bg_nbd, {0.243, 4.414, 0.793, 2.426}, 1};
  const Values x{2, 0}, t_x{30.43, 0}, T{38.86, 38.86}, spend{20, 30};
  const Histories histories{x, t_x, T};
  const Values one = expected_purchases(model, histories, 4);
  const Values two = expected_purchases(model, histories, 8);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_NEAR(lifetime_value(model, histories, spend, {1, 4, 0, 1})[i], one[i] * spend[i], 1e-12);
    EXPECT_NEAR(lifetime_value(model, histories, spend, {1, 4, 1, 0.5})[i], one[i] * spend[i] / 4,
                1e-12);
    EXPECT_NEAR(lifetime_value(model, histories, spend, {2, 4, 1, 1})[i],
                spend[i] * (one[i] / 2 + (two[i] - one[i]) / 4), 1e-12);
    // Many short periods, each discounted at its middle, come to the discounted residual purchases.
    EXPECT_NEAR(std::exp(0.001) *
                    lifetime_value(model, histories, spend, {8000, 0.1, std::expm1(0.002), 1})[i],
                spend[i] * discounted_purchases(model, histories, 0.02)[i], 1e-4);
  }
  EXPECT_EQ(refusal([&] { lifetime_value(model, histories, Values{1}); }),
            "spend: 1 values for 2 customers");
  EXPECT_EQ(refusal([&] {
              lifetime_value(model, histories, spend, {0, 1, 0, 1});
            }),
            "periods: 0 is not in 1..10000");
  EXPECT_EQ(refusal([&] {
              lifetime_value(model, histories, spend, {1, 1, 0, 2});
            }),
            "margin: 2 is not in 0..1");
}

TEST(CarePlan, ByHand) {
  const Values p{0.9, 0.5, 0.1, 0.95, 0.5}, expected{100, 100, 30, 50, 300},
      potential{150, NAN, NAN, 500, 1000};
  const std::vector<CareItem> items = care_plan({p, expected, potential});
  ASSERT_EQ(items.size(), 5u);
  const auto is = [&](std::size_t row, std::size_t customer, Care care, double stake) {
    EXPECT_EQ(items[row].customer, customer);
    EXPECT_EQ(items[row].care, care);
    EXPECT_NEAR(items[row].stake, stake, 1e-9);
  };
  is(0, 3, Care::grow, 450);
  is(1, 4, Care::retain, 300);
  is(2, 1, Care::retain, 100);
  is(3, 2, Care::reactivate, 270);
  is(4, 0, Care::maintain, 100);
  EXPECT_EQ(items[0].reason, "P(alive) 0.95; buys 50 of a potential of 500");
  EXPECT_EQ(items[2].reason, "P(alive) 0.5; 100 more were it 1");
  CareOptions options;
  options.least_stake = 200;
  EXPECT_EQ(care_plan({p, expected, {}}, options)[0].customer, 4u);
  EXPECT_EQ(care_name(Care::reactivate), std::string("reactivate"));
}

TEST(CarePlan, RefusesWhatCannotBe) {
  const Values one{1}, over{1.5}, bad{-1};
  EXPECT_EQ(refusal([&] { care_plan({over, one}); }), "p_alive[0]: 1.5 exceeds 1");
  EXPECT_EQ(refusal([&] {
              care_plan({one, bad});
            }),
            "expected_value[0]: -1 is not finite and >= 0");
  EXPECT_EQ(refusal([&] {
              care_plan({one, one, bad});
            }),
            "potential[0]: -1 is not finite and >= 0");
  CareOptions options;
  options.safe_from = 0.1;
  EXPECT_EQ(refusal([&] { care_plan({one, one}, options); }), "safe_from: 0.1 is not in 0.3..1");
}

}  // namespace
}  // namespace salesplan::customer
