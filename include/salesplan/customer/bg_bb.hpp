// BG/BB: purchases at fixed occasions (a yearly renewal, a monthly visit), yes or no at each.
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

/// The model at given parameters (alpha, beta, gamma, delta), ready for each distinct history `i`.
///
/// While alive a customer buys at each occasion with probability p ~ Beta(alpha, beta), and leaves
/// before each with probability θ ~ Beta(gamma, delta). x purchases at T occasions, the last one at
/// occasion t_x: either "alive through T" or "gone after occasion t_x, t_x+1, …, T-1".
/// @source Fader, Hardie & Shang, Marketing Science 29(6), 2010.
class BgBb {
 public:
  static constexpr double most_occasions = 10000;

  /// Error(invalid_argument) unless t_x and T are integers, x <= t_x and T <= most_occasions.
  BgBb(const std::array<double, 4>& params, const Distinct& histories);

  /// The ln likelihood of history i but for what it shares with all of the same x.
  Smooth history_term(std::size_t i) const;

  /// Σ ln likelihood of customers with the same x, from the sum of their terms.
  Smooth level_sum(std::size_t level, const Smooth& terms, double customers) const;

  /// P(alive at occasion T+1).
  double p_alive(std::size_t i) const;

  /// Expected purchases at the next `horizon` occasions, an integer.
  double expected(std::size_t i, double horizon) const;

  /// Expected purchases from now on, one at the n-th next occasion counting exp(-rate·n); rate > 0.
  double discounted(std::size_t i, double rate) const;

  /// One draw of the purchases at the next `horizon` occasions.
  double draw(std::size_t i, double horizon, numeric::Random& random) const;

  /// P(history i is followed by exactly `count` purchases at the next `horizon` occasions).
  double probability(std::size_t i, double horizon, double count) const;

 private:
  Smooth alive_term(std::size_t i) const;
  Smooth gone_term(std::size_t i, std::size_t after) const;
  /// Share of "alive through T" in the likelihood.
  double alive_through(std::size_t i) const;

  double alpha_, beta_, gamma_, delta_;
  const Distinct& histories_;
  // Rising factorials (.)_n for n = 0..the most occasions, plus one.
  std::vector<numeric::Jet> buys_, skips_, offered_, stays_, exposed_;
};

}  // namespace salesplan::customer::detail

#ifndef SALESPLAN_COMPILED
#include "salesplan/customer/bg_bb_inl.hpp"
#endif
