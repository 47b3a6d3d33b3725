// Bodies of order_quantity.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "salesplan/material/order_quantity.hpp"

namespace salesplan::material {
namespace detail {

inline void check_positive(double value, const std::string& place) {
  if (!(value >= 1e-9 && value <= 1e15)) {
    throw Error(ErrorCode::invalid_argument, place,
                core::to_text(value) + " is outside [1e-9, 1e15]");
  }
}

inline void check_breaks(const std::vector<PriceBreak>& breaks) {
  if (breaks.empty()) throw Error(ErrorCode::invalid_argument, "breaks", "is empty");
  for (std::size_t i = 0; i < breaks.size(); ++i) {
    const std::string place = core::at("breaks", static_cast<std::int64_t>(i));
    check_pieces(breaks[i].from, place + ".from");
    check_positive(breaks[i].price, place + ".price");
    if (i == 0 ? breaks[i].from > 1 : breaks[i].from <= breaks[i - 1].from) {
      throw Error(ErrorCode::invalid_argument, place + ".from",
                  std::to_string(breaks[i].from) +
                      (i == 0 ? " is above 1" : " does not exceed the one before"));
    }
    if (i > 0 && breaks[i].price >= breaks[i - 1].price) {
      throw Error(ErrorCode::invalid_argument, place + ".price",
                  core::to_text(breaks[i].price) + " is not below the one before");
    }
  }
}

/// Whole packs next to `best` from either side, within [low, high] packs.
inline std::vector<Pieces> neighbours(double best, Pieces low, Pieces high) {
  const Pieces below =
      best >= static_cast<double>(high) ? high : static_cast<Pieces>(std::floor(best));
  return {std::clamp(below, low, high), std::clamp(below + 1, low, high)};
}

}  // namespace detail

SALESPLAN_INLINE double economic_order_quantity(double yearly_demand, double order_cost,
                                                double holding_cost) {
  detail::check_positive(yearly_demand, "yearly_demand");
  check_amount(order_cost, "order_cost");
  detail::check_positive(holding_cost, "holding_cost");
  return std::sqrt(2 * order_cost * yearly_demand / holding_cost);
}

SALESPLAN_INLINE OrderQuantity order_quantity(const YearlyOrder& order,
                                              const std::vector<PriceBreak>& breaks,
                                              Discount discount, const Packing& packing) {
  detail::check_positive(order.demand, "demand");
  check_amount(order.order_cost, "order_cost");
  detail::check_positive(order.carrying, "carrying");
  detail::check_breaks(breaks);
  check_packing(packing, "packing");
  const Pieces least = least_packs(packing), most = most_pieces / packing.pack;
  OrderQuantity best{0, 0, std::numeric_limits<double>::infinity()};
  double fixed = 0;  // K: what the dearer first pieces add
  for (std::size_t i = 0; i < breaks.size(); ++i) {
    const double price = breaks[i].price;
    if (discount == Discount::incremental && i > 0) {
      fixed += (breaks[i - 1].price - price) * static_cast<double>(breaks[i].from - 1);
    }
    const Pieces low = std::max(least, packs_for(breaks[i].from, packing.pack));
    const Pieces high =
        i + 1 == breaks.size() ? most : std::min(most, (breaks[i + 1].from - 1) / packing.pack);
    if (low > high) continue;  // no whole pack between the breaks
    const double lowest =
        std::sqrt(2 * order.demand * (order.order_cost + fixed) / (order.carrying * price));
    for (Pieces packs : detail::neighbours(lowest / static_cast<double>(packing.pack), low, high)) {
      const Pieces quantity = packs * packing.pack;
      const double q = static_cast<double>(quantity);
      const double cost = order.demand / q * (order.order_cost + fixed) + order.demand * price +
                          order.carrying / 2 * (fixed + price * q);
      if (cost < best.yearly_cost) best = {quantity, price + fixed / q, cost};
    }
  }
  if (best.quantity == 0) {
    throw Error(ErrorCode::infeasible, "packing.pack", "leaves no order of whole packs");
  }
  return best;
}

SALESPLAN_INLINE JointOrder joint_order(const std::vector<JointItem>& items, double budget,
                                        double space) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::string place = core::at("items", static_cast<std::int64_t>(i));
    detail::check_positive(items[i].demand, place + ".demand");
    detail::check_positive(items[i].order_cost, place + ".order_cost");
    detail::check_positive(items[i].holding_cost, place + ".holding_cost");
    check_amount(items[i].price, place + ".price");
    check_amount(items[i].space, place + ".space");
  }
  if (!(budget >= 1e-9)) {
    throw Error(ErrorCode::invalid_argument, "budget", core::to_text(budget) + " is below 1e-9");
  }
  if (!(space >= 1e-9)) {
    throw Error(ErrorCode::invalid_argument, "space", core::to_text(space) + " is below 1e-9");
  }
  JointOrder order;
  order.quantity.resize(items.size());
  const auto excess = [&](double JointItem::*use, double limit) {
    double sum = 0;
    for (std::size_t i = 0; i < items.size(); ++i) sum += items[i].*use * order.quantity[i];
    return sum - limit;
  };
  const auto set = [&](double lambda, double mu) {
    for (std::size_t i = 0; i < items.size(); ++i) {
      const JointItem& item = items[i];
      order.quantity[i] =
          std::sqrt(2 * item.order_cost * item.demand /
                    (item.holding_cost + 2 * lambda * item.price + 2 * mu * item.space));
    }
    order.budget_price = lambda;
    order.space_price = mu;
  };
  // The least multiplier at which the limit holds: doubling, then halving the bracket.
  const auto least_price = [](auto&& over) {
    if (!over(0.0)) return;
    double low = 0, high = 1e-12;
    while (over(high) && high < 1e300) high *= 4;
    for (int i = 0; i < 200; ++i) {
      const double middle = low + (high - low) / 2;
      if (middle <= low || middle >= high) break;
      (over(middle) ? low : high) = middle;
    }
    over(high);
  };
  least_price([&](double lambda) {
    least_price([&](double mu) {
      set(lambda, mu);
      return excess(&JointItem::space, space) > 0;
    });
    return excess(&JointItem::price, budget) > 0;
  });
  for (std::size_t i = 0; i < items.size(); ++i) {
    order.yearly_cost += items[i].order_cost * items[i].demand / order.quantity[i] +
                         items[i].holding_cost * order.quantity[i] / 2;
  }
  return order;
}

}  // namespace salesplan::material
