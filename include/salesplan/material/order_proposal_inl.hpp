// Bodies of order_proposal.hpp.
#pragma once

#include <algorithm>
#include <string>

#include "salesplan/core/money.hpp"
#include "salesplan/material/lot_sizing.hpp"
#include "salesplan/material/order_proposal.hpp"

namespace salesplan::material {
namespace detail {

inline void check_days(std::int64_t days, const char* place) {
  if (days < 0 || days > 1000) {
    throw Error(ErrorCode::invalid_argument, place,
                std::to_string(days) + " is outside 0..1000 workdays");
  }
}

inline void check_supply(const Supply& supply) {
  check_pieces(supply.on_hand, "on_hand");
  check_pieces(supply.safety_stock, "safety_stock");
  check_days(supply.lead_time_days, "lead_time_days");
  check_days(supply.buffer_days, "buffer_days");
  check_packing(supply.packing, "packing");
  check_amount(supply.order_cost, "order_cost");
  check_amount(supply.holding_cost, "holding_cost");
}

}  // namespace detail

SALESPLAN_INLINE SupplyPlan plan_supply(const calendar::WorkdayCalendar& workdays,
                                        calendar::Date today, std::vector<DatedPieces> needs,
                                        const Supply& supply) {
  calendar::check_date(today, "today");
  detail::check_supply(supply);
  needs = detail::by_date(std::move(needs), today, "needs");
  const std::vector<DatedPieces> open = detail::by_date(supply.open_orders, today, "open_orders");
  SupplyPlan plan;
  const auto dated = [&](calendar::WorkdayDate day) {
    plan.estimated = plan.estimated || day.estimated;
    return day.date;
  };
  const auto days_between = [&](calendar::Date from, calendar::Date to) {
    const calendar::WorkdayCount count = workdays.workdays(from + 1, to);
    plan.estimated = plan.estimated || count.estimated;
    return count.days;
  };

  // What each need lacks: stock is projected with what is lacking made good.
  std::vector<Pieces> lacking;
  LotCosts costs{{supply.order_cost}, {}, {}};
  Pieces stock = supply.on_hand, brought = 0;
  std::size_t arrived = 0;
  for (std::size_t i = 0; i < needs.size(); ++i) {
    for (; arrived < open.size() && open[arrived].date <= needs[i].date; ++arrived) {
      stock = core::add(stock, open[arrived].pieces, "open_orders");
    }
    stock = core::subtract(stock, needs[i].pieces, "needs");
    lacking.push_back(std::max<Pieces>(0, supply.safety_stock - stock));
    stock += lacking.back();
    brought = core::add(brought, lacking.back(), "needs");
    plan.projected.push_back(stock - brought);
    const double days = i + 1 < needs.size()
                            ? static_cast<double>(days_between(needs[i].date, needs[i + 1].date))
                            : 0;
    costs.holding.push_back(supply.holding_cost * days);
  }
  if (supply.order_cost == 0 && supply.holding_cost == 0) {
    costs.holding.assign(needs.size(), 1.0);  // nothing is gained by ordering together
  }
  const std::vector<Pieces> lots =
      needs.empty() ? std::vector<Pieces>() : lot_sizes(lacking, costs, supply.packing).order;

  const calendar::Date first_order = dated(workdays.next_workday(today - 1));
  Pieces added = 0;
  for (std::size_t i = 0; i < needs.size(); ++i) {
    added = core::add(added, lots[i], "needs");
    plan.projected[i] = core::add(plan.projected[i], added, "needs");
    if (lots[i] == 0) continue;
    const calendar::Date last_arrival = dated(workdays.previous_workday(needs[i].date + 1));
    const calendar::Date order_by =
        dated(workdays.add_workdays(last_arrival, -supply.lead_time_days - supply.buffer_days));
    const calendar::Date order_on = std::max(order_by, first_order);
    const calendar::Date arrives = dated(workdays.add_workdays(order_on, supply.lead_time_days));
    const std::int64_t late = arrives > needs[i].date ? days_between(needs[i].date, arrives) : 0;
    if (!plan.orders.empty() && plan.orders.back().order_on == order_on) {
      plan.orders.back().pieces = core::add(plan.orders.back().pieces, lots[i], "needs");
    } else {
      plan.orders.push_back({order_on, arrives, needs[i].date, lots[i], late});
    }
  }
  return plan;
}

}  // namespace salesplan::material
