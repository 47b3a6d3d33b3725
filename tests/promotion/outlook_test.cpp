#include "salesplan/promotion/outlook.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "refusal.hpp"
#include "salesplan/promotion/ledger.hpp"
#include "salesplan/promotion/recommendation.hpp"

namespace salesplan::promotion {
namespace {

TEST(Outlook, WithNoHistoryIsThePriorAndSaysSo) {
  const std::vector<PromotionKind> planned{{"coupon", "bikes", 0.1}};
  const Outlook o = outlook({}, planned)[0];
  EXPECT_EQ(o.basis, "no history");
  EXPECT_EQ(o.similar, 0u);
  EXPECT_EQ(o.result.mean, 0);
  EXPECT_NEAR(o.result.sd, std::sqrt(1 + 4 * 0.25), 1e-12);
}

TEST(Outlook, JudgesOftenSeenKindsByThemselvesAndOthersByWhatTheyResemble) {
  std::vector<PastPromotion> history;
  for (int i = 0; i < 20; ++i) {
    const double noise = 0.1 * (i % 5 - 2);
    history.push_back({{"coupon", "bikes", 0.15}, {0.8 + noise, 0.05}});
    history.push_back({{"coupon", "helmets", 0.15}, {0.6 + noise, 0.05}});
    history.push_back({{"display", "bikes", 0.15}, {-0.5 + noise, 0.05}});
  }
  const std::vector<PromotionKind> planned{{"coupon", "bikes", 0.15},
                                           {"coupon", "bikes", 0.35},
                                           {"coupon", "gloves", 0.15},
                                           {"gift", "bikes", 0.15}};
  const std::vector<Outlook> o = outlook(history, planned);
  EXPECT_EQ(o[0].basis, "type, category and depth");
  EXPECT_EQ(o[0].similar, 20u);
  EXPECT_NEAR(o[0].result.mean, 0.8, 0.02);
  EXPECT_LT(o[0].result.sd, 0.25);
  EXPECT_EQ(o[1].basis, "type and category");
  EXPECT_EQ(o[2].basis, "type");
  EXPECT_EQ(o[2].similar, 40u);
  EXPECT_GT(o[2].result.mean, 0.4);
  EXPECT_EQ(o[3].basis, "all promotions");
  EXPECT_EQ(o[3].similar, 60u);
  EXPECT_LT(o[0].result.sd, o[1].result.sd);
  EXPECT_LT(o[2].result.sd, o[3].result.sd);
}

TEST(Outlook, IsCalibratedWhereTheWorldIsHierarchical) {
  // Forecast the next promotion of random kinds from random histories, then look at the ledger.
  std::vector<LedgerEntry> ledger;
  for (unsigned seed = 1; seed <= 400; ++seed) {
    std::mt19937_64 random(seed);
    std::normal_distribution<double> normal;
    const char* types[] = {"a", "b", "c"};
    const char* categories[] = {"x", "y"};
    double mean[3][2][2];
    const double grand = 0.2 + normal(random);
    for (auto& type : mean) {
      const double t = grand + 0.4 * normal(random);
      for (auto& category : type) {
        const double c = t + 0.3 * normal(random);
        for (double& depth : category) depth = c + 0.2 * normal(random);
      }
    }
    const auto draw = [&](PromotionKind& kind) {
      const std::size_t t = random() % 3, c = random() % 2, d = random() % 2;
      kind = {types[t], categories[c], d == 0 ? 0.05 : 0.15};
      return mean[t][c][d] + 0.4 * normal(random);
    };
    std::vector<PastPromotion> history(random() % 30);
    for (PastPromotion& past : history) past.result.mean = draw(past.kind);
    std::vector<PromotionKind> next(1);
    const double realised = draw(next[0]);
    ledger.push_back({"next", outlook(history, next)[0].result, realised});
  }
  const Calibration c = calibration(ledger);
  EXPECT_NEAR(c.coverage_80, 0.80, 0.06);
  EXPECT_NEAR(c.coverage_95, 0.95, 0.03);
  EXPECT_NEAR(c.bias, 0, 0.1);
  EXPECT_NEAR(c.spread_factor, 1, 0.15);  // the spreads are one point, not a distribution
  EXPECT_LT(c.brier_score, 0.2);
}

TEST(Outlook, DoesNotDependOnTheOrderOfHistory) {
  std::vector<PastPromotion> history{
      {{"a", "x", 0.1}, {0.5, 0.1}}, {{"b", "x", 0.2}, {-0.2, 0.2}}, {{"a", "y", 0.1}, {0.1, 0}}};
  const std::vector<PromotionKind> planned{{"a", "x", 0.1}};
  const Outlook forward = outlook(history, planned)[0];
  std::swap(history[0], history[2]);
  const Outlook backward = outlook(history, planned)[0];
  EXPECT_NEAR(forward.result.mean, backward.result.mean, 1e-6);
  EXPECT_NEAR(forward.result.sd, backward.result.sd, 1e-6);
}

TEST(Outlook, RefusesBadInput) {
  const std::vector<PromotionKind> planned{{"a", "x", 1.5}};
  EXPECT_EQ(refusal([&] { outlook({}, planned); }), "planned[0].depth: 1.5 is outside [0, 1]");
  const std::vector<PastPromotion> history{{{"a", "x", 0.1}, {NAN, 0}}};
  EXPECT_EQ(refusal([&] { outlook(history, {}); }), "history[0].result.mean: nan is not finite");
  OutlookOptions options;
  options.depth_edges = {0.2, 0.1};
  EXPECT_EQ(refusal([&] { outlook({}, {}, options); }), "depth_edges[1]: does not rise");
  options = {};
  options.prior.sd = 0;
  EXPECT_EQ(refusal([&] { outlook({}, {}, options); }), "prior.sd: is 0");
}

TEST(RoiOutlook, HasTheQuantilesOfTheUplift) {
  const PlannedEconomics plan{1000, 4, 1, 0, 300};
  const RoiOutlook o = roi_outlook({std::log(1.5), 0.1}, plan);
  EXPECT_NEAR(o.median, 500 * 4 / (300 + 1500.0) - 1, 1e-12);
  const double low = std::exp(std::log(1.5) - 0.1 * 1.6448536269514722);
  EXPECT_NEAR(o.interval.lower, 1000 * (low - 1) * 4 / (300 + 1000 * low) - 1, 1e-12);
  // ROI > 0 where the ratio exceeds 1 + (b·d + F) / (b(m - d)) = 1.43333.
  EXPECT_NEAR(o.profit_probability,
              numeric::normal_probability((std::log(1.5) - std::log(1 + 1300.0 / 3000)) / 0.1),
              1e-12);
  EXPECT_EQ(roi_outlook({1, 0.1}, {1000, 4, 4, 0, 300}).profit_probability, 0);
  EXPECT_EQ(refusal([] {
              roi_outlook({1, 0.1}, {1000, 4, 0, 0, 0});
            }),
            "fixed_cost: the promotion costs nothing");
  EXPECT_EQ(refusal([] { roi_outlook({1, 0.1}, {0, 4, 0, 0, 1}); }), "baseline: 0 is not positive");
  EXPECT_EQ(refusal([] {
              roi_outlook({1, 0.1}, {1000, -4, 1, 0, 1});
            }),
            "margin: -4 is not positive");
}

TEST(Calibration, ByHand) {
  const std::vector<LedgerEntry> ledger{
      {"a", {0.5, 0.5}, 1.0}, {"b", {0.0, 1.0}, -3.0}, {"c", {0.2, 0.1}, core::missing_number}};
  const Calibration c = calibration(ledger);
  EXPECT_EQ(c.realised, 2u);
  EXPECT_NEAR(c.bias, -1.25, 1e-15);
  EXPECT_NEAR(c.absolute_error, 1.75, 1e-15);
  EXPECT_NEAR(c.coverage_80, 0.5, 0);
  EXPECT_NEAR(c.coverage_95, 0.5, 0);
  EXPECT_NEAR(c.spread_factor, std::sqrt(5), 1e-12);
  EXPECT_NEAR(c.brier_score, (std::pow(0.15865525393145707, 2) + 0.25) / 2, 1e-12);
  EXPECT_EQ(c.by_tenth[8], 1u);
  EXPECT_EQ(c.by_tenth[0], 1u);
  EXPECT_TRUE(std::isnan(calibration({}).bias));
  EXPECT_EQ(refusal([] {
              calibration(std::vector<LedgerEntry>{{"a", {0, 0}, 1}});
            }),
            "ledger[0].forecast.sd: is 0");
}

RunningPromotion running(double elasticity, double uplift, double fixed) {
  RunningPromotion p;
  p.plan = {1000, 5, 2, 0, fixed};
  p.price = 10;
  p.log_uplift = {std::log(uplift), 0.05};
  p.elasticity = {elasticity, 0.1};
  return p;
}

TEST(Recommend, KeepsChangesOrStops) {
  // A constant elasticity of -4 with margin 5 of 10: b((1-x)^-4 (5 - 10x) - 5) peaks at x = 1/3.
  RunningPromotion good = running(-4, std::pow(0.8, -4), 100);
  good.log_uplift.sd = 0;
  good.elasticity.sd = 0;
  const Recommendation deeper = recommend(good);
  EXPECT_EQ(deeper.action, Action::change_depth);
  EXPECT_NEAR(deeper.depth, 1.0 / 3, 0.01);
  EXPECT_NEAR(deeper.expected_net,
              1000 * (std::pow(1 - deeper.depth, -4) * (5 - 10 * deeper.depth) - 5) - 100, 1e-6);
  EXPECT_EQ(deeper.profit_probability, 1);
  EXPECT_NE(deeper.reason.find("33 % instead of 20 %"), std::string::npos) << deeper.reason;

  good.plan.discount = 10.0 / 3;
  good.log_uplift.mean = -4 * std::log(2.0 / 3);
  const Recommendation keep = recommend(good);
  EXPECT_EQ(keep.action, Action::keep) << keep.reason;
  EXPECT_NEAR(keep.depth, 1.0 / 3, 1e-12);

  const Recommendation stop = recommend(running(-1, 1.2, 500));
  EXPECT_EQ(stop.action, Action::stop);
  EXPECT_LT(stop.expected_net, 0);
  EXPECT_NE(stop.reason.find("expected net return is -"), std::string::npos) << stop.reason;

  // A lottery: the mean of a wide lognormal is positive, but a profit is unlikely.
  RunningPromotion lottery = running(-0.1, 1.05, 300);
  lottery.log_uplift.sd = 1.5;
  RecommendationOptions careful;
  careful.stop_below = 0.5;
  const Recommendation risky = recommend(lottery, careful);
  EXPECT_EQ(risky.action, Action::stop);
  EXPECT_NE(risky.reason.find("probability of a profit"), std::string::npos) << risky.reason;
}

TEST(Recommend, StopsWhatIsOnlyADiscount) {
  // Elasticity -1 at margin 5 of 10: every discount loses, so that none is the best.
  const Recommendation none = recommend(running(-1, std::pow(0.8, -1), 0));
  EXPECT_EQ(none.action, Action::stop);
  EXPECT_EQ(none.depth, 0);
  EXPECT_NE(none.reason.find("no discount at all adds 12"), std::string::npos) << none.reason;
  RunningPromotion below_cost = running(-4, 2.5, 100);
  below_cost.plan.margin = -1;
  const Recommendation lost = recommend(below_cost);
  EXPECT_EQ(lost.action, Action::stop);
  EXPECT_LT(lost.present_net, 0);
  EXPECT_NE(lost.reason.find("no sale pays"), std::string::npos) << lost.reason;
}

TEST(Recommend, RefusesBadInput) {
  RunningPromotion p = running(-2, 1.5, 0);
  p.price = 2;
  EXPECT_EQ(refusal([&] { recommend(p); }), "price: 2 is not above the discount 2");
  RecommendationOptions options;
  options.step = 0;
  EXPECT_EQ(refusal([&] { recommend(running(-2, 1.5, 0), options); }),
            "step: 0 is outside [0.0001, deepest]");
}

}  // namespace
}  // namespace salesplan::promotion
