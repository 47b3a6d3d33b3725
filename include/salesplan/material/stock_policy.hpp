// Reorder point and safety stock: how much protects against the error of the forecast.
#pragma once

#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/material/pieces.hpp"

namespace salesplan::material {

/// Demand over the lead time.
struct LeadTimeDemand {
  double mean;
  double sd;
};

/// Mean L·d and variance L·σ² + d²·σ_L² of independent days.
/// @param daily_mean d, pieces a workday >= 0   @param daily_sd σ >= 0
/// @param lead_time_days L, workdays >= 0, with the review interval where stock is not looked at
///        every day   @param lead_time_sd σ_L >= 0
/// @source Silver, Pyke & Peterson (1998), Inventory Management and Production Planning and
/// Scheduling, 3rd ed., chapter 7.
LeadTimeDemand lead_time_demand(double daily_mean, double daily_sd, double lead_time_days,
                                double lead_time_sd = 0);

/// Pieces short a cycle in units of the standard deviation, G(k) = φ(k) - k·(1 - Φ(k)).
/// @source Silver, Pyke & Peterson (1998), chapter 7 and its table of the unit normal.
double unit_loss(double k);

/// What a level of service promises.
enum class Service {
  cycle,  ///< P1: the share of cycles without a stockout
  fill,   ///< P2: the share of demand served from the shelf
};

/// Safety stock of normal errors with standard deviation `sd`: k·sd with Φ(k) = level for the cycle
/// service; for the fill rate with sd·(G(k) - G(k + Q/sd)) = (1 - level)·Q, where Q is the order
/// quantity and what is short is delivered later. May be negative where the fill rate asks for less
/// than the mean; 0 for sd = 0.
/// @throws Error(invalid_argument) unless 0 < level < 1, sd >= 0 and, for the fill rate, Q > 0.
/// @source Silver, Pyke & Peterson (1998), chapter 7. We keep the second loss term,
/// which they drop as small.
double safety_stock(Service service, double level, double sd, double order_quantity = 0);

/// The same from errors as they were, actual less forecast over lead times, [n], instead of a
/// normal distribution. Cycle: the ⌈(n + 1)·level⌉-th smallest, which covers the next of
/// exchangeable errors with that probability at least. Fill: the least s for which the mean of
/// max(e - s, 0) - max(e - s - Q, 0) is at most (1 - level)·Q, exactly. O(n log n).
/// @throws as above; Error(infeasible) for fewer errors than the cycle level needs;
///         Error(invalid_argument) for no error or one that is not finite.
/// @source Vovk, Gammerman & Shafer (2005), Algorithmic Learning in a Random World, chapter 2.
double safety_stock(Service service, double level, core::View<const double> errors,
                    double order_quantity = 0);

/// The least whole position in stock and on order at which an order is due: mean + safety stock.
Pieces reorder_point(double mean, double safety_stock);

}  // namespace salesplan::material

#ifndef SALESPLAN_COMPILED
#include "salesplan/material/stock_policy_inl.hpp"
#endif
