// Pareto/NBD with static covariates: what a customer is (channel, size, region) moves both rates.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/customer/histories.hpp"
#include "salesplan/customer/lifetime_fit.hpp"

namespace salesplan::customer {

/// Facts about each customer that do not change, row-major; 0/1 for a class, or a number of about
/// unit spread. Constant columns tell nothing, as the parameters hold the level already.
struct Covariates {
  core::View<const double> purchase = {};  ///< [n x purchase_columns] moves the purchase rate
  std::size_t purchase_columns = 0;
  core::View<const double> leaving = {};  ///< [n x leaving_columns] moves the leaving rate
  std::size_t leaving_columns = 0;
};

/// The purchase rate of a customer is Gamma(r, alpha) · exp(Σ coefficient·covariate), the leaving
/// rate Gamma(s, beta) likewise.
struct CovariateFit {
  LifetimeModel model;           ///< pareto_nbd of a customer whose covariates are all 0
  std::vector<double> purchase;  ///< [purchase_columns] coefficients
  std::vector<double> leaving;   ///< [leaving_columns]
  /// Of r, alpha, s, beta, then the coefficients in that order; NaN where the curvature gives none.
  std::vector<double> standard_errors;
  double log_likelihood = 0;  ///< without the prior
  bool prior_used = false;
  bool converged = false;
  int iterations = 0;
  std::string note;  ///< empty, or what keeps the parameters from being trusted
};

/// Fits Pareto/NBD with covariates; the prior of fit_lifetime, with coefficients normal about 0
/// with deviation 1.5 (max_k does not matter).
/// @throws Error(invalid_argument) as fit_lifetime, and for covariates of a wrong number or beyond
/// ±1e3. One kernel for each distinct row of covariates, so classes are cheap.
/// @source Fader & Hardie, Incorporating time-invariant covariates into the Pareto/NBD and BG/NBD
/// models, note 019 (brucehardie.com), 2007.
CovariateFit fit_pareto_with_covariates(const Histories& histories, const Covariates& covariates,
                                        const LifetimeOptions& options = {});

/// p_alive and expected_purchases of lifetime_forecast.hpp under the fit [n].
std::vector<double> p_alive(const CovariateFit& fit, const Histories& histories,
                            const Covariates& covariates, int threads = 1);
std::vector<double> expected_purchases(const CovariateFit& fit, const Histories& histories,
                                       const Covariates& covariates, double horizon,
                                       int threads = 1);

}  // namespace salesplan::customer

#ifndef SALESPLAN_COMPILED
#include "salesplan/customer/covariate_fit_inl.hpp"
#endif
