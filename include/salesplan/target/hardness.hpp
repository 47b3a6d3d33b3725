// How hard a target is: its attainment probability, and targets of equal hardness.
#pragma once

#include <vector>

#include "salesplan/allocation/bounds.hpp"
#include "salesplan/core/config.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::target {

/// P(result >= target) for a result that is normal around the forecast: Φ((mean - target)/sd);
/// with sd = 0 it is 1 where the mean reaches the target, else 0. NaN where anything is missing.
double attainment_probability(double target, double mean, double sd);

/// The target that is attained with `probability` in (0, 1): mean + Φ⁻¹(1 - probability)·sd, to the
/// minor unit. 0.5 is the forecast itself; 0.3 a stretch that seven in ten miss.
/// @throws Error(invalid_argument) for a mean or sd (>= 0) that is not finite, or the probability;
///         Error(overflow) beyond 64 bits.
core::Minor challenge_target(double mean, double sd, double probability);

/// Targets of units and the probability with which each attains its own.
struct Hardness {
  std::vector<core::Minor> target;
  std::vector<double> probability;
};

/// Targets that sum to `total` and are equally hard: x_i = clip(mean_i + z·sd_i, lower_i, upper_i)
/// with the one z that meets the total, so that every unit which no bound holds attains its target
/// with the same probability. A proportional split is that only where all sds are in proportion to
/// their means. Each target is within two `unit`s of x_i, and the sum is exact.
///
/// @param total >= 0, minor units, a multiple of `unit`.
/// @param mean  [n] forecasts in minor units, finite.
/// @param sd    [n] standard deviations: 0 or in [1e-100, 1e100]. A unit of sd 0 gets its forecast
///              until all others are at their bounds; then they share what is left equally.
/// @param bounds as for allocation::spread(); no target is negative unless its bound lets it.
/// @throws as allocation::spread(), naming "mean[i]", "sd[i]" …; Error(invalid_argument) where all
///         free sds are 0 and the forecasts do not meet the total; Error(overflow) for amounts
///         beyond 2^61 units. O(n) expected.
Hardness equal_hardness(core::Minor total, core::View<const double> mean,
                        core::View<const double> sd, const allocation::Bounds& bounds = {},
                        core::Minor unit = 1);

}  // namespace salesplan::target

#ifndef SALESPLAN_COMPILED
#include "salesplan/target/hardness_inl.hpp"
#endif
