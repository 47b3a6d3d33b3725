// Pareto/NBD: a customer may leave at any time.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/customer/histories.hpp"
#include "salesplan/customer/log_likelihood_sum.hpp"
#include "salesplan/numeric/gauss_legendre.hpp"
#include "salesplan/numeric/random.hpp"
#include "salesplan/numeric/special.hpp"

namespace salesplan::customer::detail {

/// The model at given parameters (r, alpha, s, beta), ready for each distinct history `i`.
///
/// Purchases arrive as Poisson(λ), λ ~ Gamma(r, alpha), until the customer leaves, at a rate
/// μ ~ Gamma(s, beta). A history is either "alive" or "gone at u", t_x < u < T, with
///   ∫ s (alpha+u)^-(r+x) (beta+u)^-(s+1) du,
/// taken by Gauss-Legendre in ln((m+u)/(m+t_x)), m = min(alpha, beta): no hypergeometric function,
/// no overflow, no case for alpha < beta, and derivatives are moments under the same weights.
/// @source Schmittlein, Morrison & Colombo, Management Science 33(1), 1987; Fader & Hardie, note
/// 009 (brucehardie.com), 2005.
class ParetoNbd {
 public:
  ParetoNbd(const std::array<double, 4>& params, const Distinct& histories);

  /// The ln likelihood of history i but for what it shares with all of the same x.
  Smooth history_term(std::size_t i) const;

  /// Σ ln likelihood of customers with the same x, from the sum of their terms.
  Smooth level_sum(std::size_t level, const Smooth& terms, double customers) const;
  double p_alive(std::size_t i) const;

  /// Expected purchases within `horizon` from now on.
  double expected(std::size_t i, double horizon) const;

  /// Expected purchases from now on, one at time t counting exp(-rate·t); rate > 0.
  /// @source Fader, Hardie & Lee, Journal of Marketing Research 42(4), 2005 (DERT).
  double discounted(std::size_t i, double rate) const;

  /// One draw of the purchases within `horizon`.
  double draw(std::size_t i, double horizon, numeric::Random& random) const;

  /// P(history i is followed by exactly `count` purchases within `horizon`).
  double probability(std::size_t i, double horizon, double count) const;

 private:
  double r_, alpha_, s_, beta_;
  const Distinct& histories_;
  numeric::GaussLegendre rule_;
  std::vector<numeric::Jet> purchases_;  ///< (r)_x at each level of x
};

}  // namespace salesplan::customer::detail

#ifndef SALESPLAN_COMPILED
#include "salesplan/customer/pareto_nbd_inl.hpp"
#endif
