// A bridge: how a result came from what it was before, effect by effect, on every node of a tree.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "salesplan/allocation/tree.hpp"
#include "salesplan/core/config.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::review {

/// For every node: base + its effects = actual, and a parent's effects are the sums of its
/// children's. Both hold to the minor unit.
struct Bridge {
  std::vector<std::string> effects;  ///< [k] "volume", "price" …
  std::vector<core::Minor> base;     ///< [n]
  std::vector<core::Minor> actual;   ///< [n]
  std::vector<core::Minor> amount;   ///< [n * k] by node, then effect

  core::Minor at(std::size_t node, std::size_t effect) const {
    return amount[node * effects.size() + effect];
  }
};

/// Whole numbers next to `wanted` that sum to `total`: each is rounded down, and what then misses
/// goes by largest remainder, ties to the lower index. Where Σ wanted is the total up to rounding,
/// no part is further than one from what was wanted. @param wanted [n] finite, n >= 1.
/// @throws Error(overflow) naming `place` beyond 64 bits. O(n log n).
std::vector<core::Minor> whole_parts(core::Minor total, core::View<const double> wanted,
                                     const char* place);

/// The bridge of a tree whose leaves are known; what is given for inner nodes is not read.
/// @param base, actual [n] minor units. @param amount [n * k] of which the leaves count.
/// @throws Error(invalid_argument) for a tree that is none, other lengths, and a leaf whose effects
///         do not sum to actual - base ("amount[i]"); Error(overflow). O(n k).
Bridge roll_up(const allocation::Tree& tree, std::vector<std::string> effects,
               core::View<const core::Minor> base, core::View<const core::Minor> actual,
               core::View<const core::Minor> amount);

/// The bridge with effect `name` told apart: the effects of `part`, a bridge of the same tree whose
/// amounts at the leaves are taken out of it, and what remains of it under its own name, last.
/// Performance may be split by price and volume, volume by calendar, to any depth.
/// @throws Error(not_found) for an unknown name, Error(duplicate) for one that would be there
/// twice,
///         Error(invalid_argument) for a bridge of another size. O(n k).
Bridge split(const allocation::Tree& tree, const Bridge& whole, const std::string& name,
             const Bridge& part);

}  // namespace salesplan::review

#ifndef SALESPLAN_COMPILED
#include "salesplan/review/bridge_inl.hpp"
#endif
