#include "salesplan/plan/material_plan.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "plan/small_plan.hpp"
#include "refusal.hpp"

namespace salesplan::plan {
namespace material_plan_test {

using material::Pieces;

/// January 2026 begins on a Thursday; visits to tier A take two brochures, others one.
class MaterialPlanned : public ::testing::Test {
 protected:
  MaterialPlanned() {
    AccountSettings accounts;
    accounts.tiers = {{"A", 0.5, 0.5, {}, 60, 0, 24, 0.5}, {"B", 0.5, 0.5, {}, 60, 0, 24, 0.5}};
    accounts.day_hours = 8;
    accounts.visit_months = 1;
    spec.accounts = accounts;
    MaterialSettings settings;
    MaterialItem brochure;
    brochure.key = "brochure";
    brochure.on_hand = 4;
    brochure.unit_cost = 50;
    brochure.lead_time_days = 2;
    brochure.error = 0;
    settings.items = {brochure};
    settings.list = {{0, material::any, material::any, material::any, material::any, 1},
                     {0, MaterialSettings::visit, material::any, material::any, 0, 2}};
    spec.material = settings;
    document.accounts.rows.resize(2);
    document.accounts.rows[0].rep = 0;
    document.accounts.rows[0].tier = 0;
    document.accounts.rows[1].rep = 1;
    document.accounts.rows[1].tier = 1;
  }

  void visit(std::size_t account, const char* date) {
    document.accounts.visits.push_back({account, calendar::parse_date(date, "date"), 0, 60});
  }

  MaterialRow planned() const { return material_plan(spec, document, Outlook()).rows.at(0); }

  std::vector<Pieces> weekly(const MaterialRow& row, Pieces MaterialWeek::*what) const {
    std::vector<Pieces> values;
    for (const MaterialWeek& week : row.weeks) values.push_back(week.*what);
    return values;
  }

