// The linear systems of reconciliation: the errors' covariance, the constraints that series add up,
// and the two ways to solve for them, factored and matrix-free.
#pragma once

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "salesplan/core/error.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/forecast/column_check.hpp"
#include "salesplan/forecast/reconciliation.hpp"
#include "salesplan/forecast/shrinkage.hpp"
#include "salesplan/forecast/summing_structure.hpp"

namespace salesplan::forecast {
namespace detail {

using Vector = Eigen::VectorXd;
using Matrix = Eigen::MatrixXd;
using Rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

constexpr std::size_t dense_aggregates = 1000;
constexpr std::size_t dense_bottoms = 3000;

/// W = diag(own) + common·E E'.
struct ErrorCovariance {
  Vector own;                        ///< [n]
  double common;                     ///< 0: diagonal
  Eigen::Map<const Rows> residuals;  ///< E [n, periods], or [n, 0]

  Vector times(const Vector& z) const {
    Vector product = own.cwiseProduct(z);
    if (common > 0) product.noalias() += residuals * (common * (residuals.transpose() * z));
    return product;
  }
};

SALESPLAN_INLINE ErrorCovariance error_covariance(const SummingStructure& structure,
                                                  core::View<const double> residuals,
                                                  std::size_t periods, Weighting weighting) {
  const std::size_t n = structure.series();
  const auto rows = static_cast<Eigen::Index>(n);
  ErrorCovariance w{Vector::Ones(rows), 0, {nullptr, rows, 0}};
  if (weighting == Weighting::wls_structural) {
    for (std::size_t i = 0; i < n; ++i) {
      w.own(static_cast<Eigen::Index>(i)) = static_cast<double>(structure.members(i).size());
    }
  }
  if (weighting == Weighting::ols || weighting == Weighting::wls_structural) return w;

  check_columns("residuals", residuals, n, periods);
  const ShrunkCovariance shrunk = shrunk_covariance(residuals, periods);
  w.own = Eigen::Map<const Vector>(shrunk.variance.data(), rows);
  const double largest = w.own.maxCoeff();
  if (!(largest > 0)) {
    w.own.setOnes();
    return w;
  }
  w.own = w.own.cwiseMax(1e-12 * largest);
  if (weighting == Weighting::mint_shrink && shrunk.intensity < 1) {
    // Where the estimate is no shrinkage at all, a little keeps W positive definite.
    const double intensity = std::max(shrunk.intensity, 1e-6);
    return {intensity * w.own,
            (1 - intensity) / static_cast<double>(periods),
            {residuals.data(), rows, static_cast<Eigen::Index>(periods)}};
  }
  return w;
}

/// The constraints C y = 0, one an aggregate: y minus the sum of its bottom series.
class Constraints {
 public:
  explicit Constraints(const SummingStructure& structure) : structure_(structure) {
    std::vector<char> is_bottom(structure.series(), 0);
    for (const std::size_t row : structure.bottom_row) is_bottom[row] = 1;
    for (std::size_t i = 0; i < structure.series(); ++i) {
      if (is_bottom[i] == 0) aggregates_.push_back(i);
    }
  }

  std::size_t size() const { return aggregates_.size(); }
  std::size_t aggregate(std::size_t p) const { return aggregates_[p]; }
  const SummingStructure& structure() const { return structure_; }

  /// C·y for a vector, or for the rows of a matrix.
  template <class Values, class Result>
  void apply(const Values& y, Result&& out) const {
    for (std::size_t p = 0; p < size(); ++p) {
      const auto to = static_cast<Eigen::Index>(p);
      out.row(to) = y.row(static_cast<Eigen::Index>(aggregates_[p]));
      for (const std::int32_t j : structure_.members(aggregates_[p])) {
        out.row(to) -= y.row(bottom_row(j));
      }
    }
  }

  /// out += C'·x.
  template <class Multipliers, class Result>
  void add_transposed(const Multipliers& x, Result&& out) const {
    for (std::size_t p = 0; p < size(); ++p) {
      const auto from = static_cast<Eigen::Index>(p);
      out.row(static_cast<Eigen::Index>(aggregates_[p])) += x.row(from);
      for (const std::int32_t j : structure_.members(aggregates_[p])) {
        out.row(bottom_row(j)) -= x.row(from);
      }
    }
  }

  template <class Bottom>
  Eigen::Index bottom_row(Bottom j) const {
    return static_cast<Eigen::Index>(structure_.bottom_row[static_cast<std::size_t>(j)]);
  }

