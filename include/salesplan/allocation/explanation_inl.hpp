// Body of explanation.hpp: walks down to one node and looks at every split on the way.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "salesplan/allocation/descent.hpp"
#include "salesplan/allocation/explanation.hpp"
#include "salesplan/core/error.hpp"

namespace salesplan::allocation {
namespace detail {

/// Says that `bound`, in units, holds a part on this side of its wish.
inline void set_hold(PartReason& reason, const Descent& descent, const Bounds& bounds, bool lower,
                     core::Minor bound) {
  const Range& own = descent.range().own(reason.node);
  reason.from_below = (lower ? own.lower : own.upper) != bound;
  reason.bound = descent.minor(bound);
  const bool locked = !core::is_missing(value_at(bounds.locked, reason.node));
  reason.hold = locked ? Hold::locked : lower == (descent.sign() > 0) ? Hold::lower : Hold::upper;
  const double ratio = static_cast<double>(reason.bound) / reason.wish;
  reason.price = std::signbit(ratio) ? core::missing_number : std::log(ratio);
}

/// The reason of one part. `level` is that of the split which made it, `value` in units.
inline PartReason part_reason(const Descent& descent, const Tree& tree, const Bounds& bounds,
                              std::size_t node, core::Wide pool, double siblings_weight,
                              const SplitLevel& level, core::Minor value) {
  const Range& range = descent.range()[node];
  PartReason reason;
  reason.node = node;
  reason.label = label(tree, node);
  reason.pool = descent.minor(static_cast<core::Minor>(pool));
  if (pool != static_cast<core::Minor>(pool)) {
    throw Error(ErrorCode::overflow, reason.label, "its parent hands down more than 64 bits hold");
  }
  reason.weight = descent.weight(node);
  reason.share = siblings_weight > 0 ? reason.weight / siblings_weight : core::missing_number;
  reason.value = descent.minor(value);

  const bool weighted = reason.weight > 0;
  double wish = level.level * reason.weight;
  double real = wish;
  if (level.beyond_weights != 0) {
    wish = weighted ? level.beyond_weights * std::numeric_limits<double>::infinity() : 0;
    real = weighted ? wish : level.level;
  }
  const double scale = static_cast<double>(descent.minor(1));
  reason.wish = wish == 0 ? 0 : scale * wish;
  const auto least = static_cast<double>(range.lower);
  const auto most = static_cast<double>(range.upper);
  const bool locked = !core::is_missing(value_at(bounds.locked, node));
  if (real < least || locked) {
    set_hold(reason, descent, bounds, true, range.lower);
  } else if (real > most) {
    set_hold(reason, descent, bounds, false, range.upper);
  }
  real = clip(real, least, most);
  reason.rounding = static_cast<double>(reason.value) - scale * real;
  return reason;
}

}  // namespace detail

SALESPLAN_INLINE std::vector<PartReason> explain(std::size_t node, core::Minor total,
                                                 const Tree& tree, core::View<const double> weights,
                                                 const Bounds& bounds, core::Minor unit,
                                                 ZeroWeights zero_weights,
                                                 core::View<const double> over_assignment,
                                                 const Wording& wording) {
  const detail::Descent descent(total, tree, weights, bounds, unit, zero_weights, over_assignment,
                                wording);
  if (node >= tree.size()) {
    throw Error(
        ErrorCode::invalid_argument, "node",
        std::to_string(node) + " is not one of the " + std::to_string(tree.size()) + " nodes");
  }
  std::vector<std::size_t> path{node};
  while (path.back() != 0) path.push_back(static_cast<std::size_t>(tree.parent[path.back()]));
  std::reverse(path.begin(), path.end());

  const Children& children = descent.children();
  core::Minor value = descent.total_in_units();
  std::vector<PartReason> chain;
  chain.reserve(path.size());
  // The root is the only part of the total.
  const double all = descent.weight(0);
  const detail::SplitLevel whole{all > 0 ? static_cast<double>(value) / all : 0, 0};
  chain.push_back(detail::part_reason(descent, tree, bounds, 0, value, all, whole, value));
  std::vector<core::Minor> part;
  for (std::size_t k = 1; k < path.size(); ++k) {
    const std::size_t parent = path[k - 1];
    const auto first = children.node.begin() + static_cast<std::ptrdiff_t>(children.first[parent]);
    part.resize(children.count(parent));
    const core::Wide pool = descent.pool(parent, value);
    const detail::SplitLevel level = descent.split(parent, value, part);
    double siblings_weight = 0;
    for (std::size_t i = 0; i < part.size(); ++i) {
      siblings_weight += descent.weight(*(first + static_cast<std::ptrdiff_t>(i)));
    }
    const auto found = std::find(first, first + static_cast<std::ptrdiff_t>(part.size()), path[k]);
    value = part[static_cast<std::size_t>(found - first)];
    chain.push_back(
        detail::part_reason(descent, tree, bounds, path[k], pool, siblings_weight, level, value));
  }
  return chain;
}

}  // namespace salesplan::allocation
