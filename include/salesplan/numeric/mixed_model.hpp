// Linear mixed model: coefficients that vary between groups around a common mean, by REML.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::numeric {

/// y = x·(b + u_g) + e, with u_g ~ N(0, random_covariance) on the `random` columns and 0 elsewhere,
/// e ~ N(0, sigma²).
struct MixedData {
  core::View<const double> x;  ///< row-major [n, p], finite; an intercept is a column of 1
  core::View<const double> y;  ///< [n], finite
  core::View<const std::int32_t> group;  ///< [n], each in [0, n)
  std::vector<std::size_t> random;       ///< columns whose coefficient varies, each once, not empty
};

struct MixedModel {
  std::vector<double> coefficient;        ///< [p] b
  std::vector<double> covariance;         ///< [p, p] of b
  std::vector<double> random_covariance;  ///< [q, q] of u
  double sigma = 0;
  double log_likelihood = 0;              ///< restricted
  std::vector<double> group_coefficient;  ///< [groups, p] b + u_g, shrunk towards b
  std::vector<double> group_covariance;   ///< [groups, p, p] of their error
  bool converged = false;
};

/// Restricted maximum likelihood (REML) by quasi-Newton steps in the Cholesky factor of the random
/// effects' relative covariance, which may become singular. A group number without rows gets the
/// mean b and the full spread between groups.
/// @throws Error(invalid_argument) for sizes that do not fit, values that are not finite, a column
///         out of range or given twice, collinear columns, too few rows, or y without any noise.
/// One pass over the n rows, then O(groups · p³) an iteration, some tens of iterations.
/// @source Bates, Mächler, Bolker & Walker (2015), Fitting linear mixed-effects models using lme4,
/// J. Stat. Software 67(1), sections 2.3 and 3 (profiled REML criterion).
MixedModel fit_mixed_model(const MixedData& data);

}  // namespace salesplan::numeric

#ifndef SALESPLAN_COMPILED
#include "salesplan/numeric/mixed_model_inl.hpp"
#endif