 private:
  const SummingStructure& structure_;
  std::vector<std::size_t> aggregates_;
};

/// The bottom series held at 0 are exchanged in blocks until none of the others is below 0 and none
/// of them would rise; one at a time, the last first, where blocks go on in circles, which ends.
/// @param bottom [m] the solution without the bound; in and out
/// @param solve  (held, bottom, push): the solution with `held` at 0, and for each of them the push
///               of the bound in units of the series, positive where it is needed
/// @source Júdice & Pires (1994), A block principal pivoting algorithm for large-scale strictly
/// monotone linear complementarity problems, Computers & Operations Research 21(5).
template <class Solve>
void pivot_to_non_negative(Vector& bottom, Solve&& solve) {
  const double slack = 1e-10 * bottom.cwiseAbs().maxCoeff();
  std::vector<Eigen::Index> held, wrong;
  std::vector<char> is_held(static_cast<std::size_t>(bottom.size()), 0);
  Vector push;
  Eigen::Index fewest = bottom.size() + 1;
  for (int patience = 3;;) {
    wrong.clear();
    for (Eigen::Index j = 0, k = 0; j < bottom.size(); ++j) {
      if ((is_held[static_cast<std::size_t>(j)] != 0 ? push(k++) : bottom(j)) < -slack) {
        wrong.push_back(j);
      }
    }
    const auto count = static_cast<Eigen::Index>(wrong.size());
    if (count == 0) break;
    if (count < fewest) {
      fewest = count;
      patience = 3;
    } else if (patience > 0) {
      --patience;
    } else {
      wrong.erase(wrong.begin(), wrong.end() - 1);
    }
    for (const Eigen::Index j : wrong) is_held[static_cast<std::size_t>(j)] ^= 1;
    held.clear();
    for (Eigen::Index j = 0; j < bottom.size(); ++j) {
      if (is_held[static_cast<std::size_t>(j)] != 0) held.push_back(j);
    }
    solve(held, bottom, push);
  }
  for (const Eigen::Index j : held) bottom(j) = 0;
  bottom = bottom.cwiseMax(0.0);
}

/// C W C' as a matrix, factored: for up to a thousand aggregates.
class FactoredSystem {
 public:
  FactoredSystem(const Constraints& constraints, const ErrorCovariance& w)
      : constraints_(constraints), w_(w) {
    const auto a = static_cast<Eigen::Index>(constraints.size());
    const SummingStructure& structure = constraints.structure();
    incoherence_.resize(a, w.residuals.cols());
    constraints.apply(w.residuals, incoherence_);
    Matrix system = Matrix::Zero(a, a);
    if (w.common > 0 && a > 0) {
      system.selfadjointView<Eigen::Lower>().rankUpdate(incoherence_, w.common);
    }
    holders_.resize(structure.bottoms());
    for (Eigen::Index p = 0; p < a; ++p) {
      const std::size_t row = constraints.aggregate(static_cast<std::size_t>(p));
      system(p, p) += w.own(static_cast<Eigen::Index>(row));
      for (const std::int32_t j : structure.members(row)) {
        auto& holders = holders_[static_cast<std::size_t>(j)];
        holders.push_back(p);
        const double own = w.own(constraints.bottom_row(j));
        for (const Eigen::Index q : holders) system(p, q) += own;
      }
    }
    factor_.compute(system);
  }

  /// Reconciles the columns of `y` in place, without the bound.
  void project(Rows& y) const {
    Rows multipliers(static_cast<Eigen::Index>(constraints_.size()), y.cols());
    constraints_.apply(y, multipliers);
    multipliers = factor_.solve(multipliers);
    Rows change = Rows::Zero(y.rows(), y.cols());
    constraints_.add_transposed(multipliers, change);
    y -= w_.own.asDiagonal() * change;
    if (w_.common > 0) {
      const Matrix shared = w_.common * (w_.residuals.transpose() * change);
      y.noalias() -= w_.residuals * shared;
    }
  }

  /// C W, the columns of the bottom series. [a, m]
  Matrix bottom_covariance() const {
    const Rows residuals = bottom_residuals();
    Matrix cw = Matrix::Zero(incoherence_.rows(), residuals.rows());
    if (w_.common > 0) cw.noalias() += w_.common * incoherence_ * residuals.transpose();
    for (Eigen::Index j = 0; j < cw.cols(); ++j) {
      for (const Eigen::Index p : holders_[static_cast<std::size_t>(j)]) {
        cw(p, j) -= w_.own(constraints_.bottom_row(j));
      }
    }
    return cw;
  }

  /// The covariance of the reconciled bottom series, W - W C'(C W C')⁻¹ C W. [m, m]
  Matrix reconciled_covariance() const {
    const Rows residuals = bottom_residuals();
    const Matrix root = factor_.matrixL().solve(bottom_covariance());
    Matrix v = Matrix::Zero(residuals.rows(), residuals.rows());
    if (w_.common > 0) v.selfadjointView<Eigen::Lower>().rankUpdate(residuals, w_.common);
    if (root.rows() > 0) v.selfadjointView<Eigen::Lower>().rankUpdate(root.transpose(), -1.0);
    for (Eigen::Index j = 0; j < v.cols(); ++j) v(j, j) += w_.own(constraints_.bottom_row(j));
    v.triangularView<Eigen::StrictlyUpper>() = v.transpose();
    return v;
  }

  /// P, the rows of the bottom series: I - W C'(C W C')⁻¹ C. [m, n]
  Rows bottom_projection() const {
    const auto n = static_cast<Eigen::Index>(constraints_.structure().series());
    Matrix c(incoherence_.rows(), n);
    constraints_.apply(Matrix(Matrix::Identity(n, n)), c);
    Rows p = -(bottom_covariance().transpose() * factor_.solve(c));
    for (Eigen::Index j = 0; j < p.rows(); ++j) p(j, constraints_.bottom_row(j)) += 1;
    return p;
  }

