// Whose purchases made the change: customers won, won back, lost, grown, shrunk.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/review/bridge.hpp"

namespace salesplan::review {

struct CustomerMovement {
  Bridge bridge;  ///< effects "new", "returned", "lost", "grown", "shrunk"
  /// [n * 5] customers with each of these, by node; one who buys the same counts in none.
  std::vector<std::int64_t> customers;
};

/// The change of sales by what customers did. Leaves of the tree are customers, below reps, below
/// regions. One without sales before is new, or has returned where `known` says so; one without
/// sales after is lost.
/// @param before, after [n] minor units; 0 is no sales. @param known [n] not 0: bought at some time
/// before that; empty: nobody. @throws Error(invalid_argument) for other lengths. O(n).
CustomerMovement customer_movement(const allocation::Tree& tree,
                                   core::View<const core::Minor> before,
                                   core::View<const core::Minor> after,
                                   core::View<const std::int32_t> known = {});

}  // namespace salesplan::review

#ifndef SALESPLAN_COMPILED
#include "salesplan/review/customer_movement_inl.hpp"
#endif
