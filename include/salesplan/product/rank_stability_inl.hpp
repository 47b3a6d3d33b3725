// Bodies of rank_stability.hpp.
#pragma once

#include <cstddef>
#include <random>
#include <string>
#include <vector>

#include "salesplan/product/rank_stability.hpp"

namespace salesplan::product {

SALESPLAN_INLINE RankStability rank_stability(const Criteria& criteria,
                                              const PriorityOptions& options,
                                              const StabilityOptions& stability) {
  if (stability.weightings < 1 || stability.weightings > 1000000) {
    throw Error(ErrorCode::invalid_argument, "weightings",
                std::to_string(stability.weightings) + " is outside 1 .. 1000000");
  }
  if (!(stability.change > 0 && stability.change <= 1)) {
    throw Error(ErrorCode::invalid_argument, "change",
                core::to_text(stability.change) + " is outside (0, 1]");
  }
  const std::vector<double> base = priority(criteria, options).weights;
  const std::size_t n = criteria.rows();
  RankStability result;
  result.share_first.assign(n, 0.0);
  result.share_top.assign(n, 0.0);
  result.mean_rank.assign(n, 0.0);
  std::mt19937_64 random(stability.seed);
  PriorityOptions changed = options;
  for (std::size_t draw = 0; draw < stability.weightings; ++draw) {
    changed.weights = base;
    for (double& w : changed.weights) {
      // The factor is above 0, so that some weight always is: the draw lies in (0, 1].
      const double even = static_cast<double>((random() >> 11) + 1) * 0x1p-53;
      w *= 1 - stability.change + 2 * stability.change * even;
    }
    const Priority again = priority(criteria, changed);
    for (std::size_t i = 0; i < n; ++i) {
      if (again.rank[i] == 1) result.share_first[i] += 1;
      if (again.rank[i] <= stability.top) result.share_top[i] += 1;
      result.mean_rank[i] += static_cast<double>(again.rank[i]);
    }
  }
  for (auto* column : {&result.share_first, &result.share_top, &result.mean_rank}) {
    for (double& value : *column) value /= static_cast<double>(stability.weightings);
  }
  return result;
}

}  // namespace salesplan::product
