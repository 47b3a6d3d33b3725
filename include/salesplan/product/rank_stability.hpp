// How far a ranking depends on its weights: "first in 93 % of 1,000 weightings".
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/product/priority.hpp"

namespace salesplan::product {

struct StabilityOptions {
  std::size_t weightings = 1000;  ///< 1 .. 1000000
  double change = 0.5;  ///< every weight is multiplied by a factor even in [1 - change, 1 +
                        ///< change], in (0, 1], then all are scaled to sum 1
  std::size_t top = 3;  ///< for `share_top`
  std::uint64_t seed = 1;
};

struct RankStability {
  std::vector<double> share_first;  ///< [rows] of the weightings in which it is first
  std::vector<double> share_top;    ///< [rows] in which it is among the first `top`
  std::vector<double> mean_rank;    ///< [rows]
};

/// Ranks again under changed weights, by the method and normalisation of `options`; the same bits
/// for the same seed. @throws what `priority` throws, and Error(invalid_argument) for `stability`
/// outside its domain. O(weightings·rows·columns).
RankStability rank_stability(const Criteria& criteria, const PriorityOptions& options,
                             const StabilityOptions& stability = {});

}  // namespace salesplan::product

#ifndef SALESPLAN_COMPILED
#include "salesplan/product/rank_stability_inl.hpp"
#endif
