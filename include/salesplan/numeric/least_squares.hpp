// Ordinary least squares, with an own intercept for every group where groups are given.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::numeric {

struct LeastSquares {
  std::vector<double> coefficient;  ///< [k]
  std::vector<double> covariance;   ///< [k, k] of the coefficients
  double sigma = 0;                 ///< residual standard deviation
  std::size_t degrees = 0;          ///< n - k - number of groups
};

/// The b that minimises |y - Xb|², by Householder QR.
/// @param x      row-major [n, k], finite
/// @param y      [n], finite
/// @param group  [n] each in [0, n), or empty; where given, every group has its own intercept,
/// taken
///               out by subtracting group means (the "within" or fixed-effects estimator)
/// @throws Error(invalid_argument) for sizes that do not fit, values that are not finite, fewer
/// rows
///         than parameters, and a column that is a combination of the others ("x[.., j]").
/// O(n k²).
LeastSquares least_squares(core::View<const double> x, core::View<const double> y,
                           core::View<const std::int32_t> group = {});

}  // namespace salesplan::numeric

#ifndef SALESPLAN_COMPILED
#include "salesplan/numeric/least_squares_inl.hpp"
#endif
