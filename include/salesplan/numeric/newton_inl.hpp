// Bodies of newton.hpp.
#pragma once

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>

#include "salesplan/numeric/newton.hpp"

namespace salesplan::numeric {
namespace detail {

using RowMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// -|H|⁻¹ g, with eigenvalues no smaller than 1e-10 of the largest.
inline Eigen::VectorXd descent(const RowMatrix& hessian, const Eigen::VectorXd& gradient) {
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(hessian);
  Eigen::VectorXd scale = eigen.eigenvalues().cwiseAbs();
  scale = scale.cwiseMax(std::max(scale.maxCoeff() * 1e-10, 1e-300));
  return -(eigen.eigenvectors() *
           (eigen.eigenvectors().transpose() * gradient).cwiseQuotient(scale));
}

}  // namespace detail

SALESPLAN_INLINE NewtonResult minimize_newton(const SmoothFunction& f, std::vector<double> start,
                                              const NewtonOptions& options) {
  const std::size_t n = start.size();
  const auto size = static_cast<Eigen::Index>(n);
  NewtonResult best{std::move(start),           0, std::vector<double>(n),
                    std::vector<double>(n * n), 0, false};
  best.value = f(best.x, best.gradient, best.hessian);
  NewtonResult trial = best;
  double last_decrement = std::numeric_limits<double>::infinity();
  for (; best.iterations < options.max_iterations; ++best.iterations) {
    const Eigen::Map<const Eigen::VectorXd> gradient(best.gradient.data(), size);
    Eigen::VectorXd step = detail::descent(
        Eigen::Map<const detail::RowMatrix>(best.hessian.data(), size, size), gradient);
    const double decrement = -gradient.dot(step);
    // What rounding alone may add to f: below it f no longer tells a good step from a bad one, so
    // Newton's steps are taken as they are until they stop getting shorter.
    const double noise = 1e-12 * (1 + std::abs(best.value));
    const bool in_noise = decrement < noise;
    if (!(decrement > options.tolerance) || (in_noise && decrement >= last_decrement)) {
      best.converged = std::isfinite(decrement);
      break;
    }
    last_decrement = decrement;
    const double largest = step.cwiseAbs().maxCoeff();
    if (largest > options.max_step) step *= options.max_step / largest;
    const double slope = gradient.dot(step);
    double scale = 1;
    bool falls = false;
    for (int halving = 0; halving < 40 && !falls; ++halving, scale /= 2) {
      for (std::size_t i = 0; i < n; ++i) {
        trial.x[i] = best.x[i] + scale * step[static_cast<Eigen::Index>(i)];
      }
      trial.value = f(trial.x, trial.gradient, trial.hessian);
      falls = std::isfinite(trial.value) &&
              (in_noise || trial.value <= best.value + 1e-4 * scale * slope + noise);
    }
    if (!falls) break;
    std::swap(best.x, trial.x);
    std::swap(best.value, trial.value);
    std::swap(best.gradient, trial.gradient);
    std::swap(best.hessian, trial.hessian);
  }
  return best;
}

SALESPLAN_INLINE std::vector<double> inverse_symmetric(core::View<const double> matrix,
                                                       std::size_t n) {
  const auto size = static_cast<Eigen::Index>(n);
  const Eigen::LLT<Eigen::MatrixXd> factor(
      Eigen::Map<const detail::RowMatrix>(matrix.data(), size, size));
  if (factor.info() != Eigen::Success) return {};
  std::vector<double> out(n * n);
  Eigen::Map<detail::RowMatrix>(out.data(), size, size) =
      factor.solve(Eigen::MatrixXd::Identity(size, size));
  return out;
}

SALESPLAN_INLINE std::vector<double> cholesky_factor(core::View<const double> matrix,
                                                     std::size_t n) {
  const auto size = static_cast<Eigen::Index>(n);
  const Eigen::LLT<Eigen::MatrixXd> factor(
      Eigen::Map<const detail::RowMatrix>(matrix.data(), size, size));
  if (factor.info() != Eigen::Success) return {};
  std::vector<double> out(n * n);
  Eigen::Map<detail::RowMatrix>(out.data(), size, size) = factor.matrixL().toDenseMatrix();
  return out;
}

}  // namespace salesplan::numeric
