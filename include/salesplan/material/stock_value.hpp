// Stock that ties up money: beyond what will be used, or not moved for long.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

#include "salesplan/calendar/date.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/core/wide.hpp"
#include "salesplan/material/pieces.hpp"

namespace salesplan::material {

/// pieces · unit_cost in minor units. Error(invalid_argument) for a negative cost, Error(overflow)
/// naming `place` beyond 64 bits.
inline core::Minor stock_value(Pieces pieces, core::Minor unit_cost, const std::string& place) {
  if (unit_cost < 0) {
    throw Error(ErrorCode::invalid_argument, "unit_cost",
                std::to_string(unit_cost) + " is negative");
  }
  const core::Wide value = core::Wide{pieces} * unit_cost;
  if (value > std::numeric_limits<core::Minor>::max()) {
    throw Error(ErrorCode::overflow, place, core::wide_text(value) + " exceeds 64 bits");
  }
  return static_cast<core::Minor>(value);
}

/// A material as it stands.
struct StockPosition {
  Pieces on_hand = 0;
  core::Minor unit_cost = 0;  ///< minor units
  double daily_demand = 0;    ///< expected, pieces a day >= 0
  Pieces safety_stock = 0;
  calendar::Date last_issue;  ///< no_date: never
};

struct StockHealth {
  double days_of_stock = 0;  ///< on hand / daily demand; infinite without demand
  Pieces overstock = 0;      ///< beyond the safety stock and what is used in `horizon_days`
  core::Minor overstock_value = 0;
  bool idle = false;  ///< there is stock, and none was issued for `idle_days`
  core::Minor idle_value = 0;
};

/// @param horizon_days days of demand that it is right to hold   @param idle_days without an issue
/// @throws Error(invalid_argument) for values outside their domain, Error(overflow) for a value
///         beyond 64 bits.
inline StockHealth stock_health(const StockPosition& position, calendar::Date today,
                                double horizon_days, std::int64_t idle_days) {
  check_pieces(position.on_hand, "on_hand");
  check_amount(position.daily_demand, "daily_demand");
  check_pieces(position.safety_stock, "safety_stock");
  check_amount(horizon_days, "horizon_days");
  check_pieces(idle_days, "idle_days");
  calendar::check_date(today, "today");
  StockHealth health;
  const double on_hand = static_cast<double>(position.on_hand);
  if (position.on_hand > 0) {
    health.days_of_stock = position.daily_demand > 0 ? on_hand / position.daily_demand
                                                     : std::numeric_limits<double>::infinity();
  }
  const double wanted =
      std::ceil(static_cast<double>(position.safety_stock) + position.daily_demand * horizon_days);
  if (on_hand > wanted) health.overstock = position.on_hand - static_cast<Pieces>(wanted);
  health.overstock_value = stock_value(health.overstock, position.unit_cost, "overstock_value");
  health.idle = position.on_hand > 0 && (position.last_issue == calendar::no_date ||
                                         today - position.last_issue >= idle_days);
  if (health.idle) {
    health.idle_value = stock_value(position.on_hand, position.unit_cost, "idle_value");
  }
  return health;
}

}  // namespace salesplan::material
