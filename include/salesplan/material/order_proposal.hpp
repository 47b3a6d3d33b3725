// When to order what, so that nothing is late: dated proposals on the workday calendar.
#pragma once

#include <cstdint>
#include <vector>

#include "salesplan/calendar/workday_calendar.hpp"
#include "salesplan/core/config.hpp"
#include "salesplan/material/dated_pieces.hpp"
#include "salesplan/material/pieces.hpp"

namespace salesplan::material {

/// How a material is supplied, and what there is of it.
struct Supply {
  Pieces on_hand = 0;
  std::vector<DatedPieces> open_orders;  ///< by the day they arrive; one before today arrives today
  Pieces safety_stock = 0;               ///< never planned below
  std::int64_t lead_time_days = 0;       ///< workdays from order to arrival, 0..1000
  std::int64_t buffer_days = 0;          ///< workdays that stock is to arrive early, 0..1000
  Packing packing;
  double order_cost = 0;    ///< an order; with no holding cost, every need gets its own order
  double holding_cost = 0;  ///< a piece and workday
};

struct OrderProposal {
  calendar::Date order_on;   ///< a workday, today or later
  calendar::Date arrives;    ///< lead time later
  calendar::Date needed_on;  ///< the first need it covers
  Pieces pieces;
  std::int64_t days_late;  ///< workdays from the need to the arrival; 0 in time
};

struct SupplyPlan {
  std::vector<OrderProposal> orders;  ///< by date of order
  std::vector<Pieces> projected;  ///< [needs], by date: stock after the need, all orders arrived
  bool estimated = false;         ///< the calendar does not know all holidays touched
};

/// Orders for dated needs: what stock and open orders do not cover without the safety stock, in
/// lots of least cost (`lot_sizes`), each ordered on the last workday from which it arrives, by the
/// lead time and the buffer, on the need's day at the latest. Where that day is past the order is
/// due today and says how late it arrives; what several such orders would bring is one order.
/// @param needs in any order; a need before today counts today
/// @throws Error(invalid_argument) for values outside their domain, and dates outside 1400..9999;
///         what `lot_sizes` throws.
SupplyPlan plan_supply(const calendar::WorkdayCalendar& workdays, calendar::Date today,
                       std::vector<DatedPieces> needs, const Supply& supply);

}  // namespace salesplan::material

#ifndef SALESPLAN_COMPILED
#include "salesplan/material/order_proposal_inl.hpp"
#endif
