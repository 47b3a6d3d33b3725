// Bodies of mixed_model.hpp.
#pragma once

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "salesplan/core/error.hpp"
#include "salesplan/numeric/design_check.hpp"
#include "salesplan/numeric/least_squares.hpp"
#include "salesplan/numeric/mixed_model.hpp"

namespace salesplan::numeric {
namespace detail {

using Matrix = Eigen::MatrixXd;

// The matrices here are small, and each product that Eigen is asked for takes every build a second:
// so they are these, and vectors are matrices of one column.
SALESPLAN_INLINE Matrix product(const Matrix& a, const Matrix& b) { return a.lazyProduct(b); }
SALESPLAN_INLINE Matrix product_transposed(const Matrix& a, const Matrix& b) {
  return a.lazyProduct(b.transpose());
}
SALESPLAN_INLINE Matrix transposed_product(const Matrix& a, const Matrix& b) {
  return a.transpose().lazyProduct(b);
}
SALESPLAN_INLINE void add_outer(Matrix& to, const Matrix& a, const Matrix& b) {
  to += a.lazyProduct(b.transpose());
}
SALESPLAN_INLINE double dot(const Matrix& a, const Matrix& b) { return a.cwiseProduct(b).sum(); }
SALESPLAN_INLINE Matrix identity(Eigen::Index n) { return Matrix::Identity(n, n); }

/// All that the likelihood needs of one group's rows; z are the random columns of x.
struct GroupSums {
  Matrix zz;  ///< Z'Z [q, q]
  Matrix zx;  ///< Z'X [q, p]
  Matrix zy;  ///< Z'y [q]
};

struct MixedSums {
  std::vector<GroupSums> groups;
  Matrix xx;
  Matrix xy;
  double yy = 0;
  double degrees = 0;  ///< n - p
};

/// The model at one relative random-effects covariance D = root·root'.
struct MixedState {
  double criterion = 0;  ///< sum log|V_g| + log|C| + (n - p) log RSS, up to a constant -2 log L
  Matrix b;              ///< C^-1 X'V^-1 y
  Matrix c;              ///< C = X'V^-1 X
  double squares = 0;    ///< RSS = (y - Xb)' V^-1 (y - Xb)
  Matrix by_root;        ///< gradient with respect to root
};

/// D(I + Z'Z D)^-1 written so that a singular D is no special case; adds log|I + Z'Z D|.
SALESPLAN_INLINE Matrix shrinkage(const Matrix& root, const Matrix& zz, double& log_determinant) {
  const Eigen::Index q = root.rows();
  const Eigen::LLT<Matrix> llt(identity(q) + transposed_product(root, product(zz, root)));
  log_determinant += 2 * llt.matrixLLT().diagonal().array().log().sum();
  Matrix half = root.transpose();
  llt.matrixL().solveInPlace(half);
  return transposed_product(half, half);
}

SALESPLAN_INLINE MixedState mixed_state(const MixedSums& sums, const Matrix& root) {
  MixedState state;
  state.c = sums.xx;
  Matrix xy = sums.xy;
  double yy = sums.yy;
  double log_determinant = 0;
  std::vector<Matrix> m;
  m.reserve(sums.groups.size());
  for (const GroupSums& g : sums.groups) {
    m.push_back(shrinkage(root, g.zz, log_determinant));
    const Matrix mzx = product(m.back(), g.zx);
    state.c -= transposed_product(g.zx, mzx);
    xy -= transposed_product(mzx, g.zy);
    yy -= dot(g.zy, product(m.back(), g.zy));
  }
  const Eigen::LLT<Matrix> c(state.c);
  state.b = c.solve(xy);
  state.squares = yy - dot(xy, state.b);
  log_determinant += 2 * c.matrixLLT().diagonal().array().log().sum();
  state.criterion = log_determinant + sums.degrees * std::log(state.squares);

  const Eigen::Index q = root.rows();
  Matrix by_d = Matrix::Zero(q, q);
  for (std::size_t i = 0; i < sums.groups.size(); ++i) {
    const GroupSums& g = sums.groups[i];
    const Matrix left = identity(q) - product(g.zz, m[i]);
    const Matrix h = product(left, g.zx);
    const Matrix r = product(left, g.zy - product(g.zx, state.b));
    by_d += product(left, g.zz) - product(h, c.solve(Matrix(h.transpose()))) -
            (sums.degrees / state.squares) * product_transposed(r, r);
  }
  state.by_root = 2 * product(by_d, root);
  return state;
}

SALESPLAN_INLINE MixedSums mixed_sums(const MixedData& data, std::size_t p, std::size_t groups,
                                      const std::vector<double>& residual) {
  const auto pp = static_cast<Eigen::Index>(p);
  const auto q = static_cast<Eigen::Index>(data.random.size());
  MixedSums sums;
  sums.groups.assign(groups, {Matrix::Zero(q, q), Matrix::Zero(q, pp), Matrix::Zero(q, 1)});
  sums.xx = Matrix::Zero(pp, pp);
  sums.xy = Matrix::Zero(pp, 1);
  Matrix z(q, 1), x(pp, 1);
  for (std::size_t i = 0; i < residual.size(); ++i) {
    for (Eigen::Index j = 0; j < pp; ++j) x(j) = data.x[i * p + static_cast<std::size_t>(j)];
    for (Eigen::Index j = 0; j < q; ++j) {
      z(j) = x(static_cast<Eigen::Index>(data.random[static_cast<std::size_t>(j)]));
    }
    GroupSums& g = sums.groups[static_cast<std::size_t>(data.group[i])];
    add_outer(g.zz, z, z);
    add_outer(g.zx, z, x);
    g.zy += z * residual[i];
    add_outer(sums.xx, x, x);
    sums.xy += x * residual[i];
    sums.yy += residual[i] * residual[i];
  }
  sums.degrees = static_cast<double>(residual.size() - p);
  return sums;
}

/// Minimises the criterion over lower triangular `free`, root = scale·free, by BFGS with
/// backtracking. Returns whether it came to rest.
SALESPLAN_INLINE bool minimise_criterion(const MixedSums& sums, const Matrix& scale, Matrix& root,
                                         MixedState& state) {
  const Eigen::Index q = scale.rows();
  const Eigen::Index size = q * (q + 1) / 2;
  const auto unpack = [&](const Matrix& t) {
    Matrix free = Matrix::Zero(q, q);
    for (Eigen::Index j = 0, k = 0; j < q; ++j) {
      for (Eigen::Index i = j; i < q; ++i) free(i, j) = t(k++);
    }
    return product(scale, free);
  };
  const auto gradient = [&](const MixedState& at) {
    const Matrix by_free = transposed_product(scale, at.by_root);
    Matrix g(size, 1);
    for (Eigen::Index j = 0, k = 0; j < q; ++j) {
      for (Eigen::Index i = j; i < q; ++i) g(k++) = by_free(i, j);
    }
    return g;
  };

  Matrix t = Matrix::Zero(size, 1);
  for (Eigen::Index j = 0, k = 0; j < q; k += q - j, ++j) t(k) = 0.5;
  root = unpack(t);
  state = mixed_state(sums, root);
  Matrix g = gradient(state);
  Matrix inverse_hessian = identity(size) / (1 + g.norm());
  for (int iteration = 0; iteration < 500; ++iteration) {
    Matrix step = -product(inverse_hessian, g);
    if (!(dot(step, g) <= 0)) step = -g / (1 + g.norm());
    const double slope = dot(step, g);
    // What is left to gain of -2 log L, down to what rounding leaves of its digits.
    if (-slope < 1e-14 * (1 + std::abs(state.criterion))) return true;
    MixedState next;
    double length = 1;
    for (;; length /= 2) {
      next = mixed_state(sums, unpack(t + length * step));
      if (next.criterion <= state.criterion + 1e-4 * length * slope) break;
      if (length < 1e-10) return -slope < 1e-8;  // no digit is left to compare
    }
    step *= length;
    t += step;
    root = unpack(t);
    const Matrix next_g = gradient(next);
    const Matrix change = next_g - g;
    const double curvature = dot(step, change);
    if (curvature > 1e-12 * step.norm() * change.norm()) {
      const Matrix left = identity(size) - product_transposed(step, change) / curvature;
      inverse_hessian = product_transposed(product(left, inverse_hessian), left) +
                        product_transposed(step, step) / curvature;
    }
    g = next_g;
    state = next;
  }
  return false;
}

SALESPLAN_INLINE void check_random_columns(const std::vector<std::size_t>& random, std::size_t p) {
  if (random.empty()) throw Error(ErrorCode::invalid_argument, "random", "names no column");
  std::vector<bool> seen(p, false);
  for (std::size_t j = 0; j < random.size(); ++j) {
    const std::string place = core::at("random", static_cast<std::int64_t>(j));
    if (random[j] >= p) {
      throw Error(
          ErrorCode::invalid_argument, place,
          std::to_string(random[j]) + " is not one of the " + std::to_string(p) + " columns");
    }
    if (seen[random[j]]) throw Error(ErrorCode::duplicate, place, "is given twice");
    seen[random[j]] = true;
  }
}

SALESPLAN_INLINE void store(const Matrix& from, double* to) {
  std::copy(from.data(), from.data() + from.size(), to);
}

}  // namespace detail

SALESPLAN_INLINE MixedModel fit_mixed_model(const MixedData& data) {
  const std::size_t p = design_columns(data.x, data.y);
  const std::size_t groups = group_count(data.group, data.y.size());
  detail::check_random_columns(data.random, p);
  // Starting from the residuals of ordinary least squares keeps the digits of the sums of squares.
  const LeastSquares start = least_squares(data.x, data.y);
  std::vector<double> residual(data.y.begin(), data.y.end());
  double largest = 0;
  for (std::size_t i = 0; i < residual.size(); ++i) {
    largest = std::max(largest, std::abs(data.y[i]));
    for (std::size_t j = 0; j < p; ++j) residual[i] -= data.x[i * p + j] * start.coefficient[j];
  }
  if (!(start.sigma > 1e-12 * largest)) {
    throw Error(ErrorCode::invalid_argument, "y", "has no noise around the common coefficients");
  }

  const detail::MixedSums sums = detail::mixed_sums(data, p, groups, residual);
  const auto pp = static_cast<Eigen::Index>(p);
  const auto q = static_cast<Eigen::Index>(data.random.size());
  detail::Matrix zz = detail::Matrix::Zero(q, q);
  for (const detail::GroupSums& g : sums.groups) zz += g.zz;
  zz /= static_cast<double>(data.y.size());
  // scale'·zz·scale = I, so that all random effects are of one size to the optimiser.
  detail::Matrix scale = detail::identity(q);
  Eigen::LLT<detail::Matrix>(zz).matrixU().solveInPlace(scale);
  detail::Matrix root;
  detail::MixedState state;
  MixedModel model;
  model.converged = detail::minimise_criterion(sums, scale, root, state);

  const double variance = state.squares / sums.degrees;
  model.sigma = std::sqrt(variance);
  constexpr double two_pi = 6.283185307179586;
  model.log_likelihood =
      -0.5 * (state.criterion + sums.degrees * (1 + std::log(two_pi / sums.degrees)));
  const detail::Matrix c_inverse = Eigen::LLT<detail::Matrix>(state.c).solve(detail::identity(pp));
  detail::Matrix b = state.b;
  for (Eigen::Index j = 0; j < pp; ++j) b(j) += start.coefficient[static_cast<std::size_t>(j)];
  model.coefficient.assign(b.data(), b.data() + pp);
  model.covariance.resize(p * p);
  detail::store(variance * c_inverse, model.covariance.data());
  model.random_covariance.resize(static_cast<std::size_t>(q * q));
  detail::store(variance * detail::product_transposed(root, root), model.random_covariance.data());

  model.group_coefficient.resize(groups * p);
  model.group_covariance.resize(groups * p * p);
  for (std::size_t k = 0; k < groups; ++k) {
    const detail::GroupSums& g = sums.groups[k];
    double unused = 0;
    const detail::Matrix m = detail::shrinkage(root, g.zz, unused);
    const detail::Matrix u = detail::product(m, g.zy - detail::product(g.zx, state.b));
    detail::Matrix own = b;
    detail::Matrix mixing = detail::identity(pp);
    detail::Matrix error = detail::Matrix::Zero(pp, pp);
    const detail::Matrix mzx = detail::product(m, g.zx);
    for (Eigen::Index i = 0; i < q; ++i) {
      const auto at = static_cast<Eigen::Index>(data.random[static_cast<std::size_t>(i)]);
      own(at) += u(i);
      for (Eigen::Index j = 0; j < pp; ++j) mixing(at, j) -= mzx(i, j);
      for (Eigen::Index j = 0; j < q; ++j) {
        error(at, static_cast<Eigen::Index>(data.random[static_cast<std::size_t>(j)])) = m(i, j);
      }
    }
    error += detail::product_transposed(detail::product(mixing, c_inverse), mixing);
    detail::store(own, model.group_coefficient.data() + k * p);
    detail::store(variance * error, model.group_covariance.data() + k * p * p);
  }
  return model;
}

}  // namespace salesplan::numeric
