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

/// All that the likelihood needs of one group's rows; z are the random columns of x.
struct GroupSums {
  Eigen::MatrixXd zz;  ///< Z'Z [q, q]
  Eigen::MatrixXd zx;  ///< Z'X [q, p]
  Eigen::VectorXd zy;  ///< Z'y [q]
};

struct MixedSums {
  std::vector<GroupSums> groups;
  Eigen::MatrixXd xx;
  Eigen::VectorXd xy;
  double yy = 0;
  double degrees = 0;  ///< n - p
};

/// The model at one relative random-effects covariance D = root·root'.
struct MixedState {
  double criterion = 0;     ///< sum log|V_g| + log|C| + (n - p) log RSS, up to a constant -2 log L
  Eigen::VectorXd b;        ///< C^-1 X'V^-1 y
  Eigen::MatrixXd c;        ///< C = X'V^-1 X
  double squares = 0;       ///< RSS = (y - Xb)' V^-1 (y - Xb)
  Eigen::MatrixXd by_root;  ///< gradient with respect to root
};

/// D(I + Z'Z D)^-1 written so that a singular D is no special case; adds log|I + Z'Z D|.
SALESPLAN_INLINE Eigen::MatrixXd shrinkage(const Eigen::MatrixXd& root, const Eigen::MatrixXd& zz,
                                           double& log_determinant) {
  const Eigen::Index q = root.rows();
  const Eigen::LLT<Eigen::MatrixXd> llt(Eigen::MatrixXd::Identity(q, q) +
                                        root.transpose() * zz * root);
  log_determinant += 2 * llt.matrixLLT().diagonal().array().log().sum();
  const Eigen::MatrixXd half = llt.matrixL().solve(root.transpose());
  return half.transpose() * half;
}

SALESPLAN_INLINE MixedState mixed_state(const MixedSums& sums, const Eigen::MatrixXd& root) {
  MixedState state;
  state.c = sums.xx;
  Eigen::VectorXd xy = sums.xy;
  double yy = sums.yy;
  double log_determinant = 0;
  std::vector<Eigen::MatrixXd> m;
  m.reserve(sums.groups.size());
  for (const GroupSums& g : sums.groups) {
    m.push_back(shrinkage(root, g.zz, log_determinant));
    const Eigen::MatrixXd mzx = m.back() * g.zx;
    state.c -= g.zx.transpose() * mzx;
    xy -= mzx.transpose() * g.zy;
    yy -= g.zy.dot(m.back() * g.zy);
  }
  const Eigen::LLT<Eigen::MatrixXd> c(state.c);
  state.b = c.solve(xy);
  state.squares = yy - xy.dot(state.b);
  log_determinant += 2 * c.matrixLLT().diagonal().array().log().sum();
  state.criterion = log_determinant + sums.degrees * std::log(state.squares);

  const Eigen::Index q = root.rows();
  Eigen::MatrixXd by_d = Eigen::MatrixXd::Zero(q, q);
  for (std::size_t i = 0; i < sums.groups.size(); ++i) {
    const GroupSums& g = sums.groups[i];
    const Eigen::MatrixXd left = Eigen::MatrixXd::Identity(q, q) - g.zz * m[i];
    const Eigen::MatrixXd h = left * g.zx;
    const Eigen::VectorXd r = left * (g.zy - g.zx * state.b);
    by_d += left * g.zz - h * c.solve(h.transpose()) -
            (sums.degrees / state.squares) * r * r.transpose();
  }
  state.by_root = 2 * by_d * root;
  return state;
}

SALESPLAN_INLINE MixedSums mixed_sums(const MixedData& data, std::size_t p, std::size_t groups,
                                      const std::vector<double>& residual) {
  const auto pp = static_cast<Eigen::Index>(p);
  const auto q = static_cast<Eigen::Index>(data.random.size());
  MixedSums sums;
  sums.groups.assign(groups, {Eigen::MatrixXd::Zero(q, q), Eigen::MatrixXd::Zero(q, pp),
                              Eigen::VectorXd::Zero(q)});
  sums.xx = Eigen::MatrixXd::Zero(pp, pp);
  sums.xy = Eigen::VectorXd::Zero(pp);
  Eigen::VectorXd z(q);
  for (std::size_t i = 0; i < residual.size(); ++i) {
    const Eigen::Map<const Eigen::VectorXd> x(data.x.data() + i * p, pp);
    for (Eigen::Index j = 0; j < q; ++j) {
      z[j] = x[static_cast<Eigen::Index>(data.random[static_cast<std::size_t>(j)])];
    }
    GroupSums& g = sums.groups[static_cast<std::size_t>(data.group[i])];
    g.zz += z * z.transpose();
    g.zx += z * x.transpose();
    g.zy += z * residual[i];
    sums.xx += x * x.transpose();
    sums.xy += x * residual[i];
    sums.yy += residual[i] * residual[i];
  }
  sums.degrees = static_cast<double>(residual.size() - p);
  return sums;
}