  Specification spec = small_plan();
  Document document;
};

TEST_F(MaterialPlanned, VisitsTakeWhatTheListSays) {
  visit(0, "2026-01-02");  // tier A: 2
  visit(1, "2026-01-06");  // tier B: 1
  visit(0, "2026-01-09");  // 2
  visit(0, "2026-01-30");  // 2
  spec.material->items[0].open_orders = {{calendar::make_date(2026, 1, 20), 1}};
  const MaterialRow row = planned();
  EXPECT_EQ(row.need, 7);
  EXPECT_EQ(weekly(row, &MaterialWeek::need), (std::vector<Pieces>{2, 3, 0, 0, 2}));
  EXPECT_EQ(calendar::date_text(row.weeks[0].start), "2026-01-01");
  EXPECT_EQ(calendar::date_text(row.weeks[1].start), "2026-01-05");
  // 4 in stock, 1 comes on the 20th: one lacks from the 5th on, and both by the 26th.
  EXPECT_EQ(row.covered, 2 + 2 + 0);
  EXPECT_EQ(calendar::date_text(row.out_on), "2026-01-05");
  ASSERT_EQ(row.orders.size(), 2u);
  EXPECT_EQ(calendar::date_text(row.orders[0].order_on), "2026-01-01");
  EXPECT_EQ(calendar::date_text(row.orders[0].arrives), "2026-01-05");
  EXPECT_EQ(row.orders[0].pieces, 1);
  EXPECT_EQ(row.orders[0].days_late, 0);
  EXPECT_EQ(calendar::date_text(row.orders[1].order_on), "2026-01-22");
  EXPECT_EQ(row.orders[1].pieces, 1);
  EXPECT_EQ(weekly(row, &MaterialWeek::arrives), (std::vector<Pieces>{0, 1, 0, 1, 1}));
  EXPECT_EQ(weekly(row, &MaterialWeek::stock), (std::vector<Pieces>{2, 0, 0, 1, 0}));
  EXPECT_EQ(row.overstock, 0);
}

TEST_F(MaterialPlanned, WhatExpiresUnusedServesNobody) {
  spec.material->items[0].batches = {{calendar::make_date(2026, 1, 4), 3}};
  visit(0, "2026-01-02");  // 2 of the batch; its third expires
  visit(1, "2026-01-06");  // the one that keeps
  visit(0, "2026-01-30");  // nothing is left
  const MaterialRow row = planned();
  EXPECT_EQ(row.expiring, 1);
  EXPECT_EQ(row.expiring_value, 50);
  EXPECT_EQ(row.covered, 3);
  EXPECT_EQ(calendar::date_text(row.out_on), "2026-01-26");
  EXPECT_EQ(weekly(row, &MaterialWeek::stock), (std::vector<Pieces>{1, 0, 0, 0, 0}));
  spec.material->items[0].batches = {{calendar::make_date(2026, 2, 1), 3}};
  EXPECT_EQ(planned().expiring, 0);  // after the weeks, of which alone the needs are known
  spec.material->items[0].batches.push_back({calendar::make_date(2026, 1, 4), 2});
  EXPECT_EQ(refusal([&] { planned(); }),
            "material.stock \"brochure\".batches: have more pieces together than the 4 on hand");
}

TEST_F(MaterialPlanned, StockIsIdleWhereNothingWentOutForLong) {
  EXPECT_EQ(planned().idle_value, 0);  // not known
  spec.material->items[0].last_issue = spec.today - 179;
  EXPECT_EQ(planned().idle_value, 0);
  spec.material->items[0].last_issue = spec.today - 180;
  EXPECT_EQ(planned().idle_value, 200);
}

TEST_F(MaterialPlanned, AnOrderThatComesLateShowsInTheStock) {
  spec.material->items[0].on_hand = 0;
  spec.material->items[0].lead_time_days = 5;
  visit(0, "2026-01-02");
  const MaterialRow row = planned();
  EXPECT_EQ(row.covered, 0);
  EXPECT_EQ(calendar::date_text(row.out_on), "2026-01-01");
  ASSERT_EQ(row.orders.size(), 1u);
  EXPECT_EQ(calendar::date_text(row.orders[0].arrives), "2026-01-08");
  EXPECT_EQ(row.orders[0].days_late, 5);
  EXPECT_EQ(weekly(row, &MaterialWeek::stock), (std::vector<Pieces>{-2, 0, 0, 0, 0}));
}

TEST_F(MaterialPlanned, SafetyStockReorderPointAndOverstock) {
  spec.material->items[0].on_hand = 100;
  spec.material->items[0].error = 0.5;
  for (const char* date : {"2026-01-02", "2026-01-13", "2026-01-22"}) visit(0, date);
  const MaterialRow row = planned();
  // 6 in 22 workdays with a month's standard deviation of 3; two days have 3·√(2/22), times 1.645.
  EXPECT_EQ(row.safety_stock, static_cast<Pieces>(std::ceil(1.6448536 * 3 * std::sqrt(2.0 / 22))));
  EXPECT_EQ(row.reorder_point,
            static_cast<Pieces>(std::ceil(6.0 / 11 + 1.6448536 * 3 * std::sqrt(2.0 / 22))));
  EXPECT_EQ(row.covered, 6);
  EXPECT_EQ(row.out_on, calendar::no_date);
  EXPECT_TRUE(row.orders.empty());
  EXPECT_EQ(row.overstock, 100 - 6 - row.safety_stock);
  EXPECT_EQ(row.overstock_value, row.overstock * 50);
  spec.material->items[0].order_cost = 300;
  // √(2 · 300 · 72 / (0.2 · 50)) = 65.7 of 72 a year; 65 and 66 cost the same to a few cents.
  EXPECT_EQ(planned().order_quantity, 66);
}

TEST_F(MaterialPlanned, PromotionsTakeAsLastYearByWorkdays) {
  PromotionBook book;
  book.names = {{"a", "A", "", "", 0, 0}};
  for (const auto& [when, promotion, units] :
       {std::tuple("2025-01", 0, 44.0), std::tuple("2025-01", -1, 900.0),
        std::tuple("2025-02", 0, 60.0)}) {
    book.month.push_back(calendar::parse_period(when, "month").ordinal);
    book.product.push_back(0);
    book.promotion.push_back(promotion);
    book.units.push_back(units);
    book.revenue.push_back(1);
    book.discount.push_back(0);
    book.cost.push_back(1);
  }
  spec.promotions = book;
  const MaterialRow row = planned();  // two a workday: 2, 5, 5, 5 and 5 of 22 workdays
  EXPECT_EQ(weekly(row, &MaterialWeek::need), (std::vector<Pieces>{4, 10, 10, 10, 10}));
  spec.today = calendar::make_date(2025, 1, 20);  // January is not over
  EXPECT_EQ(planned().need, 0);
  spec.today = calendar::make_date(2026, 1, 1);
  spec.accounts.reset();
  spec.material->list.pop_back();
  const MaterialPlan three = material_plan(spec, Document(), Outlook());  // months
  EXPECT_EQ(calendar::date_text(three.last), "2026-03-31");
  EXPECT_EQ(three.rows[0].need, 44 + 60);
}

TEST_F(MaterialPlanned, RefusesWhatNoStockCanBe) {
  spec.material->items[0].on_hand = -1;
  EXPECT_EQ(refusal([&] { planned(); }),
            "material.stock \"brochure\".on_hand: -1 is outside [0, 10^15] pieces");
}

}  // namespace material_plan_test
}  // namespace salesplan::plan
