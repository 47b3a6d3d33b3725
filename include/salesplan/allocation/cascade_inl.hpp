// Body of cascade.hpp.
#pragma once

#include <cstddef>
#include <vector>

#include "salesplan/allocation/cascade.hpp"
#include "salesplan/allocation/descent.hpp"

namespace salesplan::allocation {

SALESPLAN_INLINE std::vector<core::Minor> cascade(core::Minor total, const Tree& tree,
                                                  core::View<const double> weights,
                                                  const Bounds& bounds, core::Minor unit,
                                                  ZeroWeights zero_weights,
                                                  core::View<const double> over_assignment,
                                                  const Wording& wording) {
  const detail::Descent descent(total, tree, weights, bounds, unit, zero_weights, over_assignment,
                                wording);
  const Children& children = descent.children();
  const std::size_t n = tree.size();
  std::vector<core::Minor> part(n - 1), value(n);
  value[0] = descent.total_in_units();
  for (std::size_t v = 0; v < n; ++v) {
    const std::size_t count = children.count(v);
    if (count == 0) continue;
    descent.split(v, value[v], core::View<core::Minor>(part).subview(children.first[v], count));
    for (std::size_t k = children.first[v]; k < children.first[v + 1]; ++k) {
      value[children.node[k]] = part[k];
    }
  }
  for (core::Minor& amount : value) amount = descent.minor(amount);
  return value;
}

}  // namespace salesplan::allocation
