#include "salesplan/promotion/promotion_return.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "refusal.hpp"
#include "salesplan/promotion/cost_sheet.hpp"

namespace salesplan::promotion {
namespace {

TEST(CostSheet, AddsUpByLineAndKind) {
  const std::vector<CostLine> lines{{"demonstrators", CostKind::people, 120000, 0},
                                    {"leaflets", CostKind::material, 30000, 2.5},
                                    {"price cut", CostKind::discount, 0, 150},
                                    {"radio", CostKind::media, 500000, 0},
                                    {"shelf talkers", CostKind::material, 999, 0}};
  const CostSheet sheet = cost_sheet(lines, 1001);
  EXPECT_EQ(sheet.line, (std::vector<core::Minor>{120000, 32503, 150150, 500000, 999}));
  EXPECT_EQ(sheet.by_kind, (std::array<core::Minor, 5>{120000, 33502, 500000, 150150, 0}));
  EXPECT_EQ(sheet.fixed, 650999);
  EXPECT_EQ(sheet.total, 803652);
  EXPECT_EQ(cost_sheet({}, 5).total, 0);
}

TEST(CostSheet, RefusesBadInput) {
  std::vector<CostLine> lines{{"a", CostKind::people, 1, 0}, {"b", CostKind::media, -1, 0}};
  EXPECT_EQ(refusal([&] { cost_sheet(lines, 1); }), "lines[1].fixed: -1 is negative");
  lines[1] = {"b", CostKind::media, 0, NAN};
  EXPECT_EQ(refusal([&] { cost_sheet(lines, 1); }), "lines[1].per_unit: nan is not finite");
  lines[1] = {"b", CostKind::media, 0, 1e18};
  EXPECT_EQ(refusal([&] { cost_sheet(lines, 1e6); }),
            "lines[1].per_unit: is beyond 64-bit minor units");
  lines[1] = {"b", static_cast<CostKind>(9), 0, 0};
  EXPECT_EQ(refusal([&] { cost_sheet(lines, 1); }), "lines[1].kind: is not a kind of cost");
  EXPECT_EQ(refusal([&] { cost_sheet(lines, -1); }), "units: -1 is negative");
}

PromotionFacts facts() {
  PromotionFacts f;
  f.units = 1500;
  f.baseline = {1000, 50};
  f.price = 10;
  f.margin = 4;
  f.discount = 1;
  f.fixed_cost = 300;
  f.periods = 4;
  return f;
}

TEST(PromotionReturn, IsTheTextbookSumForOneProduct) {
  const PromotionReturn r = promotion_return(facts());
  // (q - b)(m - d) - b·d - F
  EXPECT_NEAR(r.net.mean, 500 * 3 - 1000 * 1 - 300, 1e-9);
  EXPECT_NEAR(r.net.sd, 200, 1e-9);
  EXPECT_NEAR(r.cost, 1800, 1e-9);
  EXPECT_NEAR(r.roi.mean, 200.0 / 1800, 1e-12);
  EXPECT_NEAR(r.roi_interval.lower, (200 - 1.6448536269514722 * 200) / 1800, 1e-12);
  EXPECT_NEAR(r.profit_probability, 0.8413447460685429, 1e-12);
  EXPECT_NEAR(r.discount_given, 1500, 1e-9);
  EXPECT_NEAR(r.subsidised_discount.mean, 1000, 1e-9);
  EXPECT_NEAR(r.incremental_revenue.mean, 1500 * 9 - 1000 * 10, 1e-9);
  EXPECT_NEAR(r.revenue_per_cost, 3500.0 / 1800, 1e-12);
  EXPECT_NEAR(r.payback_periods, 300 / (500 / 4.0), 1e-12);
  EXPECT_NEAR(r.payback_interval.lower, 300 / ((500 + 1.6448536269514722 * 200) / 4), 1e-9);
  // u* = (b·d + F) / (b(m - d))
  EXPECT_NEAR(r.break_even_uplift, 1300.0 / 3000, 1e-12);
  EXPECT_LT(r.break_even_uplift_interval.lower, r.break_even_uplift);
  EXPECT_GT(r.break_even_uplift_interval.upper, r.break_even_uplift);
  EXPECT_NEAR(r.break_even_discount, break_even_discount(1000, 4, 0.5, 300), 1e-12);
}

TEST(PromotionReturn, TakesOffWhatWasPulledForwardAndCountsRelatedProducts) {
  PromotionFacts f = facts();
  f.pulled_forward = {100, 30};
  f.related = {{"crackers", {200, 40}, 2}, {"own label", {-150, 20}, 3}};
  const PromotionReturn r = promotion_return(f);
  EXPECT_NEAR(r.incremental_units.mean, 1500 - 1000 - 100 + 200 - 150, 1e-9);
  EXPECT_NEAR(r.incremental_units.sd, std::sqrt(2500.0 + 900 + 1600 + 400), 1e-9);
  EXPECT_NEAR(r.direct_return.mean, 400 * 4, 1e-9);
  EXPECT_NEAR(r.indirect_return.mean, 400 - 450, 1e-9);
  EXPECT_NEAR(r.net.mean, 1600 - 50 - 1800, 1e-9);
  EXPECT_NEAR(r.net.sd, std::sqrt(16 * 3400.0 + 6400 + 3600), 1e-9);
  EXPECT_NEAR(r.break_even_discount, 1 - 250.0 / 1500, 1e-12);
  f.discount = r.break_even_discount;
  EXPECT_NEAR(promotion_return(f).net.mean, 0, 1e-9);
}

TEST(PromotionReturn, BreakEvenPointsBreakEven) {
  std::mt19937_64 random(20);
  std::uniform_real_distribution<double> uniform(0.1, 1);
  for (int i = 0; i < 200; ++i) {
    PromotionFacts f;
    f.baseline = {1000 * uniform(random), 0};
    f.price = 10;
    f.margin = 5 * uniform(random);
    f.discount = 0.5 * f.margin * uniform(random);
    f.unit_cost = 0.3 * f.margin * uniform(random);
    f.fixed_cost = 400 * uniform(random);
    const double u =
        break_even_uplift(f.baseline.mean, f.margin, f.discount, f.fixed_cost, f.unit_cost);
    f.units = f.baseline.mean * (1 + u);
    EXPECT_NEAR(promotion_return(f).net.mean, 0, 1e-9) << i;
    EXPECT_NEAR(break_even_discount(f.baseline.mean, f.margin, u, f.fixed_cost, f.unit_cost),
                f.discount, 1e-12)
        << i;
  }
}

TEST(PromotionReturn, SaysWhatCannotPay) {
  PromotionFacts f = facts();
  f.discount = 4;
  const PromotionReturn r = promotion_return(f);
  EXPECT_TRUE(std::isinf(r.break_even_uplift));
  EXPECT_TRUE(std::isinf(r.payback_periods));
  EXPECT_TRUE(std::isinf(r.payback_interval.upper));
  f.discount = 0;
  f.fixed_cost = 0;
  const PromotionReturn free = promotion_return(f);
  EXPECT_TRUE(std::isnan(free.roi.mean));
  EXPECT_EQ(free.payback_periods, 0);
  f.baseline.sd = 0;
  EXPECT_EQ(promotion_return(f).profit_probability, 1);
}

TEST(PromotionReturn, RefusesBadInput) {
  const auto with = [](auto change) {
    PromotionFacts f = facts();
    change(f);
    return refusal([&] { promotion_return(f); });
  };
  EXPECT_EQ(with([](PromotionFacts& f) { f.units = 0; }), "units: 0 is not positive");
  EXPECT_EQ(with([](PromotionFacts& f) { f.baseline.sd = -1; }), "baseline.sd: -1 is negative");
  EXPECT_EQ(with([](PromotionFacts& f) { f.price = NAN; }), "price: nan is not finite");
  EXPECT_EQ(with([](PromotionFacts& f) {
              f.related = {{"a", {1, 1}, INFINITY}};
            }),
            "related[0].margin: inf is not finite");
  EXPECT_EQ(refusal([] { promotion_return(facts(), 1); }), "level: 1 is outside (0, 1)");
  EXPECT_EQ(refusal([] { break_even_uplift(0, 1, 0); }), "baseline: 0 is not positive");
  EXPECT_EQ(refusal([] { break_even_discount(1, 1, -1); }), "uplift: -1 is not above -1");
}

}  // namespace
}  // namespace salesplan::promotion
