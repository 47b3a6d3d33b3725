// Gauss-Legendre quadrature: the nodes and weights of an n-point rule.
#pragma once

#include <vector>

#include "salesplan/core/config.hpp"

namespace salesplan::numeric {

/// Σ weight_i f(node_i) is ∫_0^1 f exactly for polynomials up to degree 2n-1.
struct GaussLegendre {
  std::vector<double> node;    ///< in (0, 1), ascending
  std::vector<double> weight;  ///< positive, sum 1
};

/// The n-point rule on (0, 1), n >= 1, by Newton's iteration on the Legendre polynomial; O(n²).
/// @source Abramowitz & Stegun 25.4.29.
GaussLegendre gauss_legendre(int n);

}  // namespace salesplan::numeric

#ifndef SALESPLAN_COMPILED
#include "salesplan/numeric/gauss_legendre_inl.hpp"
#endif
