// The kernel under every spread: a total into whole parts, in proportion to weights, within bounds.
#pragma once

#include <cstddef>
#include <string>

#include "salesplan/allocation/wording.hpp"
#include "salesplan/core/config.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/core/wide.hpp"

namespace salesplan::allocation::detail {

/// By value and by comparison: two instructions without a branch.
inline double clip(double x, double low, double high) {
  x = x > low ? x : low;
  return x < high ? x : high;
}

/// Error unless the weight is 0 or in [1e-100, 1e100], where no product or quotient overflows.
void check_weight(double weight, const char* name, std::size_t i,
                  core::View<const std::string> labels = {});

/// Whether the weights say how to spread `total`: some item that can move has a weight, or what
/// the items are without any weight already is the total.
bool has_guide(core::Wide total, core::View<const double> weights,
               core::View<const core::Minor> lower, core::View<const core::Minor> upper);

/// What the locks sum to, in minor units, and whether there is one for every item.
struct LockedSum {
  core::Wide sum = 0;
  bool all = false;
};
LockedSum locked_sum(core::View<const core::Minor> locked);

/// Error unless Σ lower <= total <= Σ upper; it says whether the locks break it whatever the other
/// items' bounds: by themselves, or because there are none but them. All in minor units.
void check_sums(core::Wide total, core::Wide lowest, core::Wide highest,
                core::View<const core::Minor> locked, const Wording& wording = {});

/// How a split came about: part ≈ clip(level·weight), where `beyond_weights` is 0. Where every
/// weighted item is held at its lower (-1) or upper (1) bound, it says so, and the others follow
/// the level equally.
struct SplitLevel {
  double level = 0;
  int beyond_weights = 0;
};

/// Writes whole parts with Σ part = total and lower <= part <= upper: the real solution
/// clip(λ·weight) of least entropy distance, rounded by largest remainder (remainders within 2^-26
/// of a unit are ties, which go to the lower index). Items of weight 0 take clip(0) until every
/// weighted item is at its bound, then share what is left equally. Weights are 0 or in [1e-100,
/// 1e100], lower <= upper, and Σ lower <= total <= Σ upper: callers have checked. O(n) a pass, and
/// a handful of passes.
/// @source Bitran & Hax, Management Science 27(4), 1981 (variable fixing); Patriksson & Strömberg,
/// European Journal of Operational Research 243(3), 2015 (survey). We take Newton steps on λ and
/// fix variables only where one would leave the bracket.
SplitLevel split(core::Wide total, core::View<const double> weights,
                 core::View<const core::Minor> lower, core::View<const core::Minor> upper,
                 core::View<core::Minor> part);

}  // namespace salesplan::allocation::detail

#ifndef SALESPLAN_COMPILED
#include "salesplan/allocation/split_inl.hpp"
#endif
