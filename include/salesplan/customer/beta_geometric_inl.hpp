// Bodies of beta_geometric.hpp.
#pragma once

#include <algorithm>
#include <cmath>

#include "salesplan/customer/beta_geometric.hpp"

namespace salesplan::customer::detail {

/// Σ_i P(N = i)·value(i) over a negative binomial N, the Poisson count of a rate ~ Gamma(shape)
/// with mean shape·odds. `value` is called for i = 0, 1, 2, …, must not fall and must grow at most
/// linearly. The probabilities are recurred without normalisation and divided by their sum.
template <class Value>
double negative_binomial_mean(double shape, double odds, Value&& value) {
  const double mean = shape * odds;
  const double ratio = odds / (1 + odds);
  const double spread = std::sqrt(mean * (1 + odds));
  const double from = std::max(0.0, std::floor(mean - 12 * spread));
  double i = 0;
  for (; i < from; i += 1) value(i);
  double weight = 1e-300, total = 0, sum = 0;
  for (;; i += 1) {
    const double v = value(i);
    total += weight;
    sum += weight * v;
    const double fall = (shape + i) / (i + 1) * ratio;
    if (i > mean && fall < 1 && weight * (v + 1) < 1e-17 * (1 - fall) * (total + sum)) break;
    weight *= fall;
  }
  return sum / total;
}

SALESPLAN_INLINE BetaGeometric::BetaGeometric(const std::array<double, 4>& params, int k,
                                              bool leaves_at_start, const Distinct& histories)
    : r_(params[0]),
      alpha_(params[1]),
      a_(params[2]),
      b_(params[3]),
      log_alpha_(std::log(alpha_)),
      log_a_(std::log(a_)),
      k_(k),
      leaves_at_start_(leaves_at_start),
      histories_(histories) {
  for (const double x : histories.levels) {
    const double n = x + (leaves_at_start ? 1 : 0);
    purchases_.push_back(numeric::log_rising(r_, k * x));
    last_stay_.push_back(n > 0 ? std::log(b_ + n - 1) : 0);
    stayed_.push_back(numeric::log_rising(b_, std::max(0.0, n - 1)));
    chances_.push_back(numeric::log_rising(a_ + b_, n));
  }
}

/// Alive, no phase since the last purchase: λ^{kx} e^{-λT}, (1-p)^n.
SALESPLAN_INLINE Smooth BetaGeometric::alive_term(std::size_t i) const {
  const double n = departures(i);
  const double q = r_ + k_ * histories_.x[i];
  const double per_T = 1 / (alpha_ + histories_.T[i]);
  const double log_T = std::log(alpha_ + histories_.T[i]);
  Smooth term;
  term.value = -q * log_T;
  term.gradient[0] = -log_T;
  term.gradient[1] = -q * per_T;
  term.hessian[0][1] = term.hessian[1][0] = -per_T;
  term.hessian[1][1] = q * per_T * per_T;
  if (n > 0) {
    const double last = 1 / (b_ + n - 1);
    term.value += last_stay_[histories_.level[i]];
    term.gradient[3] = last;
    term.hessian[3][3] = -last * last;
  }
  return term;
}

/// From alive in phase j-1 to alive in phase j: times λ(T-t_x)/j.
SALESPLAN_INLINE void BetaGeometric::next_phase(std::size_t i, int j, Smooth& term) const {
  const double per_T = 1 / (alpha_ + histories_.T[i]);
  const double rate = r_ + k_ * histories_.x[i] + j - 1;
  term.value += std::log((histories_.T[i] - histories_.t_x[i]) * rate * per_T / j);
  term.gradient[0] += 1 / rate;
  term.gradient[1] -= per_T;
  term.hessian[0][0] -= 1 / (rate * rate);
  term.hessian[1][1] += per_T * per_T;
}

/// Gone at t_x: λ^{kx} e^{-λ t_x}, p(1-p)^{n-1}.
SALESPLAN_INLINE Smooth BetaGeometric::gone_term(std::size_t i) const {
  const double q = r_ + k_ * histories_.x[i];
  const double per_t = 1 / (alpha_ + histories_.t_x[i]);
  const double log_t = std::log(alpha_ + histories_.t_x[i]);
  Smooth term;
  term.value = log_a_ - q * log_t;
  term.gradient[0] = -log_t;
  term.gradient[1] = -q * per_t;
  term.gradient[2] = 1 / a_;
  term.hessian[0][1] = term.hessian[1][0] = -per_t;
  term.hessian[1][1] = q * per_t * per_t;
  term.hessian[2][2] = -1 / (a_ * a_);
  return term;
}

SALESPLAN_INLINE Smooth BetaGeometric::log_likelihood(std::size_t i) const {
  Smooth phase = alive_term(i);
  Smooth out = phase;
  for (int j = 1; j < k_; ++j) {
    next_phase(i, j, phase);
    log_add(out, phase);
  }
  if (departures(i) > 0) log_add(out, gone_term(i));
  const std::size_t level = histories_.level[i];
  const numeric::Jet& purchases = purchases_[level];
  const numeric::Jet& stayed = stayed_[level];
  const numeric::Jet& chances = chances_[level];
  out.value += purchases.value + r_ * log_alpha_ + stayed.value - chances.value;
  out.gradient[0] += purchases.first + log_alpha_;
  out.gradient[1] += r_ / alpha_;
  out.gradient[2] -= chances.first;
  out.gradient[3] += stayed.first - chances.first;
  out.hessian[0][0] += purchases.second;
  out.hessian[0][1] += 1 / alpha_;
  out.hessian[1][0] += 1 / alpha_;
  out.hessian[1][1] -= r_ / (alpha_ * alpha_);
  out.hessian[2][2] -= chances.second;
  out.hessian[2][3] -= chances.second;
  out.hessian[3][2] -= chances.second;
  out.hessian[3][3] += stayed.second - chances.second;
  return out;
}

SALESPLAN_INLINE BetaGeometric::Alive BetaGeometric::alive(std::size_t i) const {
  const auto k = static_cast<std::size_t>(k_);
  Alive out{0, {}};
  Smooth term = alive_term(i);
  out.phase[0] = term.value;
  for (std::size_t j = 1; j < k; ++j) {
    next_phase(i, static_cast<int>(j), term);
    out.phase[j] = term.value;
  }
  const bool may_be_gone = departures(i) > 0;
  const double gone = may_be_gone ? gone_term(i).value : out.phase[0];
  const double largest =
      std::max(gone, *std::max_element(out.phase.begin(), out.phase.begin() + k_));
  double sum = may_be_gone ? std::exp(gone - largest) : 0;
  for (std::size_t j = 0; j < k; ++j) sum += out.phase[j] = std::exp(out.phase[j] - largest);
  for (std::size_t j = 0; j < k; ++j) out.probability += out.phase[j] /= sum;
  return out;
}

SALESPLAN_INLINE double BetaGeometric::p_alive(std::size_t i) const { return alive(i).probability; }

SALESPLAN_INLINE double BetaGeometric::expected(std::size_t i, double horizon) const {
  const Alive now = alive(i);
  const double n = departures(i);
  const double odds = horizon / (alpha_ + histories_.T[i]);
  double sum = 0;
  for (int j = 0; j < k_; ++j) {
    const double share = now.phase[static_cast<std::size_t>(j)];
    if (!(share > 0)) continue;
    double bought = 0;  // expected purchases among the potential ones so far
    double stays = 1;   // P(not leaving at any of them)
    double potential = 0;
    int phase = j;
    sum += share * negative_binomial_mean(r_ + k_ * histories_.x[i] + j, odds, [&](double count) {
             if (count > 0 && ++phase == k_) {
               phase = 0;
               bought += stays;
               stays *= (b_ + n + potential) / (a_ + b_ + n + potential);
               potential += 1;
             }
             return bought;
           });
  }
  return sum;
}

SALESPLAN_INLINE double BetaGeometric::discounted(std::size_t i, double rate) const {
  const Alive now = alive(i);
  const double n = departures(i);
  const double alpha = alpha_ + histories_.T[i];
  double sum = 0;
  for (int j = 0; j < k_; ++j) {
    const double share = now.phase[static_cast<std::size_t>(j)];
    if (!(share > 0)) continue;
    // Trapezoidal rule over ln λ. Below the mode the integrand falls at least as λ^shape, and as
    // λ^(shape+1) once λ < rate; above it as exp(-alpha·λ).
    const double shape = r_ + k_ * histories_.x[i] + j;
    const double mode = std::log(shape / alpha);
    const double step = 0.35 / std::sqrt(1 + shape);
    double value = 0;
    const auto visit = [&](double y) {
      const double rise = y - mode;
      const double weight = std::exp(shape * (rise - std::expm1(rise)));
      const double lambda = std::exp(y);
      const double soon = lambda / (lambda + rate);
      const double gain = std::pow(soon, k_ - j) *
                          numeric::hypergeometric_1(b_ + n, a_ + b_ + n, std::pow(soon, k_));
      value += weight * gain;
      return weight * gain > 1e-17 * value;
    };
    for (double y = mode; visit(y); y += step) {
    }
    for (double y = mode - step; visit(y); y -= step) {
    }
    // Divided by Γ(shape), as the nodes stop before the far left tail, where nothing is bought.
    const double log_mass =
        numeric::log_gamma(shape) - shape * std::log(shape) + shape - std::log(step);
    sum += share * value * std::exp(-log_mass);
  }
  return sum;
}

SALESPLAN_INLINE double BetaGeometric::draw(std::size_t i, double horizon,
                                            numeric::Random& random) const {
  const Alive now = alive(i);
  double left = random.uniform();
  int j = 0;
  for (; j < k_ && left >= now.phase[static_cast<std::size_t>(j)]; ++j) {
    left -= now.phase[static_cast<std::size_t>(j)];
  }
  if (j == k_) return 0;
  const double lambda = random.gamma(r_ + k_ * histories_.x[i] + j) / (alpha_ + histories_.T[i]);
  const double p = random.beta(a_, b_ + departures(i));
  const double potential = std::floor((random.poisson(lambda * horizon) + j) / k_);
  if (p >= 1) return std::min(potential, 1.0);
  // Purchases made are one more than the chances to leave that passed, if that many are possible.
  const double passed = p > 0 ? std::floor(random.exponential() / -std::log1p(-p)) : potential;
  return std::min(potential, passed + 1);
}

SALESPLAN_INLINE double BetaGeometric::probability(std::size_t i, double horizon,
                                                   double count) const {
  const Alive now = alive(i);
  const double n = departures(i);
  const double odds = horizon / (alpha_ + histories_.T[i]);
  // P(not leaving at the first `count` purchases), and the same up to the one before it.
  const double stays = std::exp(numeric::log_rising(b_ + n, count).value -
                                numeric::log_rising(a_ + b_ + n, count).value);
  const double leaves = count > 0 ? stays * a_ / (b_ + n + count - 1) : 0;
  double sum = count > 0 ? 0 : 1 - now.probability;
  for (int j = 0; j < k_; ++j) {
    const double share = now.phase[static_cast<std::size_t>(j)];
    if (!(share > 0)) continue;
    int phase = j;
    double potential = 0;
    sum += share * negative_binomial_mean(r_ + k_ * histories_.x[i] + j, odds, [&](double phases) {
             if (phases > 0 && ++phase == k_) {
               phase = 0;
               potential += 1;
             }
             return potential < count ? 0 : potential > count ? leaves : stays + leaves;
           });
  }
  return sum;
}

}  // namespace salesplan::customer::detail
