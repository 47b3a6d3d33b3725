#include <gtest/gtest.h>

#include <numeric>
#include <random>

#include "refusal.hpp"
#include "salesplan/calendar/calendars.hpp"
#include "salesplan/material/batches.hpp"
#include "salesplan/material/order_proposal.hpp"
#include "salesplan/material/requirement.hpp"
#include "salesplan/material/scarce_stock.hpp"
#include "salesplan/material/stock_value.hpp"

namespace salesplan::material {
namespace {

using calendar::make_date;

TEST(Requirement, TheMostSpecificLineDecides) {
  const std::vector<ListLine> list{{0, any, any, any, any, 1},   // brochures: one a visit
                                   {0, any, any, any, 0, 2},     // tier A: two
                                   {0, any, 7, any, any, 0},     // rep 7 carries a tablet
                                   {1, 3, any, any, any, 0.2}};  // promotion 3: a gift in five
  const std::vector<PlannedEvents> plan{{0, 0, 1, any, 0, 10},
                                        {0, 0, 7, any, 0, 10},
                                        {1, 0, 1, any, 1, 4},
                                        {1, 3, any, any, any, 21}};
  const Requirement need = requirement(list, plan, 2, 2);
  EXPECT_EQ(need.pieces, (std::vector<Pieces>{20, 25, 0, 5}));
  ASSERT_EQ(need.uses.size(), 5u);
  EXPECT_EQ(need.uses[0].list_line, 1u);
  EXPECT_EQ(need.uses[1].list_line, 2u);
  std::vector<ListLine> twice = list;
  twice.push_back(list[1]);
  EXPECT_EQ(refusal([&] { requirement(twice, plan, 2, 2); }), "list[4]: has the keys of list[1]");
  EXPECT_EQ(refusal([&] { requirement(list, plan, 2, 1); }), "plan[2].period: 1 is not in 0..0");
  EXPECT_EQ(refusal([&] { requirement(list, plan, 1, 2); }), "list[3].material: 1 is not in 0..0");
}

TEST(SupplyPlan, OrdersBeforeTheLunarNewYear) {
  const calendar::WorkdayCalendar china = calendar::named_calendar("CN");
  Supply supply;
  supply.on_hand = 100;
  supply.lead_time_days = 5;
  supply.packing = {50, 0};
  const SupplyPlan plan =
      plan_supply(china, make_date(2026, 1, 12),
                  {{make_date(2026, 2, 26), 120}, {make_date(2026, 1, 20), 60}}, supply);
  ASSERT_EQ(plan.orders.size(), 1u);  // 80 lack on 26 February; the holiday is 15 to 23 February
  EXPECT_EQ(calendar::date_text(plan.orders[0].order_on), "2026-02-12");
  EXPECT_EQ(calendar::date_text(plan.orders[0].arrives), "2026-02-26");
  EXPECT_EQ(plan.orders[0].pieces, 100);
  EXPECT_EQ(plan.projected, (std::vector<Pieces>{40, 20}));
}

TEST(SupplyPlan, SaysWhatIsLate) {
  const calendar::WorkdayCalendar weekdays = calendar::named_calendar("WEEKDAYS");
  Supply supply;
  supply.lead_time_days = 10;
  const SupplyPlan plan =
      plan_supply(weekdays, make_date(2026, 3, 7), {{make_date(2026, 3, 13), 5}}, supply);
  ASSERT_EQ(plan.orders.size(), 1u);
  EXPECT_EQ(calendar::date_text(plan.orders[0].order_on), "2026-03-09");  // a Monday
  EXPECT_EQ(calendar::date_text(plan.orders[0].arrives), "2026-03-23");
  EXPECT_EQ(plan.orders[0].days_late, 6);
}

TEST(SupplyPlan, NothingIsLateThatCouldBeInTime) {
  std::mt19937_64 random(5);
  const auto draw = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  const calendar::WorkdayCalendar china = calendar::named_calendar("CN");
  for (int round = 0; round < 500; ++round) {
    const calendar::Date today = make_date(2025, 1, 1) + draw(300);
    Supply supply;
    supply.on_hand = draw(60);
    supply.safety_stock = draw(10);
    supply.lead_time_days = draw(30);
    supply.buffer_days = draw(3);
    supply.packing = {1 + draw(20), draw(60)};
    supply.order_cost = draw(2) * 20;
    supply.holding_cost = draw(2) * 0.1;
    if (draw(2) == 0) supply.open_orders = {{today + draw(60), draw(40)}};
    std::vector<DatedPieces> needs;
    for (int i = draw(8); i > 0; --i) needs.push_back({today + draw(120), draw(50)});
    const SupplyPlan plan = plan_supply(china, today, needs, supply);
    Pieces ordered = 0;
    for (const OrderProposal& order : plan.orders) {
      EXPECT_TRUE(china.is_workday(order.order_on).workday);
      EXPECT_GE(order.order_on - today, 0);
      EXPECT_EQ(china.add_workdays(order.order_on, supply.lead_time_days).date, order.arrives);
      const calendar::Date later =
          china.add_workdays(order.order_on, 1 + supply.lead_time_days + supply.buffer_days).date;
      if (order.days_late == 0) {
        EXPECT_LE(order.arrives - order.needed_on, 0);
        if (order.order_on > china.next_workday(today - 1).date) {
          EXPECT_GT(later, order.needed_on);
        }
      } else {
        EXPECT_EQ(order.order_on, china.next_workday(today - 1).date);
        EXPECT_EQ(order.days_late, china.workdays(order.needed_on + 1, order.arrives).days);
      }
      ordered += order.pieces;
    }
    for (Pieces projected : plan.projected) EXPECT_GE(projected, supply.safety_stock);
    if (ordered == 0) {
      Pieces used = 0;
      for (const DatedPieces& need : needs) used += need.pieces;
      EXPECT_LE(used,
                supply.on_hand + (supply.open_orders.empty() ? 0 : supply.open_orders[0].pieces));
    }
  }
}

TEST(ScarceStock, PriorityThenProportion) {
  const std::vector<Request> asked{{100, 0, 1}, {60, 10, 1}, {30, 0, 0}, {0, 0, 2}};
  EXPECT_EQ(share_out(100, asked, 10), (std::vector<Pieces>{40, 30, 30, 0}));
  EXPECT_EQ(share_out(1000, asked, 1), (std::vector<Pieces>{100, 60, 30, 0}));
  EXPECT_EQ(share_out(15, asked, 10), (std::vector<Pieces>{0, 10, 0, 0}));
  const std::vector<Request> wrong{{1, 2, 0}};
  EXPECT_EQ(refusal([&] { share_out(1, wrong); }),
            "requests[0].minimum: 2 exceeds the request for 1");
}

TEST(ScarceStock, GivesAllThereIsAndNobodyMoreThanAsked) {
  std::mt19937_64 random(9);
  for (int round = 0; round < 500; ++round) {
    std::vector<Request> asked(random() % 6);
    const Pieces pack = 1 + static_cast<Pieces>(random() % 7);
    Pieces wanted = 0;
    for (Request& r : asked) {
      r.pieces = static_cast<Pieces>(random() % 40);
      r.minimum = r.pieces > 0 ? static_cast<Pieces>(random()) % r.pieces : 0;
      if (r.minimum < 0) r.minimum = 0;
      r.priority = static_cast<std::int32_t>(random() % 3);
      wanted += packs_for(r.pieces, pack) * pack;
    }
    const Pieces stock = static_cast<Pieces>(random() % 120);
    const std::vector<Pieces> got = share_out(stock, asked, pack);
    EXPECT_EQ(std::accumulate(got.begin(), got.end(), Pieces{0}),
              std::min(stock / pack * pack, wanted));
    for (std::size_t i = 0; i < got.size(); ++i) {
      EXPECT_LE(got[i], packs_for(asked[i].pieces, pack) * pack);
      for (std::size_t j = 0; j < got.size(); ++j) {  // nobody behind gets more than the minimum
        if (asked[i].priority < asked[j].priority &&
            got[i] < packs_for(asked[i].pieces, pack) * pack) {
          EXPECT_LE(got[j], packs_for(asked[j].minimum, pack) * pack);
        }
      }
    }
  }
}

TEST(Batches, FirstExpiredFirstOut) {
  const std::vector<Batch> batches{
      {calendar::no_date, 4}, {make_date(2026, 5, 1), 5}, {make_date(2026, 3, 1), 6}};
  const std::vector<Pick> picks = first_expired_first_out(batches, 13, make_date(2026, 2, 20), 0);
  ASSERT_EQ(picks.size(), 3u);
  EXPECT_EQ(picks[0].batch, 2u);
  EXPECT_EQ(picks[2].batch, 0u);
  EXPECT_EQ(picks[2].pieces, 2);
  EXPECT_EQ(refusal([&] { first_expired_first_out(batches, 10, make_date(2026, 2, 20), 30); }),
            "pieces: 10 exceed the 9 in stock that are good on 2026-02-20");
  const Expiry outlook = expiry_outlook(
      batches,
      {{make_date(2026, 2, 25), 4}, {make_date(2026, 4, 1), 3}, {make_date(2026, 6, 1), 9}},
      make_date(2026, 2, 20), 250);
  EXPECT_EQ(outlook.lost, (std::vector<Pieces>{0, 2, 2}));
  EXPECT_EQ(outlook.unmet, 5);
  EXPECT_EQ(outlook.value, 1000);
}

TEST(StockHealth, OverstockAndIdleInMoney) {
  const calendar::Date today = make_date(2026, 6, 30);
  const StockHealth slow = stock_health({500, 120, 2, 20, make_date(2026, 6, 1)}, today, 90, 60);
  EXPECT_EQ(slow.days_of_stock, 250);
  EXPECT_EQ(slow.overstock, 300);
  EXPECT_EQ(slow.overstock_value, 36000);
  EXPECT_FALSE(slow.idle);
  const StockHealth still = stock_health({10, 300, 0, 0, make_date(2026, 1, 2)}, today, 90, 60);
  EXPECT_TRUE(still.idle && std::isinf(still.days_of_stock));
  EXPECT_EQ(still.idle_value, 3000);
  EXPECT_EQ(refusal([&] {
              stock_health({most_pieces, core::Minor{1} << 40, 0, 0, {}}, today, 1, 1);
            }),
            "overstock_value: 1099511627776000000000000000 exceeds 64 bits");
}

}  // namespace
}  // namespace salesplan::material
