// Bodies of reconciliation.hpp.
#pragma once

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>

#include "salesplan/core/error.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/core/parallel.hpp"
#include "salesplan/forecast/column_check.hpp"
#include "salesplan/forecast/reconciliation.hpp"
#include "salesplan/forecast/shrinkage.hpp"
#include "salesplan/numeric/normal.hpp"

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

/// The bottom rows of `y`. [m, columns]
SALESPLAN_INLINE Rows bottom_rows(const SummingStructure& structure, const Rows& y) {
  Rows bottom(static_cast<Eigen::Index>(structure.bottoms()), y.cols());
  for (std::size_t j = 0; j < structure.bottoms(); ++j) {
    bottom.row(static_cast<Eigen::Index>(j)) =
        y.row(static_cast<Eigen::Index>(structure.bottom_row[j]));
  }
  return bottom;
}

SALESPLAN_INLINE std::vector<double> sum_up(const SummingStructure& structure, const Rows& bottom) {
  return forecast::sum_up(structure, {bottom.data(), static_cast<std::size_t>(bottom.size())},
                          static_cast<std::size_t>(bottom.cols()));
}

}  // namespace detail

SALESPLAN_INLINE std::vector<double> bottom_up(const SummingStructure& structure,
                                               core::View<const double> base, std::size_t columns) {
  detail::check_columns("base", base, structure.series(), columns);
  const detail::Rows y =
      Eigen::Map<const detail::Rows>(base.data(), static_cast<Eigen::Index>(structure.series()),
                                     static_cast<Eigen::Index>(columns));
  return detail::sum_up(structure, detail::bottom_rows(structure, y));
}

SALESPLAN_INLINE std::vector<double> reconcile(const SummingStructure& structure,
                                               core::View<const double> base, std::size_t columns,
                                               core::View<const double> residuals,
                                               std::size_t periods,
                                               const ReconcileOptions& options) {
  using detail::Vector;
  const std::size_t n = structure.series();
  detail::check_columns("base", base, n, columns);
  const detail::ErrorCovariance w =
      detail::error_covariance(structure, residuals, periods, options.weighting);
  const detail::Constraints constraints(structure);
  detail::Rows y = Eigen::Map<const detail::Rows>(base.data(), static_cast<Eigen::Index>(n),
                                                  static_cast<Eigen::Index>(columns));
  detail::Rows bottom;
  const bool dense = constraints.size() <= detail::dense_aggregates &&
                     (!options.non_negative || structure.bottoms() <= detail::dense_bottoms);
  if (dense) {
    const detail::FactoredSystem system(constraints, w);
    system.project(y);
    bottom = detail::bottom_rows(structure, y);
    if (options.non_negative && bottom.minCoeff() < 0) {
      const detail::Matrix v = system.reconciled_covariance();
      core::parallel_for(columns, options.threads, 1, [&](std::size_t c) {
        const Vector free = bottom.col(static_cast<Eigen::Index>(c));
        Vector best = free;
        detail::pivot_to_non_negative(
            best, [&](const std::vector<Eigen::Index>& held, Vector& solved, Vector& push) {
              const auto count = static_cast<Eigen::Index>(held.size());
              detail::Matrix columns_held(v.rows(), count);
              for (Eigen::Index k = 0; k < count; ++k) {
                columns_held.col(k) = v.col(held[static_cast<std::size_t>(k)]);
              }
              detail::Matrix block(count, count);
              Vector missing(count);
              for (Eigen::Index k = 0; k < count; ++k) {
                block.row(k) = columns_held.row(held[static_cast<std::size_t>(k)]);
                missing(k) = -free(held[static_cast<std::size_t>(k)]);
              }
              push = block.llt().solve(missing);
              solved = free + columns_held * push;
              push.array() *= block.diagonal().array();
            });
        bottom.col(static_cast<Eigen::Index>(c)) = best;
      });
    }
  } else {
    const detail::MatrixFreeSystem system(constraints, w);
    bottom.resize(static_cast<Eigen::Index>(structure.bottoms()),
                  static_cast<Eigen::Index>(columns));
    core::parallel_for(columns, options.threads, 1, [&](std::size_t c) {
      const Vector given = y.col(static_cast<Eigen::Index>(c));
      Vector multipliers =
          Vector::Zero(static_cast<Eigen::Index>(constraints.size() + structure.bottoms()));
      const auto solve = [&](const std::vector<Eigen::Index>& held, Vector& solved) {
        Vector reconciled = given;
        system.project(reconciled, held, multipliers);
        solved = detail::bottom_rows(structure, reconciled);
      };
      Vector best;
      solve({}, best);
      if (options.non_negative) {
        detail::pivot_to_non_negative(
            best, [&](const std::vector<Eigen::Index>& held, Vector& solved, Vector& push) {
              solve(held, solved);
              push = system.push(held, multipliers);
            });
      }
      bottom.col(static_cast<Eigen::Index>(c)) = best;
    });
  }
  return detail::sum_up(structure, bottom);
}

