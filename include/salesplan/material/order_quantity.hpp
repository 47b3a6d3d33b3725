// How much to order at a time: the economic order quantity, price breaks, whole packs.
#pragma once

#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/material/pieces.hpp"

namespace salesplan::material {

/// √(2·A·D / h). @param yearly_demand D > 0   @param order_cost A >= 0 an order
/// @param holding_cost h > 0 a piece and year. Error(invalid_argument) otherwise.
/// @source Harris (1913); Silver, Pyke & Peterson (1998), chapter 5.
double economic_order_quantity(double yearly_demand, double order_cost, double holding_cost);

/// A price that holds from so many pieces on.
struct PriceBreak {
  Pieces from;   ///< the first at 1 or less, then rising
  double price;  ///< a piece > 0, falling
};

enum class Discount {
  all_units,    ///< the price of the quantity holds for every piece
  incremental,  ///< each price holds for the pieces from its break on
};

/// What is bought in a year and what it costs to hold; amounts in one currency unit.
struct YearlyOrder {
  double demand = 0;      ///< pieces a year > 0
  double order_cost = 0;  ///< an order >= 0
  double carrying = 0;    ///< of the value in stock, a year > 0: 0.2
};

struct OrderQuantity {
  Pieces quantity;
  double unit_price;   ///< the average over the order
  double yearly_cost;  ///< purchase + orders + holding
};

/// The order of least yearly cost among whole packs from the minimum on, exactly: with K the fixed
/// and c the proportional part of the price of Q pieces, D/Q·(A + K) + D·c + r/2·(K + c·Q) is
/// convex between breaks, so that the packs on either side of its lowest point, within the break,
/// decide.
/// @throws Error(invalid_argument) naming "breaks[i].from" or ".price" where they do not rise and
///         fall, and for demand or carrying not positive. O(breaks).
/// @source Silver, Pyke & Peterson (1998), chapter 5; Nahmias (2009), Production and Operations
/// Analysis, chapter 4.
OrderQuantity order_quantity(const YearlyOrder& order, const std::vector<PriceBreak>& breaks,
                             Discount discount, const Packing& packing = {});

/// An item of a joint order under limits.
struct JointItem {
  double demand = 0;        ///< a year > 0
  double order_cost = 0;    ///< an order > 0
  double holding_cost = 0;  ///< a piece and year > 0
  double price = 0;         ///< money of the budget a piece >= 0
  double space = 0;         ///< a piece >= 0
};

struct JointOrder {
  std::vector<double> quantity;  ///< [items]
  double budget_price = 0;       ///< λ: yearly cost saved by a unit more of the budget
  double space_price = 0;        ///< the same for space
  double yearly_cost = 0;        ///< orders + holding
};

/// The quantities of least Σ A·D/Q + h·Q/2 with Σ price·Q <= budget and Σ space·Q <= space:
/// Q = √(2·A·D / (h + 2·λ·price + 2·μ·space)), the multipliers found by nested bisection; the dual
/// is concave, so this is the optimum. Infinity is no limit.
/// @throws Error(invalid_argument) for an item outside its domain and for limits that are not
///         positive. O(items) a step of the bisection.
/// @source Hadley & Whitin (1963), Analysis of Inventory Systems, chapter 2.
JointOrder joint_order(const std::vector<JointItem>& items, double budget, double space);

}  // namespace salesplan::material

#ifndef SALESPLAN_COMPILED
#include "salesplan/material/order_quantity_inl.hpp"
#endif
