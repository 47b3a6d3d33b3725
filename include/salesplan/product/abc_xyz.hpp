// ABC by share of value, XYZ by how steady the demand is.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::product {

/// 'A', 'B' or 'C' of each value [n]: the largest first, A while what stands before it is below
/// `share_a` of the total, B while below `share_b`, else C; so the first is always A. Negative
/// values count as 0, and a value of 0 is C. Equal values by position.
/// @throws Error(invalid_argument) for a value that is not finite or shares that do not rise in
///         (0, 1]. O(n log n).
inline std::vector<char> abc_classes(core::View<const double> value, double share_a = 0.8,
                                     double share_b = 0.95) {
  if (!(share_a > 0 && share_a <= share_b && share_b <= 1)) {
    throw Error(ErrorCode::invalid_argument, "share_a",
                core::to_text(share_a) + " and share_b " + core::to_text(share_b) +
                    " do not rise in (0, 1]");
  }
  std::vector<std::size_t> order(value.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  double total = 0;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (!std::isfinite(value[i])) {
      throw Error(ErrorCode::invalid_argument, core::at("value", static_cast<std::int64_t>(i)),
                  core::to_text(value[i]) + " is not finite");
    }
    total += std::max(0.0, value[i]);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return value[a] > value[b]; });
  std::vector<char> classes(value.size(), 'C');
  double before = 0;
  for (std::size_t i : order) {
    if (!(value[i] > 0)) break;
    classes[i] = before < share_a * total ? 'A' : before < share_b * total ? 'B' : 'C';
    before += value[i];
  }
  return classes;
}

struct XyzClass {
  char name = 'Z';
  double variation = core::missing_number;  ///< standard deviation / mean; NaN where it has none
};

/// X, Y or Z by the coefficient of variation of the demand [periods], NaN skipped: X up to `x`, Y
/// up to `y`, else Z; Z also with fewer than two values or a mean that is not positive.
/// @throws Error(invalid_argument) for an infinite demand or limits that do not rise above 0. O(n).
inline XyzClass xyz_class(core::View<const double> demand, double x = 0.5, double y = 1) {
  if (!(x > 0 && x <= y)) {
    throw Error(ErrorCode::invalid_argument, "x",
                core::to_text(x) + " and y " + core::to_text(y) + " do not rise above 0");
  }
  double n = 0, mean = 0, squares = 0;
  for (std::size_t i = 0; i < demand.size(); ++i) {
    if (std::isinf(demand[i])) {
      throw Error(ErrorCode::invalid_argument, core::at("demand", static_cast<std::int64_t>(i)),
                  "is infinite");
    }
    if (core::is_missing(demand[i])) continue;
    n += 1;
    const double off = demand[i] - mean;
    mean += off / n;
    squares += off * (demand[i] - mean);
  }
  XyzClass result;
  if (n < 2 || !(mean > 0)) return result;
  result.variation = std::sqrt(squares / (n - 1)) / mean;
  result.name = result.variation <= x ? 'X' : result.variation <= y ? 'Y' : 'Z';
  return result;
}

}  // namespace salesplan::product
