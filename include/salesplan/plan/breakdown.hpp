// The tree down which the target is broken: months and dimensions in the order asked for.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "salesplan/allocation/tree.hpp"
#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/plan/history.hpp"
#include "salesplan/target/consistency.hpp"

namespace salesplan::plan {

/// A tree whose leaves are the cells of the plan that have a weight. A dimension contributes one
/// level of nodes for each level of its hierarchy.
struct Breakdown {
  std::vector<std::int32_t> parent;
  std::vector<std::string> labels;  ///< "2020-01 / Europe / 7 / 292", keys from the root
  std::vector<std::size_t> cell;    ///< [nodes] month * cells + cell; `inner` for inner nodes
  std::vector<double> weights;      ///< [nodes] NaN at inner nodes
  std::vector<core::Minor> lower;   ///< [nodes] from the rules; core::missing_integer: none
  std::vector<core::Minor> upper;
  std::vector<core::Minor> locked;
  std::vector<std::size_t> rule_node;  ///< [rules] the node that each rule bounds

  static constexpr std::size_t inner = static_cast<std::size_t>(-1);
  static constexpr std::int32_t max_levels = 64;  ///< of a dimension; labels name them all
  static constexpr std::size_t max_cells = std::size_t{1} << 22;  ///< that have a weight

  allocation::Tree tree() const { return {parent, labels}; }
};

/// Builds the tree over all cells with a positive weight and puts the rules on their nodes.
/// Error(invalid_argument) for a rule that names no node: one that leaves out an axis above the one
/// it bounds, or one below which no cell has a weight, and for a dimension of more than
/// `max_levels` levels; Error(duplicate) for two rules that set the same bound of a node,
/// Error(infeasible) for two that cannot hold together there; Error(overflow) for more than
/// `max_cells` weights.
/// O(cells * depth).
Breakdown breakdown(const Specification& spec, const History& history,
                    const std::vector<double>& weights);

/// `total` broken down `tree` in proportion to the weights of its leaves, within bounds and locks
/// where `bounded`: a cube [planned months, dimensions...]. Differences between a node and its
/// parts are added to `differences`, labelled with `kpi`; there are none unless the allocation is
/// wrong. Error as allocation::cascade, in currency units and with the rules that conflict; the
/// place "total" is "target.<kpi>".
table::Cube break_down(const Specification& spec, core::Minor total, const Breakdown& tree,
                       core::View<const double> weights, bool bounded, const std::string& kpi,
                       std::vector<target::Difference>& differences);

}  // namespace salesplan::plan

#ifndef SALESPLAN_COMPILED
#include "salesplan/plan/breakdown_inl.hpp"
#endif
