// Bodies of least_squares.hpp.
#pragma once

#include <Eigen/Core>
#include <Eigen/QR>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "salesplan/core/error.hpp"
#include "salesplan/numeric/design_check.hpp"
#include "salesplan/numeric/least_squares.hpp"

namespace salesplan::numeric {
namespace detail {

/// Subtracts the group means from every column; returns the number of groups that have rows.
SALESPLAN_INLINE std::size_t subtract_group_means(Eigen::MatrixXd& columns,
                                                  core::View<const std::int32_t> group) {
  const auto groups =
      static_cast<Eigen::Index>(group_count(group, static_cast<std::size_t>(columns.rows())));
  Eigen::MatrixXd mean = Eigen::MatrixXd::Zero(groups, columns.cols());
  Eigen::VectorXd count = Eigen::VectorXd::Zero(groups);
  for (Eigen::Index i = 0; i < columns.rows(); ++i) {
    const auto g = static_cast<Eigen::Index>(group[static_cast<std::size_t>(i)]);
    mean.row(g) += columns.row(i);
    count[g] += 1;
  }
  for (Eigen::Index g = 0; g < groups; ++g) {
    if (count[g] > 0) mean.row(g) /= count[g];
  }
  for (Eigen::Index i = 0; i < columns.rows(); ++i) {
    columns.row(i) -= mean.row(group[static_cast<std::size_t>(i)]);
  }
  return static_cast<std::size_t>((count.array() > 0).count());
}

}  // namespace detail

SALESPLAN_INLINE LeastSquares least_squares(core::View<const double> x, core::View<const double> y,
                                            core::View<const std::int32_t> group) {
  const std::size_t k = design_columns(x, y);
  const std::size_t n = y.size();
  const auto columns = static_cast<Eigen::Index>(k);
  const auto rows = static_cast<Eigen::Index>(n);
  if (k == 0) throw Error(ErrorCode::invalid_argument, "x", "has no columns");

  Eigen::MatrixXd xy(rows, columns + 1);
  xy.leftCols(columns) =
      Eigen::Map<const Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>(
          x.data(), rows, columns);
  xy.col(columns) = Eigen::Map<const Eigen::VectorXd>(y.data(), rows);
  const Eigen::VectorXd size_before = xy.leftCols(columns).colwise().norm();
  const std::size_t groups = group.empty() ? 0 : detail::subtract_group_means(xy, group);
  if (n <= k + groups) {
    throw Error(ErrorCode::invalid_argument, "y",
                std::to_string(n) + " rows for " + std::to_string(k + groups) + " parameters");
  }
  // Columns at length 1 make the pivots comparable; one that the group means explain stays near 0.
  for (Eigen::Index j = 0; j < columns; ++j) {
    if (size_before[j] > 0) xy.col(j) /= size_before[j];
  }
  Eigen::ColPivHouseholderQR<Eigen::MatrixXd> qr(xy.leftCols(columns));
  for (Eigen::Index j = 0; j < columns; ++j) {
    if (!(std::abs(qr.matrixR()(j, j)) > 1e-10)) {
      throw Error(ErrorCode::invalid_argument,
                  "x[.., " + std::to_string(qr.colsPermutation().indices()[j]) + "]",
                  "is a combination of the other columns or of the groups");
    }
  }
  const Eigen::VectorXd b = qr.solve(xy.col(columns));
  const double squares = (xy.col(columns) - xy.leftCols(columns) * b).squaredNorm();
  const Eigen::MatrixXd root =
      qr.matrixR().topRows(columns).template triangularView<Eigen::Upper>().solve(
          Eigen::MatrixXd::Identity(columns, columns));
  const Eigen::MatrixXd scaled = qr.colsPermutation() * root;

  LeastSquares fit;
  fit.degrees = n - k - groups;
  fit.sigma = std::sqrt(squares / static_cast<double>(fit.degrees));
  fit.coefficient.resize(k);
  fit.covariance.resize(k * k);
  for (Eigen::Index i = 0; i < columns; ++i) {
    fit.coefficient[static_cast<std::size_t>(i)] = b[i] / size_before[i];
    for (Eigen::Index j = 0; j < columns; ++j) {
      fit.covariance[static_cast<std::size_t>(i * columns + j)] = fit.sigma * fit.sigma *
                                                                  scaled.row(i).dot(scaled.row(j)) /
                                                                  (size_before[i] * size_before[j]);
    }
  }
  return fit;
}

}  // namespace salesplan::numeric
