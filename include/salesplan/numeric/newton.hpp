// Newton's method with a gradient and a Hessian, damped so that it also starts far away.
#pragma once

#include <functional>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::numeric {

/// Returns f(x) and writes the gradient [n] and the Hessian [n x n].
using SmoothFunction = std::function<double(core::View<const double> x, core::View<double> gradient,
                                            core::View<double> hessian)>;

struct NewtonOptions {
  int max_iterations = 100;
  double max_step = 1.5;     ///< largest move of one coordinate in one iteration
  double tolerance = 1e-12;  ///< on the Newton decrement, the fall still to be expected in f (x 2)
};

struct NewtonResult {
  std::vector<double> x;         ///< [n]
  double value = 0;              ///< f(x)
  std::vector<double> gradient;  ///< [n] at x
  std::vector<double> hessian;   ///< [n x n] at x
  int iterations = 0;
  bool converged = false;
};

/// A local minimum of `f` from `start`: the Hessian's eigenvalues enter by their magnitude, so
/// every direction descends; the step is capped and halved until f falls. A point where f is not
/// finite is stepped back from; `start` itself must be finite there. O(n³) an iteration beside f.
/// @source Nocedal & Wright, Numerical Optimization, 2006, section 3.4.
NewtonResult minimize_newton(const SmoothFunction& f, std::vector<double> start,
                             const NewtonOptions& options = {});

/// The inverse of a symmetric positive definite matrix [n x n]; empty where it is not.
std::vector<double> inverse_symmetric(core::View<const double> matrix, std::size_t n);

/// L with L·Lᵀ = matrix [n x n], row by row; empty where the matrix is not positive definite.
std::vector<double> cholesky_factor(core::View<const double> matrix, std::size_t n);

}  // namespace salesplan::numeric

#ifndef SALESPLAN_COMPILED
#include "salesplan/numeric/newton_inl.hpp"
#endif
