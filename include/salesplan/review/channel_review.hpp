// How channels turn visits into orders and spend into margin, and what that did to revenue.
#pragma once

#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/review/bridge.hpp"

namespace salesplan::review {

/// What happened in each node before and after; leaves (channels, below groups of them, below the
/// company) count, inner nodes are not read. All [n]. A visit is whatever may become an order: a
/// lead, a call, a session.
struct ChannelSales {
  core::View<const double> visits_before;  ///< finite, >= 0
  core::View<const double> visits_after;
  core::View<const double> orders_before;  ///< finite, >= 0
  core::View<const double> orders_after;
  core::View<const core::Minor> revenue_before;
  core::View<const core::Minor> revenue_after;
  core::View<const core::Minor> cost_before = {};  ///< of what was sold; empty: none
  core::View<const core::Minor> cost_after = {};
  core::View<const core::Minor> spend_before = {};  ///< on the channel; empty: none
  core::View<const core::Minor> spend_after = {};
};

/// How a period went for a node, from the sums below it: a ratio is never averaged.
struct ChannelFigures {
  std::vector<double> conversion;   ///< [n] orders / visits; NaN without visits
  std::vector<double> order_value;  ///< [n] revenue / orders, minor units; NaN without orders
  std::vector<double> roi;          ///< [n] (revenue - cost) / spend - 1; NaN without spend
};

/// Revenue = visits · conversion · order value, so with v visits, c conversion and a order value:
///   visits       (v₁ - v₀) c₀ a₀
///   conversion   v₁ (c₁ - c₀) a₀
///   order_value  v₁ c₁ (a₁ - a₀)
/// of each leaf, to the minor unit. A leaf without visits or orders on one side has no ratios
/// there: what it brings now is "new", what it brought before is "discontinued".
struct ChannelReview {
  Bridge bridge;  ///< effects "visits", "conversion", "order_value", "new", "discontinued"
  ChannelFigures before, after;
};

/// @throws Error(invalid_argument) for a tree that is none, other lengths, and naming
/// "visits_after[i]"
///         and the like; Error(overflow). O(n).
ChannelReview channel_review(const allocation::Tree& tree, const ChannelSales& sales);

}  // namespace salesplan::review

#ifndef SALESPLAN_COMPILED
#include "salesplan/review/channel_review_inl.hpp"
#endif