/// Minimises the criterion over lower triangular `free`, root = scale·free, by BFGS with
/// backtracking. Returns whether it came to rest.
SALESPLAN_INLINE bool minimise_criterion(const MixedSums& sums, const Eigen::MatrixXd& scale,
                                         Eigen::MatrixXd& root, MixedState& state) {
  const Eigen::Index q = scale.rows();
  const Eigen::Index size = q * (q + 1) / 2;
  const auto unpack = [&](const Eigen::VectorXd& t) {
    Eigen::MatrixXd free = Eigen::MatrixXd::Zero(q, q);
    for (Eigen::Index j = 0, k = 0; j < q; ++j) {
      for (Eigen::Index i = j; i < q; ++i) free(i, j) = t[k++];
    }
    return Eigen::MatrixXd(scale * free);
  };
  const auto gradient = [&](const MixedState& at) {
    const Eigen::MatrixXd by_free = scale.transpose() * at.by_root;
    Eigen::VectorXd g(size);
    for (Eigen::Index j = 0, k = 0; j < q; ++j) {
      for (Eigen::Index i = j; i < q; ++i) g[k++] = by_free(i, j);
    }
    return g;
  };

  Eigen::VectorXd t = Eigen::VectorXd::Zero(size);
  for (Eigen::Index j = 0, k = 0; j < q; k += q - j, ++j) t[k] = 0.5;
  root = unpack(t);
  state = mixed_state(sums, root);
  Eigen::VectorXd g = gradient(state);
  Eigen::MatrixXd inverse_hessian = Eigen::MatrixXd::Identity(size, size) / (1 + g.norm());
  for (int iteration = 0; iteration < 500; ++iteration) {
    Eigen::VectorXd step = -inverse_hessian * g;
    if (!(step.dot(g) <= 0)) step = -g / (1 + g.norm());
    if (-step.dot(g) < 1e-12) return true;  // what is left to gain of -2 log L
    MixedState next;
    double length = 1;
    for (;; length /= 2) {
      next = mixed_state(sums, unpack(t + length * step));
      if (next.criterion <= state.criterion + 1e-4 * length * step.dot(g)) break;
      if (length < 1e-10) return -step.dot(g) < 1e-8;  // no digit is left to compare
    }
    step *= length;
    t += step;
    root = unpack(t);
    const Eigen::VectorXd next_g = gradient(next);
    const Eigen::VectorXd change = next_g - g;
    const double curvature = step.dot(change);
    if (curvature > 1e-12 * step.norm() * change.norm()) {
      const Eigen::MatrixXd left =
          Eigen::MatrixXd::Identity(size, size) - step * change.transpose() / curvature;
      inverse_hessian =
          left * inverse_hessian * left.transpose() + step * step.transpose() / curvature;
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

SALESPLAN_INLINE void store(const Eigen::MatrixXd& from, double* to) {
  Eigen::Map<Eigen::MatrixXd>(to, from.rows(), from.cols()) = from;
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
  Eigen::MatrixXd zz = Eigen::MatrixXd::Zero(q, q);
  for (const detail::GroupSums& g : sums.groups) zz += g.zz;
  zz /= static_cast<double>(data.y.size());
  // scale'·zz·scale = I, so that all random effects are of one size to the optimiser.
  const Eigen::MatrixXd scale = zz.llt().matrixU().solve(Eigen::MatrixXd::Identity(q, q));
  Eigen::MatrixXd root;
  detail::MixedState state;
  MixedModel model;
  model.converged = detail::minimise_criterion(sums, scale, root, state);

  const double variance = state.squares / sums.degrees;
  model.sigma = std::sqrt(variance);
  constexpr double two_pi = 6.283185307179586;
  model.log_likelihood =
      -0.5 * (state.criterion + sums.degrees * (1 + std::log(two_pi / sums.degrees)));
  const Eigen::MatrixXd c_inverse = state.c.llt().solve(Eigen::MatrixXd::Identity(pp, pp));
  const Eigen::VectorXd b =
      state.b + Eigen::Map<const Eigen::VectorXd>(start.coefficient.data(), pp);
  model.coefficient.assign(b.data(), b.data() + pp);
  model.covariance.resize(p * p);
  detail::store(variance * c_inverse, model.covariance.data());
  model.random_covariance.resize(static_cast<std::size_t>(q * q));
  detail::store(variance * root * root.transpose(), model.random_covariance.data());

  model.group_coefficient.resize(groups * p);
  model.group_covariance.resize(groups * p * p);
  for (std::size_t k = 0; k < groups; ++k) {
    const detail::GroupSums& g = sums.groups[k];
    double unused = 0;
    const Eigen::MatrixXd m = detail::shrinkage(root, g.zz, unused);
    const Eigen::VectorXd u = m * (g.zy - g.zx * state.b);
    Eigen::VectorXd own = b;
    Eigen::MatrixXd mixing = Eigen::MatrixXd::Identity(pp, pp);
    Eigen::MatrixXd error = Eigen::MatrixXd::Zero(pp, pp);
    const Eigen::MatrixXd mzx = m * g.zx;
    for (Eigen::Index i = 0; i < q; ++i) {
      const auto at = static_cast<Eigen::Index>(data.random[static_cast<std::size_t>(i)]);
      own[at] += u[i];
      mixing.row(at) -= mzx.row(i);
      for (Eigen::Index j = 0; j < q; ++j) {
        error(at, static_cast<Eigen::Index>(data.random[static_cast<std::size_t>(j)])) = m(i, j);
      }
    }
    error += mixing * c_inverse * mixing.transpose();
    detail::store(own, model.group_coefficient.data() + k * p);
    detail::store(variance * error, model.group_covariance.data() + k * p * p);
  }
  return model;
}

}  // namespace salesplan::numeric
