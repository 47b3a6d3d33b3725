// Which needs to order together: the least sum of order and holding costs over dated needs.
#pragma once

#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/material/pieces.hpp"

namespace salesplan::material {

/// What periods cost, [periods] each or one value for all.
struct LotCosts {
  std::vector<double> order;    ///< an order >= 0
  std::vector<double> holding;  ///< a piece kept from this period to the next >= 0
  std::vector<double> price;    ///< a piece >= 0; empty: the same throughout
};

struct LotPlan {
  std::vector<Pieces> order;  ///< [periods] whole packs, none below the minimum
  double cost = 0;            ///< orders + holding + price
};

/// The orders of least cost that meet every need, exactly. In whole packs the needs become whole
/// packs too and an order is placed only where stock has run out (Wagner and Whitin): O(periods²).
/// A minimum order of several packs breaks that rule; then by dynamic programming over the packs
/// ordered so far: O(periods · packs).
/// @param need [periods] pieces >= 0 at the start of the period, stock and open orders deducted
/// @throws Error(invalid_argument) for a value outside its domain, more than 10,000 periods, or,
///         with a minimum of several packs, more than 5·10^7 periods times packs.
/// @source Wagner & Whitin, Management Science 5(1), 1958; Silver, Pyke & Peterson (1998),
/// chapter 6.
LotPlan lot_sizes(core::View<const Pieces> need, const LotCosts& costs,
                  const Packing& packing = {});

}  // namespace salesplan::material

#ifndef SALESPLAN_COMPILED
#include "salesplan/material/lot_sizing_inl.hpp"
#endif
