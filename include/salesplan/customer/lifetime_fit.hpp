// Fits a lifetime model to histories: parameters, standard errors, and whether they can be trusted.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/customer/histories.hpp"
#include "salesplan/customer/lifetime_model.hpp"

namespace salesplan::customer {

/// Whether the likelihood is helped by a weak prior (maximum a posteriori).
enum class Prior {
  automatic,  ///< none for 500 customers or more with 100 or more repeat buyers, unless the maximum
              ///< of the likelihood alone lies at the boundary (a parameter at 0 or infinity)
  none,
  weak,
};

struct LifetimeOptions {
  Prior prior = Prior::automatic;
  int max_k = 12;  ///< mbg_cnbd_k tries k = 1, 2, … up to here, while the likelihood rises; 1..16
  int threads = 1;  ///< as in core::parallel_for
};

struct LifetimeFit {
  LifetimeModel model;
  std::array<double, 4> standard_errors{};  ///< NaN where the curvature gives none
  /// Covariance of the logarithms of the parameters [4 x 4]; empty where the curvature gives none.
  std::vector<double> log_covariance;
  double log_likelihood = 0;  ///< without the prior
  bool prior_used = false;
  bool converged = false;
  int iterations = 0;
  std::size_t customers = 0;
  std::size_t distinct = 0;  ///< histories
  std::string note;          ///< empty, or what keeps the parameters from being trusted
};

/// The parameters of greatest likelihood (or posterior density), by damped Newton steps in their
/// logarithms with exact derivatives, over distinct histories; standard errors from the curvature.
///
/// The weak prior is normal on logarithms, deviation 1.5 (a factor 4.5 either way), and so does not
/// depend on the unit of time. NBD models: ln r about ln 0.7; ln of the mean rate r/alpha about the
/// portfolio's (k·(purchases + 1)/ΣT); ln a about ln 0.7 and ln b about ln 2.5; ln s about ln 0.7
/// and ln of the mean leaving rate s/beta about 1/(2·mean T). bg_bb: all four about 0. It centres
/// on what fits to retail and mail-order data in the literature found.
///
/// All-zero repeats, one customer, identical customers and huge counts fit under the weak prior.
/// @throws Error(invalid_argument) for histories outside their domain, T all zero, or max_k outside
/// 1..16. O(n) + iterations (5–15) · distinct histories.
/// @source As the models: see beta_geometric.hpp, pareto_nbd.hpp, bg_bb.hpp.
LifetimeFit fit_lifetime(Lifetime kind, const Histories& histories,
                         const LifetimeOptions& options = {});

}  // namespace salesplan::customer

#ifndef SALESPLAN_COMPILED
#include "salesplan/customer/lifetime_fit_inl.hpp"
#endif
