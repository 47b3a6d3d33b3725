// Bodies of bg_bb.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>

#include "salesplan/core/error.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/customer/bg_bb.hpp"

namespace salesplan::customer::detail {

/// ln (a)_n with derivatives for n = 0..most.
inline std::vector<numeric::Jet> rising_table(double a, std::size_t most) {
  std::vector<numeric::Jet> table(most + 1);
  for (std::size_t n = 0; n < most; ++n) {
    const double inverse = 1 / (a + static_cast<double>(n));
    table[n + 1] = {table[n].value - std::log(inverse), table[n].first + inverse,
                    table[n].second - inverse * inverse};
  }
  return table;
}

SALESPLAN_INLINE BgBb::BgBb(const std::array<double, 4>& params, const Distinct& histories)
    : alpha_(params[0]),
      beta_(params[1]),
      gamma_(params[2]),
      delta_(params[3]),
      histories_(histories) {
  double most = 0;
  for (std::size_t i = 0; i < histories.size(); ++i) {
    const double x = histories.x[i], t_x = histories.t_x[i], T = histories.T[i];
    if (T != std::floor(T) || t_x != std::floor(t_x) || x > t_x || T > most_occasions) {
      const auto customer = std::find(histories.row_of.begin(), histories.row_of.end(), i);
      throw Error(ErrorCode::invalid_argument, core::at("T", customer - histories.row_of.begin()),
                  "x = " + core::to_text(x) + ", t_x = " + core::to_text(t_x) + ", T = " +
                      core::to_text(T) + ": occasions are integers with x <= t_x <= T <= 10000");
    }
    most = std::max(most, T);
  }
  const std::size_t n = static_cast<std::size_t>(most) + 1;
  buys_ = rising_table(alpha_, n);
  skips_ = rising_table(beta_, n);
  offered_ = rising_table(alpha_ + beta_, n);
  stays_ = rising_table(delta_, n);
  exposed_ = rising_table(gamma_ + delta_, n);
}

SALESPLAN_INLINE Smooth BgBb::alive_term(std::size_t i) const {
  const auto x = static_cast<std::size_t>(histories_.x[i]);
  const auto T = static_cast<std::size_t>(histories_.T[i]);
  const numeric::Jet &skip = skips_[T - x], &offer = offered_[T], &stay = stays_[T],
                     &exposed = exposed_[T];
  Smooth term;
  term.value = skip.value - offer.value + stay.value - exposed.value;
  term.gradient = {-offer.first, skip.first - offer.first, -exposed.first,
                   stay.first - exposed.first};
  term.hessian[0][0] = term.hessian[0][1] = -offer.second;
  term.hessian[1][1] = skip.second - offer.second;
  term.hessian[2][2] = term.hessian[2][3] = -exposed.second;
  term.hessian[3][3] = stay.second - exposed.second;
  return term;
}

SALESPLAN_INLINE Smooth BgBb::gone_term(std::size_t i, std::size_t after) const {
  const auto x = static_cast<std::size_t>(histories_.x[i]);
  const numeric::Jet &skip = skips_[after - x], &offer = offered_[after], &stay = stays_[after],
                     &exposed = exposed_[after + 1];
  Smooth term;
  term.value = skip.value - offer.value + std::log(gamma_) + stay.value - exposed.value;
  term.gradient = {-offer.first, skip.first - offer.first, 1 / gamma_ - exposed.first,
                   stay.first - exposed.first};
  term.hessian[0][0] = term.hessian[0][1] = -offer.second;
  term.hessian[1][1] = skip.second - offer.second;
  term.hessian[2][3] = -exposed.second;
  term.hessian[2][2] = -1 / (gamma_ * gamma_) - exposed.second;
  term.hessian[3][3] = stay.second - exposed.second;
  return term;
}

SALESPLAN_INLINE Smooth BgBb::history_term(std::size_t i) const {
  const auto t_x = static_cast<std::size_t>(histories_.t_x[i]);
  const auto T = static_cast<std::size_t>(histories_.T[i]);
  Smooth out = alive_term(i);
  for (std::size_t after = t_x; after < T; ++after) log_add(out, gone_term(i, after));
  return out;
}

SALESPLAN_INLINE Smooth BgBb::level_sum(std::size_t level, const Smooth& terms,
                                        double customers) const {
  const numeric::Jet& buy = buys_[static_cast<std::size_t>(histories_.levels[level])];
  Smooth sum = terms;
  sum.value += customers * buy.value;
  sum.gradient[0] += customers * buy.first;
  sum.hessian[0][0] += customers * buy.second;
  return sum;
}

SALESPLAN_INLINE double BgBb::alive_through(std::size_t i) const {
  const auto t_x = static_cast<std::size_t>(histories_.t_x[i]);
  const auto T = static_cast<std::size_t>(histories_.T[i]);
  const double alive = alive_term(i).value;
  double gone = 0;
  for (std::size_t after = t_x; after < T; ++after) {
    gone += std::exp(gone_term(i, after).value - alive);
  }
  return 1 / (1 + gone);
}

SALESPLAN_INLINE double BgBb::p_alive(std::size_t i) const {
  const double T = histories_.T[i];
  return alive_through(i) * (delta_ + T) / (gamma_ + delta_ + T);
}

SALESPLAN_INLINE double BgBb::expected(std::size_t i, double horizon) const {
  const double T = histories_.T[i];
  double present = 1, occasions = 0;
  for (double n = 0; n < horizon; n += 1) {
    present *= (delta_ + T + n) / (gamma_ + delta_ + T + n);
    occasions += present;
  }
  return alive_through(i) * (alpha_ + histories_.x[i]) / (alpha_ + beta_ + T) * occasions;
}

SALESPLAN_INLINE double BgBb::discounted(std::size_t i, double rate) const {
  const double T = histories_.T[i];
  const double z = std::exp(-rate);
  return p_alive(i) * (alpha_ + histories_.x[i]) / (alpha_ + beta_ + T) * z *
         numeric::hypergeometric_1(delta_ + T + 1, gamma_ + delta_ + T + 1, z);
}

SALESPLAN_INLINE double BgBb::draw(std::size_t i, double horizon, numeric::Random& random) const {
  if (random.uniform() >= alive_through(i)) return 0;
  const double x = histories_.x[i], T = histories_.T[i];
  const double theta = random.beta(gamma_, delta_ + T);
  const double p = random.beta(alpha_ + x, beta_ + T - x);
  double bought = 0;
  for (double n = 0; n < horizon && random.uniform() >= theta; n += 1) {
    if (random.uniform() < p) bought += 1;
  }
  return bought;
}

SALESPLAN_INLINE double BgBb::probability(std::size_t i, double horizon, double count) const {
  const double x = histories_.x[i], T = histories_.T[i];
  // count of n occasions, for a customer alive at exactly the next n, by Beta-binomial.
  const auto bought_at = [&](double n) {
    if (count > n) return 0.0;
    return std::exp(numeric::log_gamma(n + 1) - numeric::log_gamma(count + 1) -
                    numeric::log_gamma(n - count + 1) +
                    numeric::log_beta(alpha_ + x + count, beta_ + T - x + n - count) -
                    numeric::log_beta(alpha_ + x, beta_ + T - x));
  };
  double present = 1, sum = 0;
  for (double n = 0; n < horizon; n += 1) {
    const double stays = (delta_ + T + n) / (gamma_ + delta_ + T + n);
    sum += present * (1 - stays) * bought_at(n);
    present *= stays;
  }
  sum += present * bought_at(horizon);
  const double alive = alive_through(i);
  return alive * sum + (count > 0 ? 0 : 1 - alive);
}

}  // namespace salesplan::customer::detail
