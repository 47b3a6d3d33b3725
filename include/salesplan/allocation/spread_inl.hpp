// Bodies of spread.hpp.
#pragma once

#include <cstddef>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "salesplan/allocation/split.hpp"
#include "salesplan/allocation/spread.hpp"
#include "salesplan/core/error.hpp"
#include "salesplan/core/wide.hpp"

namespace salesplan::allocation {
SALESPLAN_INLINE std::vector<core::Minor> spread(core::Minor total,
                                                 core::View<const double> weights,
                                                 const Bounds& bounds, core::Minor unit,
                                                 ZeroWeights zero_weights, const Wording& wording) {
  const std::size_t n = weights.size();
  total = detail::total_in_units(total, unit, wording);
  detail::check_lengths(bounds, n);
  if (n == 0 && total != 0) {
    throw Error(ErrorCode::infeasible, "weights",
                "is empty, so nothing takes the total " + wording.amount(core::Wide{total} * unit));
  }
  // A negative total is spread as its mirror image, so that rounding is symmetric.
  const core::Minor sign = total < 0 ? -1 : 1;
  const core::Minor most = std::numeric_limits<core::Minor>::max() / unit;
  const core::Minor floor = total < 0 ? -most : 0;
  const core::Minor ceiling = total < 0 ? 0 : most;

  // Not a vector: that would be filled with zeros first.
  const std::unique_ptr<core::Minor[]> ranges(new core::Minor[2 * n]);
  const core::View<core::Minor> lower(ranges.get(), n), upper(ranges.get() + n, n);
  core::Wide lowest = 0, highest = 0;
  for (std::size_t i = 0; i < n; ++i) {
    detail::check_weight(weights[i], "weights", i);
    const detail::Range range =
        detail::range_in_units(bounds, i, unit, floor, ceiling, {}, wording);
    lower[i] = sign > 0 ? range.lower : -range.upper;
    upper[i] = sign > 0 ? range.upper : -range.lower;
    lowest += range.lower;
    highest += range.upper;
  }
  detail::check_sums(core::Wide{total} * unit, lowest * unit, highest * unit, bounds.locked,
                     wording);
  total *= sign;
  if (zero_weights == ZeroWeights::refuse && !detail::has_guide(total, weights, lower, upper)) {
    throw Error(ErrorCode::invalid_argument, "weights",
                "all free weights are zero, so nothing says how to spread " +
                    wording.amount(core::Wide{sign} * total * unit -
                                   detail::locked_sum(bounds.locked).sum));
  }

  std::vector<core::Minor> part(n);
  detail::split(total, weights, lower, upper, part);
  if (sign * unit != 1) {
    for (core::Minor& value : part) value *= sign * unit;
  }
  return part;
}

}  // namespace salesplan::allocation