SALESPLAN_INLINE std::vector<double> reconciled_sd(const SummingStructure& structure,
                                                   core::View<const double> sd, std::size_t columns,
                                                   core::View<const double> residuals,
                                                   std::size_t periods,
                                                   const ReconcileOptions& options) {
  using detail::Rows;
  using detail::Vector;
  const std::size_t n = structure.series();
  detail::check_columns("sd", sd, n, columns, 0);
  const detail::Constraints constraints(structure);
  if (n > 4000 || constraints.size() > detail::dense_aggregates) {
    throw Error(ErrorCode::unsupported, "sd",
                "more than 4000 series or 1000 aggregates: reconcile sample paths instead");
  }
  const detail::ErrorCovariance w =
      detail::error_covariance(structure, residuals, periods, options.weighting);
  const detail::ErrorCovariance errors =
      detail::error_covariance(structure, residuals, periods,
                               residuals.empty() ? options.weighting : Weighting::mint_shrink);
  const Rows bottom = detail::FactoredSystem(constraints, w).bottom_projection();
  const auto rows = static_cast<Eigen::Index>(n);
  const auto projection_values = detail::sum_up(structure, bottom);
  const Eigen::Map<const Rows> projection(projection_values.data(), rows, rows);
  const Eigen::Map<const Rows> sds(sd.data(), rows, static_cast<Eigen::Index>(columns));
  const Vector total = errors.own + errors.common * errors.residuals.rowwise().squaredNorm();

  std::vector<double> result(n * columns);
  Eigen::Map<Rows> out(result.data(), rows, static_cast<Eigen::Index>(columns));
  for (Eigen::Index c = 0; c < out.cols(); ++c) {
    const Vector scale = sds.col(c).array() / total.array().sqrt();
    Vector variance = projection.cwiseAbs2() * errors.own.cwiseProduct(scale.cwiseAbs2());
    if (errors.common > 0) {
      const Rows shared = bottom * (scale.asDiagonal() * errors.residuals);
      const auto summed = detail::sum_up(structure, shared);
      variance +=
          errors.common *
          Eigen::Map<const Rows>(summed.data(), rows, shared.cols()).rowwise().squaredNorm();
    }
    out.col(c) = variance.cwiseSqrt();
  }
  return result;
}

SALESPLAN_INLINE std::vector<Interval> coherent_intervals(core::View<const double> mean,
                                                          core::View<const double> sd,
                                                          core::View<const double> levels,
                                                          const ReconcileOptions& options) {
  detail::check_columns("sd", sd, mean.size(), 1, 0);
  std::vector<Interval> intervals;
  for (std::size_t l = 0; l < levels.size(); ++l) {
    if (!(levels[l] > 0 && levels[l] < 1)) {
      throw Error(ErrorCode::invalid_argument, core::at("levels", static_cast<std::int64_t>(l)),
                  core::to_text(levels[l]) + " is not in (0, 1)");
    }
    const double z = numeric::normal_quantile(0.5 + levels[l] / 2);
    const double floor = options.non_negative ? 0 : -std::numeric_limits<double>::infinity();
    Interval interval{levels[l], {}, {}};
    for (std::size_t k = 0; k < mean.size(); ++k) {
      interval.lower.push_back(std::max(floor, mean[k] - z * sd[k]));
      interval.upper.push_back(std::max(floor, mean[k] + z * sd[k]));
    }
    intervals.push_back(std::move(interval));
  }
  return intervals;
}

}  // namespace salesplan::forecast
