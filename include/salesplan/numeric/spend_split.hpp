// Splits a budget over channels so that their total response is largest, S-shaped ones included.
#pragma once

#include <cstddef>
#include <limits>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/numeric/response.hpp"

namespace salesplan::numeric {

struct SpendChannel {
  std::vector<ResponseCurve> response;  ///< the sum of these; several for carry-over or a posterior
  double lower = 0;                     ///< least spend, >= 0
  double upper = std::numeric_limits<double>::infinity();
};

struct SpendSplitOptions {
  double gap = 1e-7;          ///< stop when (bound - response) <= gap·bound
  std::size_t nodes = 20000;  ///< stop after so many subproblems
};

struct SpendSplit {
  std::vector<double> spend;  ///< [n], sums to the budget, or to the sum of the uppers if smaller
  double response = 0;
  double bound = 0;     ///< no split has a larger response, up to rounding
  double marginal = 0;  ///< response per unit of a further small spend
  std::size_t nodes = 0;
};

/// Maximises sum of f_i(x_i) subject to sum x_i = budget, lower_i <= x_i <= upper_i.
///
/// Concave curves alone: equal marginal response, x_i = clip(f_i'^-1(λ)), found by Newton steps in
/// log λ. S-shaped ones: branch and bound on the ranges of the x_i, best bound first; the bound
/// replaces every curve by its concave envelope on its range (a chord up to the point of tangency,
/// then the curve), which is the concave case again. Where the loop ends by `nodes`, `bound` still
/// holds and says how far the split may be from the best. Channels that are alike are searched in
/// one order only.
/// @throws Error(invalid_argument) for a budget that is not finite or negative, an empty list of
///         channels, a channel without a curve, a curve or a range outside its domain;
///         Error(infeasible) for a budget below the sum of the lower bounds.
/// O(curves) for each of some ten steps a subproblem; one subproblem when all is concave.
/// @source Udell & Boyd (2013), Maximizing a sum of sigmoids, Stanford.
SpendSplit split_spend(double budget, core::View<const SpendChannel> channels,
                       const SpendSplitOptions& options = {});

}  // namespace salesplan::numeric

#ifndef SALESPLAN_COMPILED
#include "salesplan/numeric/spend_split_inl.hpp"
#endif
