// The covariance of forecast errors of many series over few periods, shrunk to its diagonal.
#pragma once

#include <cstddef>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::forecast {

/// W = λ·diag(σ²) + (1 - λ)·E E'/T of residuals E, positive definite however few periods there are.
struct ShrunkCovariance {
  double intensity = 1;          ///< λ in [0, 1]
  std::vector<double> variance;  ///< [n] σ², the mean squares about 0
};

/// The intensity that minimises the expected squared error of the correlations,
/// λ = Σ_{i≠j} Var(r_ij) / Σ_{i≠j} r_ij², without the n × n matrix ever being made.
/// Residuals are taken about 0, as forecast errors are: a bias counts as error. A series whose
/// residuals are all 0 has variance 0 and no part in λ; where nothing correlates, λ is 1.
/// @param residuals [n, periods] row-major, finite
/// @throws Error(invalid_argument) naming "residuals[k]", or for fewer than 2 periods.
/// O(n · periods · min(n, periods)).
/// @source Schäfer & Strimmer (2005), A shrinkage approach to large-scale covariance matrix
/// estimation, SAGMB 4(1); Wickramasuriya, Athanasopoulos & Hyndman (2019), JASA 114(526).
ShrunkCovariance shrunk_covariance(core::View<const double> residuals, std::size_t periods);

}  // namespace salesplan::forecast

#ifndef SALESPLAN_COMPILED
#include "salesplan/forecast/shrinkage_inl.hpp"
#endif
