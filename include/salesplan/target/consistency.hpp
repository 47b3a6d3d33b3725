// Do the parts meet the whole, at every level?
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "salesplan/allocation/tree.hpp"
#include "salesplan/core/config.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::target {

/// A node whose value is not the sum of its children.
struct Difference {
  std::size_t node = 0;
  std::string label;
  core::Minor whole = 0;
  core::Minor parts = 0;       ///< Σ of the children
  core::Minor difference = 0;  ///< parts - whole: positive where the parts over-assign the whole
};

/// Every inner node whose value differs from the sum of its children, in the order of the nodes;
/// empty when all levels meet.
/// @param value [n] minor units; a missing value is an error, as is a sum beyond 64 bits.
/// @throws Error(invalid_argument) as allocation::check_tree(), or for missing values;
///         Error(overflow) naming the node. O(n).
std::vector<Difference> differences(const allocation::Tree& tree,
                                    core::View<const core::Minor> value);

}  // namespace salesplan::target

#ifndef SALESPLAN_COMPILED
#include "salesplan/target/consistency_inl.hpp"
#endif
