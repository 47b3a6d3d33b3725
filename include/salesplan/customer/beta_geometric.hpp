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

  /// A sum over customers with the same x. "Alive" and "gone" differ by what depends on r and
  /// alpha, and on t_x and T, and by a factor that depends on a and b and is the same for all.
  struct Term {
    double value = 0;
    double gone = 0;                   ///< share of "gone" in the likelihood
    double spread = 0;                 ///< share times the rest
    std::array<double, 2> gradient{};  ///< in r, alpha
    std::array<double, 2> apart{};     ///< spread times what "gone" has more in the gradient
    std::array<double, 3> hessian{};   ///< in r r, r alpha, alpha alpha

    void add(const Term& other, double times) {
      value += times * other.value;
      gone += times * other.gone;
      spread += times * other.spread;
      for (std::size_t i = 0; i < 2; ++i) gradient[i] += times * other.gradient[i];
      for (std::size_t i = 0; i < 2; ++i) apart[i] += times * other.apart[i];
      for (std::size_t i = 0; i < 3; ++i) hessian[i] += times * other.hessian[i];
    }
  };

  /// The ln likelihood of history i but for what it shares with all of the same x.
  Term history_term(std::size_t i) const;

  /// Σ ln likelihood of customers with the same x, from the sum of their terms.
  Smooth level_sum(std::size_t level, const Term& terms, double customers) const;
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
  Term until(std::size_t i, std::size_t time) const;
  void next_phase(std::size_t i, int j, Term& term) const;
  double leaving(std::size_t i) const { return leaving_[histories_.level[i]]; }

  double r_, alpha_, a_, b_, log_alpha_;
  int k_;
  bool leaves_at_start_;
  const Distinct& histories_;
  std::vector<numeric::Jet> purchases_;  ///< (r)_{kx} at each level of x
  std::vector<numeric::Jet> stayed_;     ///< (b)_n, n chances to leave
  std::vector<numeric::Jet> chances_;    ///< (a+b)_n
  std::vector<double> leaving_;          ///< ln a/(b+n-1): (a)_1 (b)_{n-1} by (b)_n
  std::vector<numeric::Jet> since_;      ///< ln(alpha+t), in alpha, at each of the times
};

}  // namespace salesplan::customer::detail

#ifndef SALESPLAN_COMPILED
#include "salesplan/customer/beta_geometric_inl.hpp"
#endif