 private:
  Rows bottom_residuals() const {
    Rows residuals(static_cast<Eigen::Index>(holders_.size()), w_.residuals.cols());
    for (Eigen::Index j = 0; j < residuals.rows(); ++j) {
      residuals.row(j) = w_.residuals.row(constraints_.bottom_row(j));
    }
    return residuals;
  }

  const Constraints& constraints_;
  const ErrorCovariance& w_;
  Rows incoherence_;                                // C E
  std::vector<std::vector<Eigen::Index>> holders_;  // the aggregates of each bottom series
  Eigen::LLT<Matrix> factor_;
};

/// The same without any matrix of series × series: conjugate gradients on K W K', where K is C with
/// a row for each bottom series that is held at 0.
class MatrixFreeSystem {
 public:
  MatrixFreeSystem(const Constraints& constraints, const ErrorCovariance& w)
      : constraints_(constraints),
        w_(w),
        aggregates_(static_cast<Eigen::Index>(constraints.size())),
        bottoms_(static_cast<Eigen::Index>(constraints.structure().bottoms())),
        diagonal_(aggregates_ + bottoms_) {
    Eigen::RowVectorXd incoherence(w.residuals.cols());
    for (Eigen::Index p = 0; p < aggregates_; ++p) {
      const std::size_t row = constraints.aggregate(static_cast<std::size_t>(p));
      incoherence = w.residuals.row(static_cast<Eigen::Index>(row));
      diagonal_(p) = w.own(static_cast<Eigen::Index>(row));
      for (const std::int32_t j : constraints.structure().members(row)) {
        incoherence -= w.residuals.row(constraints.bottom_row(j));
        diagonal_(p) += w.own(constraints.bottom_row(j));
      }
      diagonal_(p) += w.common * incoherence.squaredNorm();
    }
    for (Eigen::Index j = 0; j < bottoms_; ++j) {
      const Eigen::Index row = constraints.bottom_row(j);
      diagonal_(aggregates_ + j) = w.own(row) + w.common * w.residuals.row(row).squaredNorm();
    }
  }

  /// Reconciles one column in place, the bottom series `held` at 0. `multipliers` [a + m] is where
  /// the search starts and what it finds.
  void project(Vector& y, const std::vector<Eigen::Index>& held, Vector& multipliers) const {
    std::vector<char> is_held(static_cast<std::size_t>(bottoms_), 0);
    for (const Eigen::Index j : held) is_held[static_cast<std::size_t>(j)] = 1;
    for (Eigen::Index j = 0; j < bottoms_; ++j) {
      if (is_held[static_cast<std::size_t>(j)] == 0) multipliers(aggregates_ + j) = 0;
    }
    const Vector target = constrained(y, held);
    Vector residual = target - constrained(w_.times(spread(multipliers, held)), held);
    Vector scaled = residual.cwiseQuotient(diagonal_);
    Vector direction = scaled;
    double size = residual.dot(scaled);
    const double enough = 1e-26 * target.dot(target.cwiseQuotient(diagonal_));
    for (Eigen::Index step = 0; size > enough; ++step) {
      if (step > 100 + 10 * target.size()) {
        throw Error(ErrorCode::internal, "reconcile", "conjugate gradients do not converge");
      }
      const Vector product = constrained(w_.times(spread(direction, held)), held);
      const double length = size / direction.dot(product);
      multipliers += length * direction;
      residual -= length * product;
      scaled = residual.cwiseQuotient(diagonal_);
      const double next = residual.dot(scaled);
      direction = scaled + (next / size) * direction;
      size = next;
    }
    y -= w_.times(spread(multipliers, held));
  }

  /// What the bounds of the series held push them by, in units of the series.
  Vector push(const std::vector<Eigen::Index>& held, const Vector& multipliers) const {
    Vector result(static_cast<Eigen::Index>(held.size()));
    Eigen::Index k = 0;
    for (const Eigen::Index j : held) {
      result(k++) = -multipliers(aggregates_ + j) * diagonal_(aggregates_ + j);
    }
    return result;
  }

 private:
  /// K·y. [a + m], 0 for bottom series that are not held.
  Vector constrained(const Vector& y, const std::vector<Eigen::Index>& held) const {
    Vector result = Vector::Zero(aggregates_ + bottoms_);
    constraints_.apply(y, result);
    for (const Eigen::Index j : held) result(aggregates_ + j) = y(constraints_.bottom_row(j));
    return result;
  }

  /// K'·x. [n]
  Vector spread(const Vector& x, const std::vector<Eigen::Index>& held) const {
    Vector result = Vector::Zero(w_.own.size());
    constraints_.add_transposed(x, result);
    for (const Eigen::Index j : held) result(constraints_.bottom_row(j)) += x(aggregates_ + j);
    return result;
  }

  const Constraints& constraints_;
  const ErrorCovariance& w_;
  Eigen::Index aggregates_, bottoms_;
  Vector diagonal_;  // of K W K'
};

}  // namespace detail
}  // namespace salesplan::forecast
