// Whose purchases made the change: customers won, won back, lost, grown, shrunk, moved.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/review/bridge.hpp"

namespace salesplan::review {

/// What is known of a customer beside its sales here.
enum class CustomerPast : std::int32_t {
  none = 0,    ///< never bought
  bought = 1,  ///< at some time before
  moved = 2,   ///< where it has no sales here, before or after, it has some of another unit
};

struct CustomerMovement {
  Bridge bridge;  ///< effects "new", "returned", "lost", "grown", "shrunk", "moved_in", "moved_out"
  /// [n * 7] customers with each of these, by node; one who buys the same counts in none.
  std::vector<std::int64_t> customers;
};

/// The change of sales by what customers did. Leaves of the tree are customers, below reps, below
/// regions. One without sales before is new, has returned or has moved in, as `known` says; one
/// without sales after is lost or has moved out. A move between two units is an effect of each, and
/// of what is above both: there they are the change of what the customer bought.
/// @param before, after [n] minor units; 0 is no sales. @param known [n] a CustomerPast; empty:
/// none
/// @throws Error(invalid_argument) for other lengths, and naming "known[i]". O(n).
CustomerMovement customer_movement(const allocation::Tree& tree,
                                   core::View<const core::Minor> before,
                                   core::View<const core::Minor> after,
                                   core::View<const std::int32_t> known = {});

}  // namespace salesplan::review

#ifndef SALESPLAN_COMPILED
#include "salesplan/review/customer_movement_inl.hpp"
#endif
