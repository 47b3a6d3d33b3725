#include "salesplan/promotion/evaluation.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "refusal.hpp"

namespace salesplan::promotion {
namespace evaluation_test {

struct Sales {
  std::vector<std::int32_t> period, product, promotion;
  std::vector<double> units, revenue, discount, cost;
  PromotionSales view() const {
    return {period, product, promotion, units, revenue, discount, cost};
  }
};

/// Twelve products over 36 months at price 10 and cost 6; promotion 0 cuts a product's price by
/// 20 %, promotion 1 by 40 %, each on every product once. Sales follow an elasticity of -3, a
/// market that all share, and noise. Promotion 2 never runs.
Sales simulate(unsigned seed, double noise) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> normal;
  std::vector<double> market(36);
  for (double& m : market) m = 0.4 * normal(random);
  Sales s;
  for (std::int32_t i = 0; i < 12; ++i) {
    const double level = 5 + normal(random);
    for (std::int32_t t = 0; t < 36; ++t) {
      const std::int32_t promotion = t == i + 5 ? 0 : t == i + 20 ? 1 : -1;
      const double depth = promotion < 0 ? 0 : promotion == 0 ? 0.2 : 0.4;
      const double units = std::exp(level + market[static_cast<std::size_t>(t)] -
                                    3 * std::log1p(-depth) + noise * normal(random));
      s.period.push_back(t);
      s.product.push_back(i);
      s.promotion.push_back(promotion);
      s.units.push_back(units);
      s.revenue.push_back(10 * units * (1 - depth));
      s.discount.push_back(10 * units * depth);
      s.cost.push_back(6 * units);
    }
  }
  return s;
}

const std::vector<double> fixed_cost{100, 100, 100};

TEST(Evaluate, FindsWhatPromotionsBrought) {
  for (unsigned seed = 1; seed <= 5; ++seed) {
    SCOPED_TRACE(seed);
    const Evaluation all = evaluate(simulate(seed, 0.05).view(), fixed_cost);
    ASSERT_EQ(all.promotions.size(), 2u);
    const PromotionEvaluation& shallow = all.promotions[0];
    EXPECT_NEAR(shallow.elasticity.mean, -3, 0.3);
    EXPECT_NEAR(shallow.log_uplift.mean, -3 * std::log(0.8), 3 * shallow.log_uplift.sd);
    EXPECT_NEAR(shallow.facts.price, 10, 1e-9);
    EXPECT_NEAR(shallow.facts.margin, 4, 1e-9);
    EXPECT_NEAR(shallow.facts.discount, 2, 1e-9);
    EXPECT_EQ(shallow.facts.periods, 12);
    EXPECT_EQ(shallow.facts.fixed_cost, 100);
    // Without it each unit would leave 4 on 1 / 1.953 of the units; with it 2 on all.
    const double net = shallow.facts.units * (2 - 4 * std::pow(0.8, 3)) - 100;
    EXPECT_NEAR(shallow.result.net.mean, net, 4 * shallow.result.net.sd);
    EXPECT_LT(all.promotions[1].result.net.mean, shallow.result.net.mean);
    EXPECT_EQ(all.promotions[1].recommendation.action, Action::change_depth);
    EXPECT_EQ(all.promotions[1].promotion, 1);
  }
}

TEST(Evaluate, IsTheReturnOfItsFacts) {
  EvaluationOptions options;
  options.price_lags = 1;
  options.level = 0.8;
  const Evaluation all = evaluate(simulate(1, 0.1).view(), fixed_cost, options);
  const PromotionEvaluation& one = all.promotions[0];
  const PromotionReturn again = promotion_return(one.facts, 0.8);
  EXPECT_EQ(one.result.roi.mean, again.roi.mean);
  EXPECT_EQ(one.result.roi_interval.lower, again.roi_interval.lower);
  const Estimate share = pulled_forward_share(all.response);
  EXPECT_NEAR(one.facts.pulled_forward.mean,
              share.mean * (one.facts.units - one.facts.baseline.mean), 1e-9);
}

TEST(Evaluate, OneProductHasNoMarket) {
  Sales s;
  for (std::int32_t t = 0; t < 24; ++t) {
    const bool cut = t % 6 == 5;
    const double units = (cut ? 250 : 100) * (1 + 0.02 * ((t * 7) % 5));
    s.period.push_back(t);
    s.product.push_back(0);
    s.promotion.push_back(cut ? 0 : -1);
    s.units.push_back(units);
    s.revenue.push_back(units * (cut ? 8 : 10));
    s.discount.push_back(cut ? 2 * units : 0);
    s.cost.push_back(5 * units);
  }
  const Evaluation all = evaluate(s.view(), std::vector<double>{0});
  EXPECT_NEAR(all.promotions[0].log_uplift.mean, std::log(2.5), 0.05);
  EXPECT_GT(all.promotions[0].log_uplift.sd, 0);
}

TEST(Evaluate, RefusesBadInput) {
  const auto with = [](auto change) {
    Sales s = simulate(1, 0.1);
    change(s);
    return refusal([&] { evaluate(s.view(), fixed_cost); });
  };
  EXPECT_EQ(with([](Sales& s) { s.units[3] = 0; }), "units[3]: 0 is not positive");
  EXPECT_EQ(with([](Sales& s) { s.revenue[4] = NAN; }), "revenue[4]: nan is not finite");
  EXPECT_EQ(with([](Sales& s) { s.promotion[2] = 3; }), "promotion[2]: 3 is outside [-1, 3)");
  EXPECT_EQ(with([](Sales& s) { s.product[1] = -1; }), "product[1]: -1 is outside [0, 432)");
  EXPECT_EQ(with([](Sales& s) { s.discount[5] = -2; }), "discount[5]: -2 is negative");
  EXPECT_EQ(with([](Sales& s) { s.cost.pop_back(); }), "cost: 431 values for 432 rows");
  EXPECT_EQ(with([](Sales& s) { s.period[1] = s.period[0]; }),
            "promotion[1]: the period, product and promotion are given twice");
  EXPECT_EQ(refusal([] {
              evaluate(simulate(1, 0.1).view(), std::vector<double>{0, 0, -1});
            }),
            "fixed_cost[2]: -1 is negative");
  EXPECT_EQ(with([](Sales& s) { s.revenue = s.units; }),
            "revenue: no price paid differs from those of its product and period");
}

}  // namespace evaluation_test
}  // namespace salesplan::promotion
