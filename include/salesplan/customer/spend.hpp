// Gamma-Gamma: what a customer spends a purchase, from the mean of the few purchases seen.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/customer/lifetime_fit.hpp"

namespace salesplan::customer {

/// Purchases of a customer are Gamma(p, ν), and ν ~ Gamma(q, v) over customers: positive, p and q
/// without unit, v in money. The mean over customers, p·v/(q-1), exists for q > 1.
struct SpendModel {
  double p = 0, q = 0, v = 0;
};

struct SpendFit {
  SpendModel model;
  std::array<double, 3> standard_errors{};  ///< of p, q, v; NaN where the curvature gives none
  std::vector<double> log_covariance;       ///< of the logarithms [3 x 3], or empty
  double log_likelihood = 0;                ///< without the prior
  bool prior_used = false;
  bool converged = false;
  int iterations = 0;
  std::size_t customers = 0;  ///< with x > 0 and a positive mean spend: the others tell nothing
  std::string note;           ///< empty, or what keeps the parameters from being trusted
};

/// ln likelihood of the mean spends; customers with x = 0 or mean spend <= 0 do not count.
/// Errors as fit_spend.
double spend_log_likelihood(const SpendModel& model, core::View<const double> x,
                            core::View<const double> mean_spend);

/// The parameters of greatest likelihood (or posterior density), as fit_lifetime finds them.
///
/// A customer with x = 0, or whose returns ate up the mean (<= 0), or where it is NaN, is left out.
/// The weak prior is normal on ln p and ln q about ln 4 with deviation 1, and on ln(p·v/q) about
/// the logarithm of the mean spend with deviation 1; `automatic` uses it below 100 customers, or
/// where the likelihood alone has its maximum at the boundary.
/// @param x repeat purchases, integers >= 0. @param mean_spend a repeat purchase, in money.
/// @throws Error(invalid_argument) for lengths, for x outside 0..1e7, for infinite spend, and where
/// no customer is left. O(n) an iteration.
/// @source Fader, Hardie & Lee, JMR 42(4), 2005; Fader & Hardie, The Gamma-Gamma model of monetary
/// value, note 025 (brucehardie.com), 2013.
SpendFit fit_spend(core::View<const double> x, core::View<const double> mean_spend,
                   Prior prior = Prior::automatic);

/// Expected spend a purchase of each customer, E(M | x, mean spend) = p(v + x·mean)/(p·x + q - 1):
/// between what was seen and the mean of all customers. NaN where it is infinite (p·x + q <= 1); a
/// customer that fit_spend leaves out counts as x = 0.
std::vector<double> expected_spend(const SpendModel& model, core::View<const double> x,
                                   core::View<const double> mean_spend);

/// Draws of the money spent [n x draws]: for each draw of a count of purchases, a draw of the
/// customer's spend level and of the purchases' amounts; the purchases are as `draw_purchases` gave
/// them, the seed and the threads as in its options.
std::vector<double> draw_spend(const SpendFit& fit, core::View<const double> x,
                               core::View<const double> mean_spend,
                               core::View<const double> purchases, std::uint64_t seed = 1,
                               int threads = 1);

}  // namespace salesplan::customer

#ifndef SALESPLAN_COMPILED
#include "salesplan/customer/spend_inl.hpp"
#endif
