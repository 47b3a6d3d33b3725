// Bodies of reconciliation.hpp.
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>

#include "salesplan/core/error.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/core/parallel.hpp"
#include "salesplan/forecast/column_check.hpp"
#include "salesplan/forecast/reconciliation.hpp"
#include "salesplan/forecast/reconciliation_system_inl.hpp"
#include "salesplan/numeric/normal.hpp"

namespace salesplan::forecast {
namespace detail {

/// The bottom rows of `y`. [m, columns]
SALESPLAN_INLINE Rows bottom_rows(const SummingStructure& structure, const Rows& y) {
  Rows bottom(static_cast<Eigen::Index>(structure.bottoms()), y.cols());
  for (std::size_t j = 0; j < structure.bottoms(); ++j) {
    bottom.row(static_cast<Eigen::Index>(j)) =
        y.row(static_cast<Eigen::Index>(structure.bottom_row[j]));
  }
  return bottom;
}

/// The bottom rows of `y` reconciled, by a factored system. [m, columns]
SALESPLAN_INLINE Rows reconciled_by_factor(const Constraints& constraints, const ErrorCovariance& w,
                                           Rows y, const ReconcileOptions& options) {
  const FactoredSystem system(constraints, w);
  system.project(y);
  Rows bottom = bottom_rows(constraints.structure(), y);
  if (!options.non_negative || !(bottom.minCoeff() < 0)) return bottom;
  const Matrix v = system.reconciled_covariance();
  core::parallel_for(static_cast<std::size_t>(y.cols()), options.threads, 1, [&](std::size_t c) {
    const Vector free = bottom.col(static_cast<Eigen::Index>(c));
    Vector best = free;
    const auto solve = [&](const std::vector<Eigen::Index>& held, Vector& solved, Vector& push) {
      const auto count = static_cast<Eigen::Index>(held.size());
      Matrix columns_held(v.rows(), count);
      for (Eigen::Index k = 0; k < count; ++k) {
        columns_held.col(k) = v.col(held[static_cast<std::size_t>(k)]);
      }
      Matrix block(count, count);
      Vector missing(count);
      for (Eigen::Index k = 0; k < count; ++k) {
        block.row(k) = columns_held.row(held[static_cast<std::size_t>(k)]);
        missing(k) = -free(held[static_cast<std::size_t>(k)]);
      }
      push = block.llt().solve(missing);
      solved = free + columns_held * push;
      push.array() *= block.diagonal().array();
    };
    pivot_to_non_negative(best, solve);
    bottom.col(static_cast<Eigen::Index>(c)) = best;
  });
  return bottom;
}

/// The same by conjugate gradients, column by column. [m, columns]
SALESPLAN_INLINE Rows reconciled_by_search(const Constraints& constraints, const ErrorCovariance& w,
                                           const Rows& y, const ReconcileOptions& options) {
  const SummingStructure& structure = constraints.structure();
  const MatrixFreeSystem system(constraints, w);
  Rows bottom(static_cast<Eigen::Index>(structure.bottoms()), y.cols());
  core::parallel_for(static_cast<std::size_t>(y.cols()), options.threads, 1, [&](std::size_t c) {
    const Vector given = y.col(static_cast<Eigen::Index>(c));
    Vector multipliers =
        Vector::Zero(static_cast<Eigen::Index>(constraints.size() + structure.bottoms()));
    const auto solve = [&](const std::vector<Eigen::Index>& held, Vector& solved) {
      Vector reconciled = given;
      system.project(reconciled, held, multipliers);
      solved = bottom_rows(structure, reconciled);
    };
    Vector best;
    solve({}, best);
    if (options.non_negative) {
      pivot_to_non_negative(
          best, [&](const std::vector<Eigen::Index>& held, Vector& solved, Vector& push) {
            solve(held, solved);
            push = system.push(held, multipliers);
          });
    }
    bottom.col(static_cast<Eigen::Index>(c)) = best;
  });
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
  const std::size_t n = structure.series();
  detail::check_columns("base", base, n, columns);
  const detail::ErrorCovariance w =
      detail::error_covariance(structure, residuals, periods, options.weighting);
  const detail::Constraints constraints(structure);
  const detail::Rows y = Eigen::Map<const detail::Rows>(base.data(), static_cast<Eigen::Index>(n),
                                                        static_cast<Eigen::Index>(columns));
  const bool factored = constraints.size() <= detail::dense_aggregates &&
                        (!options.non_negative || structure.bottoms() <= detail::dense_bottoms);
  return detail::sum_up(structure, factored
                                       ? detail::reconciled_by_factor(constraints, w, y, options)
                                       : detail::reconciled_by_search(constraints, w, y, options));
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
