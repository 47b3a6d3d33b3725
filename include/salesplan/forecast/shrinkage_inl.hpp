// Bodies of shrinkage.hpp.
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <string>

#include "salesplan/core/error.hpp"
#include "salesplan/forecast/column_check.hpp"
#include "salesplan/forecast/shrinkage.hpp"

namespace salesplan::forecast {

SALESPLAN_INLINE ShrunkCovariance shrunk_covariance(core::View<const double> residuals,
                                                    std::size_t periods) {
  if (periods < 2 || residuals.size() % periods != 0) {
    throw Error(ErrorCode::invalid_argument, "residuals",
                std::to_string(residuals.size()) + " values are not rows of " +
                    std::to_string(periods) + " periods, at least 2");
  }
  const auto n = static_cast<Eigen::Index>(residuals.size() / periods);
  const auto t = static_cast<Eigen::Index>(periods);
  detail::check_columns("residuals", residuals, residuals.size() / periods, periods);
  using Rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  Rows x = Eigen::Map<const Rows>(residuals.data(), n, t);
  ShrunkCovariance result;
  double positive = 0;
  for (Eigen::Index i = 0; i < n; ++i) {
    const double variance = x.row(i).squaredNorm() / static_cast<double>(t);
    result.variance.push_back(variance);
    if (!(variance > 0)) continue;
    x.row(i) /= std::sqrt(variance);
    ++positive;
  }

  // Sums over all pairs, less those of a series with itself: there r = 1.
  Eigen::MatrixXd gram = Eigen::MatrixXd::Zero(std::min(n, t), std::min(n, t));
  if (t <= n) {
    gram.selfadjointView<Eigen::Lower>().rankUpdate(x.transpose());
  } else {
    gram.selfadjointView<Eigen::Lower>().rankUpdate(x);
  }
  const double length = static_cast<double>(t);
  const double squares = 2 * gram.squaredNorm() - gram.diagonal().squaredNorm();
  const double correlated = squares / (length * length) - positive;
  x = x.array().square();
  const double products = x.colwise().sum().squaredNorm() - x.squaredNorm();
  const double uncertain = (products - length * correlated) / (length * (length - 1));
  if (correlated > 0) result.intensity = std::clamp(uncertain / correlated, 0.0, 1.0);
  return result;
}

}  // namespace salesplan::forecast
