#include "salesplan/plan/strategy.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "plan/small_plan.hpp"
#include "refusal.hpp"

namespace salesplan::plan {
namespace {

/// Tea sells 100.00 a month at a cost of 40.00; rice 30.00 at 24.00, growing by half a year.
Specification two_products() {
  Specification spec = small_plan_of_products();
  spec.facts.measures.push_back({"cost", 2, {}});
  for (int year : {2024, 2025}) {
    for (int m = 0; m < 12; ++m) {
      sell(spec, mid_month(year, m), {0, 0}, 10000);
      spec.facts.measures[1].values.push_back(4000);
      sell(spec, mid_month(year, m), {1, 1}, year == 2024 ? 2000 : 3000);
      spec.facts.measures[1].values.push_back(year == 2024 ? 1600 : 2400);
    }
  }
  return spec;
}

TEST(ProductLines, AreRankedByTheBaseYear) {
  Specification spec = two_products();
  EXPECT_TRUE(product_lines(spec, history(spec)).empty());
  spec.products = ProductSettings{1, {1, 0, 0}, {}};
  const std::vector<ProductLineRow> rows = product_lines(spec, history(spec));
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].leaf, 0);
  EXPECT_EQ(rows[0].rank, 1u);
  EXPECT_EQ(rows[0].revenue, 120000);
  EXPECT_EQ(rows[0].contribution, 72000);
  EXPECT_EQ(rows[0].growth, 0);
  EXPECT_NEAR(rows[0].return_on_cost, 1.5, 1e-12);
  EXPECT_EQ(rows[0].abc, 'A');
  EXPECT_EQ(rows[0].xyz, 'X');
  EXPECT_EQ(rows[0].stage, product::Stage::maturity);
  EXPECT_NEAR(rows[0].share_first, 1, 1e-9);
  EXPECT_NEAR(rows[1].growth, 0.5, 1e-12);
  EXPECT_NEAR(rows[1].return_on_cost, 0.25, 1e-12);
  EXPECT_EQ(rows[1].stage, product::Stage::growth);

  spec.products->weights = {0, 1, 0};
  EXPECT_EQ(product_lines(spec, history(spec))[0].leaf, 1);
}

TEST(ProductLines, MarketShareAndFeedbackCountWhereTheyAreKnown) {
  Specification spec = two_products();
  spec.products = ProductSettings{1, {0, 0, 0, 1, 1}, {{0.1, 0.2, 0.02, 3}, {0.4, 0.1, 0.2, 4}}};
  const std::vector<ProductLineRow> rows = product_lines(spec, history(spec));
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].leaf, 1);
  EXPECT_EQ(rows[0].score, 1);
  EXPECT_EQ(rows[0].relative_share, 4);
  EXPECT_EQ(rows[0].quadrant, product::Quadrant::star);
  EXPECT_EQ(rows[1].quadrant, product::Quadrant::dog);
  EXPECT_EQ(rows[1].feedback, 3);
  // Not known: as the mean of those known, and without a place in the portfolio.
  spec.products->facts[0] = {};
  const std::vector<ProductLineRow> one_known = product_lines(spec, history(spec));
  EXPECT_TRUE(std::isnan(one_known[0].relative_share));
  EXPECT_FALSE(one_known[0].quadrant.has_value());
}

TEST(ProductLines, WithoutCostsRankByRevenueAndLeaveOutWhatDidNotSell) {
  Specification spec = small_plan();
  sell_two_years(spec);
  spec.dimensions[0] =
      table::Dimension("rep", {{"ann", "", ""}, {"bob", "", ""}, {"cai", "", ""}, {"dan", "", ""}});
  spec.products = ProductSettings{0, {}, {}};
  const std::vector<ProductLineRow> rows = product_lines(spec, history(spec));
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0].contribution, 120000);
  EXPECT_TRUE(std::isnan(rows[0].return_on_cost));
}

/// Ten months of five products; "cut" takes 20 % off for one month of each and doubles the sales.
Specification with_promotions() {
  Specification spec = two_products();
  PromotionBook book;
  book.names = {{"cut", "Price cut", "price", "", 0.2, 50}, {"gift", "Gift", "gift", "", 0.1, 0}};
  const std::int32_t first = calendar::parse_period("2025-01", "period").ordinal;
  for (std::int32_t i = 0; i < 5; ++i) {
    for (std::int32_t t = 0; t < 10; ++t) {
      const bool on = t == i + 3;
      const double units = (on ? 200 : 100) * (1 + 0.02 * ((t * (3 + i)) % 5));
      book.month.push_back(first + t);
      book.product.push_back(i);
      book.promotion.push_back(on ? 0 : -1);
      book.units.push_back(units);
      book.revenue.push_back(units * (on ? 8 : 10));
      book.discount.push_back(on ? 2 * units : 0);
      book.cost.push_back(4 * units);
    }
  }
  spec.promotions = book;
  return spec;
}

TEST(Promotions, AreJudgedByWhatIsKnownOnTheDay) {
  Specification spec = with_promotions();
  const auto on = [&](const char* day) {
    return promotions(spec, calendar::parse_date(day, "day"));
  };
  const std::vector<PromotionRow> year = on("2025-12-31");
  ASSERT_EQ(year.size(), 2u);
  EXPECT_TRUE(year[0].sold);
  EXPECT_EQ(year[0].basis, "sales");
  EXPECT_EQ(year[0].facts.periods, 5);
  EXPECT_NEAR(year[0].facts.units / year[0].facts.baseline.mean, 2, 0.1);
  EXPECT_EQ(year[0].facts.fixed_cost, 50);
  EXPECT_EQ(year[0].roi.mean, year[0].result.roi.mean);
  // Half of the units would have been sold anyhow: 5 units gained at 6 pay 10 given away at 2.
  EXPECT_NEAR(year[0].roi.mean, 0.5, 0.15);
  EXPECT_FALSE(year[1].sold);
  EXPECT_EQ(year[1].basis, "all promotions");
  EXPECT_GT(year[1].roi.sd, year[0].roi.sd);
  EXPECT_LT(year[1].roi_interval.lower, year[1].roi.mean);

  EXPECT_EQ(on("2025-04-29")[0].basis, "no history");
  EXPECT_EQ(on("2025-05-30")[0].facts.periods, 1);
  EXPECT_EQ(on("2025-05-31")[0].facts.periods, 2);
  spec.promotions.reset();
  EXPECT_TRUE(on("2025-12-31").empty());
}

TEST(Promotions, AnErrorIsPlacedInTheSpecification) {
  Specification spec = with_promotions();
  spec.promotions->units[3] = 0;
  EXPECT_EQ(refusal([&] { promotions(spec, calendar::parse_date("2025-12-31", "day")); }),
            "promotions.units[3]: 0 is not positive");
}

}  // namespace
}  // namespace salesplan::plan
