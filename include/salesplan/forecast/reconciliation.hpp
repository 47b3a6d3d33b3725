// Reconciliation: base forecasts of all series, made one by one, changed as little as it takes to
// add up.
#pragma once

#include <cstddef>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/forecast/panel.hpp"
#include "salesplan/forecast/summing_structure.hpp"

namespace salesplan::forecast {

/// The error covariance W by which changes are weighed.
enum class Weighting {
  ols,             ///< W = I
  wls_structural,  ///< W = diag(number of bottom series in each series): needs no residuals
  wls_variance,    ///< W = diag(mean squares of the residuals)
  mint_shrink,     ///< W = the shrunk covariance of the residuals (shrinkage.hpp)
};

struct ReconcileOptions {
  Weighting weighting = Weighting::mint_shrink;
  bool non_negative = false;  ///< no bottom series, and so no series, below 0
  int threads = 1;            ///< 0 = one a hardware thread; the same bits with any
};

/// Coherent forecasts nearest to `base`: ỹ = S·b minimising (ŷ - Sb)' W⁻¹ (ŷ - Sb), with b >= 0
/// where asked for. Each column (a step ahead, or a sample path) on its own. Unbiased forecasts
/// stay unbiased without the bound, and no linear unbiased combination has less variance if W is
/// right.
///
/// With C = (aggregate - Σ bottoms), ỹ = ŷ - W C'(C W C')⁻¹ C ŷ. Up to 1000 aggregates C W C' is
/// factored; beyond, conjugate gradients need only products with the sparse C and the residuals, in
/// memory O(non-zeros + residuals). The bound is met by block principal pivoting. A series without
/// error (variance 0) counts as 1e-12 of the largest variance.
///
/// @param base      [n, columns] row-major, finite
/// @param residuals [n, periods] one-step errors of the base forecasts, finite, periods >= 2; may
/// be
///                  empty for ols and wls_structural
/// @returns [n, columns]; every aggregate is the sum of its bottom series in their order.
/// @throws Error(invalid_argument) naming "base[k]" or "residuals[k]".
/// @source Wickramasuriya, Athanasopoulos & Hyndman (2019), JASA 114(526); Wickramasuriya, Turlach
/// & Hyndman (2020), Optimal non-negative forecast reconciliation, Statistics and Computing 30;
/// Athanasopoulos et al. (2017), Forecasting with temporal hierarchies, EJOR 262.
std::vector<double> reconcile(const SummingStructure& structure, core::View<const double> base,
                              std::size_t columns, core::View<const double> residuals,
                              std::size_t periods, const ReconcileOptions& options = {});

/// Bottom-up: the base forecasts of the bottom series, summed. [n, columns] in and out.
std::vector<double> bottom_up(const SummingStructure& structure, core::View<const double> base,
                              std::size_t columns);

/// Standard deviations of reconciled forecasts, √diag(P W_h P') with P the projection of
/// `reconcile` without the bound. W_h has the standard deviations given for step h and the shrunk
/// correlation of the residuals, or none where there are none.
/// @param sd [n, columns] of the base forecasts, >= 0
/// @throws Error(invalid_argument) naming "sd[k]" and as `reconcile`; Error(unsupported) for more
/// than 4000 series or 1000 aggregates, where sample paths are reconciled instead.
/// O(n² · (aggregates + periods · columns)).
std::vector<double> reconciled_sd(const SummingStructure& structure, core::View<const double> sd,
                                  std::size_t columns, core::View<const double> residuals,
                                  std::size_t periods, const ReconcileOptions& options = {});

/// Central normal intervals of reconciled forecasts at each level in (0, 1): mean ± z·sd, whose
/// means add up. Bounds below 0 become 0 where `options.non_negative`.
std::vector<Interval> coherent_intervals(core::View<const double> mean, core::View<const double> sd,
                                         core::View<const double> levels,
                                         const ReconcileOptions& options = {});

}  // namespace salesplan::forecast

#ifndef SALESPLAN_COMPILED
#include "salesplan/forecast/reconciliation_inl.hpp"
#endif
