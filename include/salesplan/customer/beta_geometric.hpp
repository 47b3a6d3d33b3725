// BG/NBD, MBG/NBD and MBG/CNBD-k in one: a customer may leave after any purchase.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/customer/histories.hpp"
#include "salesplan/customer/log_likelihood_sum.hpp"
#include "salesplan/numeric/random.hpp"
#include "salesplan/numeric/special.hpp"

namespace salesplan::customer::detail {

/// The model at given parameters (r, alpha, a, b), ready for each distinct history `i`.
///
/// Phases arrive as Poisson(λ), λ ~ Gamma(r, alpha); each k-th is a purchase, after which the
/// customer leaves with probability p ~ Beta(a, b); with `leaves_at_start` also after the first
/// purchase, at time 0. A history is either "alive" in one of k phases since t_x, or "gone at t_x".
/// @source Fader, Hardie & Lee, Marketing Science 24(2), 2005 (k = 1); Batislam et al., IJRM 24,
/// 2007 (leaves at start); Reutterer, Platzer & Schröder, IJRM 38(2), 2021 (k > 1).
class BetaGeometric {
 public:
  static constexpr int most_phases = 16;

  BetaGeometric(const std::array<double, 4>& params, int k, bool leaves_at_start,
                const Distinct& histories);

  Smooth log_likelihood(std::size_t i) const;
  double p_alive(std::size_t i) const;

  /// Expected purchases within `horizon` from now on. Σ_m P(potential purchases > m)·P(m times not
  /// leaving): all terms positive, so neither a → 1 nor a large x costs digits.
  double expected(std::size_t i, double horizon) const;

  /// Expected purchases from now on, one at time t counting exp(-rate·t); rate > 0.
  double discounted(std::size_t i, double rate) const;

  /// One draw of the purchases within `horizon`.
  double draw(std::size_t i, double horizon, numeric::Random& random) const;

  /// P(history i is followed by exactly `count` purchases within `horizon`).
  double probability(std::size_t i, double horizon, double count) const;

 private:
  /// The shares of "alive in phase j" in the likelihood; what is missing to 1 is "gone".
  struct Alive {
    double probability;
    std::array<double, most_phases> phase;
  };
  Alive alive(std::size_t i) const;
  double departures(std::size_t i) const { return histories_.x[i] + (leaves_at_start_ ? 1 : 0); }
  Smooth alive_term(std::size_t i) const;
  void next_phase(std::size_t i, int j, Smooth& term) const;
  Smooth gone_term(std::size_t i) const;

  double r_, alpha_, a_, b_, log_alpha_, log_a_;
  int k_;
  bool leaves_at_start_;
  const Distinct& histories_;
  std::vector<numeric::Jet> purchases_;  ///< (r)_{kx} at each level of x
  std::vector<numeric::Jet> stayed_;     ///< (b)_{n-1}, n chances to leave
  std::vector<numeric::Jet> chances_;    ///< (a+b)_n
  std::vector<double> last_stay_;        ///< ln(b+n-1), which (b)_n has beyond (b)_{n-1}
};

}  // namespace salesplan::customer::detail

#ifndef SALESPLAN_COMPILED
#include "salesplan/customer/beta_geometric_inl.hpp"
#endif
