// Bodies of beta_geometric.hpp.
#pragma once

#include <algorithm>
#include <cmath>

#include "salesplan/customer/beta_geometric.hpp"

namespace salesplan::customer::detail {

/// Σ_i P(N = i)·value(i) over a negative binomial N, the Poisson count of a rate ~ Gamma(shape)
/// with mean shape·odds. `value` is called for i = 0, 1, 2, …, must not fall and must grow at most
/// linearly. The probabilities are recurred from that of the first, or from 1e-300 where that is
/// less or the first is in the far left tail, and divided by their sum. Nothing gets subnormal,
/// which is slow.
template <class Value>
double negative_binomial_mean(double shape, double odds, Value&& value) {
  const double mean = shape * odds;
  const double ratio = odds / (1 + odds);
  const double spread = std::sqrt(mean * (1 + odds));
  const double from = std::max(0.0, std::floor(mean - 12 * spread));
  double i = 0;
  for (; i < from; i += 1) value(i);
  double weight = from > 0 ? 1e-300 : std::max(1e-300, std::exp(-shape * std::log1p(odds)));
  double total = 0, sum = 0;
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
      k_(k),
      leaves_at_start_(leaves_at_start),
      histories_(histories) {
  for (const double x : histories.levels) {
    const double n = x + (leaves_at_start ? 1 : 0);
    purchases_.push_back(numeric::log_rising(r_, k * x));
    stayed_.push_back(numeric::log_rising(b_, n));
    chances_.push_back(numeric::log_rising(a_ + b_, n));
    leaving_.push_back(n > 0 ? std::log(a_ / (b_ + n - 1)) : 0);
  }
  since_.reserve(histories.times.size());
  for (const double t : histories.times) {
    const double inverse = 1 / (alpha_ + t);
    since_.push_back({std::log(alpha_ + t), inverse, -inverse * inverse});
  }
}

/// λ^{kx} e^{-λt}.
SALESPLAN_INLINE BetaGeometric::Term BetaGeometric::until(std::size_t i, std::size_t time) const {
  const numeric::Jet& since = since_[time];
  const double q = r_ + k_ * histories_.x[i];
  Term term;
  term.value = -q * since.value;
  term.gradient = {-since.value, -q * since.first};
  term.hessian = {0, -since.first, -q * since.second};
  return term;
}

/// From alive in phase j-1 to alive in phase j: times λ(T-t_x)/j.
SALESPLAN_INLINE void BetaGeometric::next_phase(std::size_t i, int j, Term& term) const {
  const numeric::Jet& since = since_[histories_.T_at[i]];
  const double rate = r_ + k_ * histories_.x[i] + j - 1;
  term.value += std::log((histories_.T[i] - histories_.t_x[i]) * rate * since.first / j);
  term.gradient[0] += 1 / rate;
  term.gradient[1] -= since.first;
  term.hessian[0] -= 1 / (rate * rate);
  term.hessian[2] -= since.second;
}

/// Makes `sum` ln(exp(sum) + factor·exp(term)), as log_add in log_likelihood_sum.hpp; the share of
/// the new term is `gone`.
inline void log_add(BetaGeometric::Term& sum, const BetaGeometric::Term& term, double log_factor) {
  const double lead = sum.value - term.value - log_factor;
  const double odds = std::exp(-std::abs(lead));
  const double part = 1 / (1 + odds);
  const double share = lead < 0 ? part : odds * part;
  const double spread = odds * part * part;
  const double apart[] = {term.gradient[0] - sum.gradient[0], term.gradient[1] - sum.gradient[1]};
  // No log1p: what it has more is below 1e-16.
  sum.value = std::max(sum.value, term.value + log_factor) + std::log(1 + odds);
  sum.gone = share;
  sum.spread = spread;
  for (std::size_t i = 0; i < 2; ++i) {
    sum.gradient[i] += share * apart[i];
    sum.apart[i] = spread * apart[i];
  }
  for (std::size_t i = 0; i < 3; ++i) {
    sum.hessian[i] +=
        share * (term.hessian[i] - sum.hessian[i]) + sum.apart[i / 2] * apart[(i + 1) / 2];
  }
}

SALESPLAN_INLINE BetaGeometric::Term BetaGeometric::history_term(std::size_t i) const {
  Term out = until(i, histories_.T_at[i]);
  if (k_ > 1) {  // copied in need only: a copy waits for what was just written
    Term phase = out;
    for (int j = 1; j < k_; ++j) {
      next_phase(i, j, phase);
      log_add(out, phase, 0);
    }
  }
  if (departures(i) > 0) {
    log_add(out, until(i, histories_.t_x_at[i]), leaving(i));
  } else {
    out.gone = out.spread = out.apart[0] = out.apart[1] = 0;
  }
  return out;
}

SALESPLAN_INLINE Smooth BetaGeometric::level_sum(std::size_t level, const Term& terms,
                                                 double customers) const {
  // Γ(r+kx)/Γ(r) · alpha^r · (b)_n/(a+b)_n.
  const numeric::Jet& purchases = purchases_[level];
  const numeric::Jet& stayed = stayed_[level];
  const numeric::Jet& chances = chances_[level];
  Smooth sum;
  sum.value = purchases.value + r_ * log_alpha_ + stayed.value - chances.value;
  sum.gradient = {purchases.first + log_alpha_, r_ / alpha_, -chances.first,
                  stayed.first - chances.first};
  sum.hessian[0][0] = purchases.second;
  sum.hessian[0][1] = 1 / alpha_;
  sum.hessian[1][1] = -r_ / (alpha_ * alpha_);
  sum.hessian[2][2] = sum.hessian[2][3] = -chances.second;
  sum.hessian[3][3] = stayed.second - chances.second;
  Smooth out;
  out.add(sum, customers);
  out.value += terms.value;
  out.gradient[0] += terms.gradient[0];
  out.gradient[1] += terms.gradient[1];
  out.hessian[0][0] += terms.hessian[0];
  out.hessian[0][1] += terms.hessian[1];
  out.hessian[1][1] += terms.hessian[2];
  // "Gone" has a factor a/(b+n-1) more, whose logarithm is ln a - ln(b+n-1).
  const double n = histories_.levels[level] + (leaves_at_start_ ? 1 : 0);
  if (n == 0) return out;
  const std::array<double, 2> more = {1 / a_, -1 / (b_ + n - 1)};
  const std::array<double, 2> bend = {-1, 1};
  for (std::size_t j = 0; j < 2; ++j) {
    out.gradient[2 + j] += terms.gone * more[j];
    out.hessian[0][2 + j] += terms.apart[0] * more[j];
    out.hessian[1][2 + j] += terms.apart[1] * more[j];
    out.hessian[2 + j][2 + j] += (terms.gone * bend[j] + terms.spread) * more[j] * more[j];
  }
  out.hessian[2][3] += terms.spread * more[0] * more[1];
  return out;
}

SALESPLAN_INLINE BetaGeometric::Alive BetaGeometric::alive(std::size_t i) const {
  const auto k = static_cast<std::size_t>(k_);
  Alive out{0, {}};
  Term term = until(i, histories_.T_at[i]);
  out.phase[0] = term.value;
  for (std::size_t j = 1; j < k; ++j) {
    next_phase(i, static_cast<int>(j), term);
    out.phase[j] = term.value;
  }
  const bool may_be_gone = departures(i) > 0;
  const double gone =
      may_be_gone ? until(i, histories_.t_x_at[i]).value + leaving(i) : out.phase[0];
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
