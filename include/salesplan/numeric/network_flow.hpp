// Minimum-cost flow on a network with bounds on every arc.
#pragma once

#include <cstdint>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::numeric {

/// An arc and what it may carry.
struct Arc {
  std::int32_t from = 0;
  std::int32_t to = 0;
  std::int64_t lower = 0;
  std::int64_t upper = 0;
  std::int64_t cost = 0;  ///< per unit of flow
};

struct Flow {
  bool feasible = false;
  std::vector<std::int64_t> flow;  ///< [arcs], where feasible
  /// [nodes], where infeasible: the nodes of a set that is given more than its arcs can lead away;
  /// the arcs across its border are all at their bounds.
  std::vector<bool> cut;
};

/// The flow of least cost with lower <= flow <= upper on every arc, in which every node passes on
/// what it is given: Σ out - Σ in = supply. Costs and flows are integers, so the optimum is exact.
///
/// Two sweeps of exact coordinate ascent on the dual set the node prices, which leaves little to
/// ship; the rest goes along shortest paths of reduced cost, as many at a time as fit.
/// Deterministic. About 20 phases of O(arcs) on a dense rounding problem; O(nodes·arcs) and more at
/// worst.
///
/// @param nodes  their number; arcs name them by 0 .. nodes-1.
/// @param arcs   lower <= upper, fewer than 2^31; |cost|·(nodes + 1) <= 2^57; all bounds and
///               supplies together at most 2^60 in magnitude.
/// @param supply [nodes], or empty for a circulation (all 0); they sum to 0.
/// @throws Error(invalid_argument) naming "arcs[k].from" and the like; Error(overflow).
/// @source Ahuja, Magnanti & Orlin, Network Flows, 1993, ch. 9 (primal-dual, successive shortest
/// paths); Bertsekas, Network Optimization, 1998, ch. 6 (coordinate ascent on the dual).
Flow min_cost_flow(std::int32_t nodes, core::View<const Arc> arcs,
                   core::View<const std::int64_t> supply = {});

}  // namespace salesplan::numeric

#ifndef SALESPLAN_COMPILED
#include "salesplan/numeric/network_flow_inl.hpp"
#endif
