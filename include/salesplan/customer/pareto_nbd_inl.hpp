// Bodies of pareto_nbd.hpp.
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <cmath>

#include "salesplan/customer/pareto_nbd.hpp"

namespace salesplan::customer::detail {

constexpr int pareto_nodes = 24;  ///< relative error below 1e-14 on all reference rows

/// The likelihood's terms at the quadrature nodes between t_x and T.
struct GoneNodes {
  using Row = Eigen::Array<double, pareto_nodes, 1>;
  Row log_alpha;       ///< ln(alpha + u)
  Row log_beta;        ///< ln(beta + u)
  Row per_alpha;       ///< 1/(alpha + u)
  Row per_beta;        ///< 1/(beta + u)
  Row mass;            ///< value·weight·du, divided by exp(largest)
  double largest = 0;  ///< of the logarithms of the terms, "alive" among them
};

/// `alive` is the logarithm of the term beside which the nodes count.
inline GoneNodes gone_nodes(const numeric::GaussLegendre& rule, double r, double alpha, double s,
                            double beta, double x, double t_x, double T, double alive) {
  const bool alpha_least = alpha < beta;
  const double least = std::min(alpha, beta);
  const double scale = least + t_x;
  const double q = r + x;
  // The integrand falls in w at least at this rate; from 40 falls on it is nothing.
  const double rate = q * scale / (alpha + t_x) + (s + 1) * scale / (beta + t_x) - 1;
  double width = std::log1p((T - t_x) / scale);
  if (rate * width > 40) width = 40 / rate;

  GoneNodes nodes;
  const Eigen::Map<const GoneNodes::Row> node(rule.node.data()), weight(rule.weight.data());
  GoneNodes::Row w = width * node;
  const GoneNodes::Row near = w + std::log(scale);
  const GoneNodes::Row near_time = scale * w.exp();
  const GoneNodes::Row far_time = near_time + std::abs(alpha - beta);
  const GoneNodes::Row far = far_time.log();
  nodes.log_alpha = alpha_least ? near : far;
  nodes.log_beta = alpha_least ? far : near;
  nodes.per_alpha = (alpha_least ? near_time : far_time).inverse();
  nodes.per_beta = (alpha_least ? far_time : near_time).inverse();
  w = near - q * nodes.log_alpha - (s + 1) * nodes.log_beta;  // near is ln du/dw
  nodes.largest = std::max(alive, w.maxCoeff());
  nodes.mass = (w - nodes.largest).exp() * weight * (s * width);
  return nodes;
}

SALESPLAN_INLINE ParetoNbd::ParetoNbd(const std::array<double, 4>& params,
                                      const Distinct& histories)
    : r_(params[0]),
      alpha_(params[1]),
      s_(params[2]),
      beta_(params[3]),
      histories_(histories),
      rule_(numeric::gauss_legendre(pareto_nodes)) {
  for (const double x : histories.levels) purchases_.push_back(numeric::log_rising(r_, x));
}

SALESPLAN_INLINE Smooth ParetoNbd::history_term(std::size_t i) const {
  using Row = GoneNodes::Row;
  const double x = histories_.x[i], t_x = histories_.t_x[i], T = histories_.T[i];
  const double q = r_ + x;
  const double log_alpha = std::log(alpha_ + T), log_beta = std::log(beta_ + T);
  const double alive = -q * log_alpha - s_ * log_beta;
  const GoneNodes nodes = gone_nodes(rule_, r_, alpha_, s_, beta_, x, t_x, T, alive);
  const double alive_mass = std::exp(alive - nodes.largest);
  const double total = alive_mass + nodes.mass.sum();
  const Row share = nodes.mass / total;
  const double alive_share = alive_mass / total;

  // The four gradients of each term, then their means, covariances and own curvatures.
  const Row &per_alpha = nodes.per_alpha, &per_beta = nodes.per_beta;
  const double alive_per_alpha = 1 / (alpha_ + T), alive_per_beta = 1 / (beta_ + T);
  std::array<Row, 4> gradient = {-nodes.log_alpha, -q * per_alpha, 1 / s_ - nodes.log_beta,
                                 -(s_ + 1) * per_beta};
  std::array<double, 4> alive_gradient = {-log_alpha, -q * alive_per_alpha, -log_beta,
                                          -s_ * alive_per_beta};
  Smooth out;
  out.value = nodes.largest + std::log(total);
  for (std::size_t m = 0; m < 4; ++m) {
    out.gradient[m] = alive_share * alive_gradient[m] + (share * gradient[m]).sum();
    gradient[m] -= out.gradient[m];
    alive_gradient[m] -= out.gradient[m];
  }
  for (std::size_t m = 0; m < 4; ++m) {
    const Row weighted = share * gradient[m];
    for (std::size_t l = m; l < 4; ++l) {
      out.hessian[m][l] =
          alive_share * alive_gradient[m] * alive_gradient[l] + (weighted * gradient[l]).sum();
    }
  }
  const double mean_per_alpha = alive_share * alive_per_alpha + (share * per_alpha).sum();
  const double mean_per_beta = alive_share * alive_per_beta + (share * per_beta).sum();
  out.hessian[0][1] -= mean_per_alpha;
  out.hessian[1][1] +=
      q * (alive_share * alive_per_alpha * alive_per_alpha + (share * per_alpha * per_alpha).sum());
  out.hessian[2][2] -= (1 - alive_share) / (s_ * s_);
  out.hessian[2][3] -= mean_per_beta;
  out.hessian[3][3] += s_ * alive_share * alive_per_beta * alive_per_beta +
                       (s_ + 1) * (share * per_beta * per_beta).sum();
  return out;
}

SALESPLAN_INLINE Smooth ParetoNbd::level_sum(std::size_t level, const Smooth& terms,
                                             double customers) const {
  // Γ(r+x)/Γ(r) · alpha^r · beta^s.
  const numeric::Jet& purchases = purchases_[level];
  const double log_a = std::log(alpha_), log_b = std::log(beta_);
  Smooth term;
  term.value = purchases.value + r_ * log_a + s_ * log_b;
  term.gradient = {purchases.first + log_a, r_ / alpha_, log_b, s_ / beta_};
  term.hessian[0][0] = purchases.second;
  term.hessian[0][1] = 1 / alpha_;
  term.hessian[1][1] = -r_ / (alpha_ * alpha_);
  term.hessian[2][3] = 1 / beta_;
  term.hessian[3][3] = -s_ / (beta_ * beta_);
  Smooth sum = terms;
  sum.add(term, customers);
  return sum;
}

SALESPLAN_INLINE double ParetoNbd::p_alive(std::size_t i) const {
  const double x = histories_.x[i], T = histories_.T[i];
  const double alive = -(r_ + x) * std::log(alpha_ + T) - s_ * std::log(beta_ + T);
  const GoneNodes nodes = gone_nodes(rule_, r_, alpha_, s_, beta_, x, histories_.t_x[i], T, alive);
  const double alive_mass = std::exp(alive - nodes.largest);
  return alive_mass / (alive_mass + nodes.mass.sum());
}

SALESPLAN_INLINE double ParetoNbd::expected(std::size_t i, double horizon) const {
  const double beta = beta_ + histories_.T[i];
  const double rate = (r_ + histories_.x[i]) / (alpha_ + histories_.T[i]);
  // (1 - (beta/(beta+t))^(s-1)) beta/(s-1), the expected time alive within the horizon.
  const double growth = std::log1p(horizon / beta);
  const double exponent = (s_ - 1) * growth;
  const double time =
      beta * growth * (std::abs(exponent) < 1e-12 ? 1 : -std::expm1(-exponent) / exponent);
  return p_alive(i) * rate * time;
}

SALESPLAN_INLINE double ParetoNbd::discounted(std::size_t i, double rate) const {
  // ∫ exp(-rate·t) (beta/(beta+t))^s dt with t = beta(e^w - 1): beta ∫ exp(-c(e^w - 1) - (s-1)w)
  // dw.
  const double beta = beta_ + histories_.T[i];
  const double c = rate * beta;
  double width = std::log1p(40 / c);
  if ((s_ - 1) * width > 40) width = 40 / (s_ - 1);
  constexpr int panels = 8;
  double time = 0;
  for (int panel = 0; panel < panels; ++panel) {
    for (std::size_t m = 0; m < rule_.node.size(); ++m) {
      const double w = width * (panel + rule_.node[m]) / panels;
      time += rule_.weight[m] * std::exp(-c * std::expm1(w) - (s_ - 1) * w);
    }
  }
  time *= beta * width / panels;
  return p_alive(i) * (r_ + histories_.x[i]) / (alpha_ + histories_.T[i]) * time;
}

SALESPLAN_INLINE double ParetoNbd::draw(std::size_t i, double horizon,
                                        numeric::Random& random) const {
  if (random.uniform() >= p_alive(i)) return 0;
  const double T = histories_.T[i];
  const double lambda = random.gamma(r_ + histories_.x[i]) / (alpha_ + T);
  const double mu = random.gamma(s_) / (beta_ + T);
  const double time = random.exponential();
  return random.poisson(lambda * (time < mu * horizon ? time / mu : horizon));
}

SALESPLAN_INLINE double ParetoNbd::probability(std::size_t i, double horizon, double count) const {
  // Given alive, leaving at u of density s/beta (1+u/beta)^-(s+1), and Poisson purchases till then:
  // negative binomial, whose logarithm is smooth in w = ln(1 + u/least).
  const double alpha = alpha_ + histories_.T[i], beta = beta_ + histories_.T[i];
  const double q = r_ + histories_.x[i];
  const double constant = numeric::log_rising(q, count).value - numeric::log_gamma(count + 1);
  const auto purchases = [&](double u) {
    const double log_odds = count > 0 ? count * std::log(u / (alpha + u)) : 0;
    return std::exp(constant + log_odds - q * std::log1p(u / alpha));
  };
  const double least = std::min(alpha, beta);
  const double width = std::log1p(horizon / least);
  constexpr int panels = 8;
  double gone = 0;
  for (int panel = 0; panel < panels; ++panel) {
    for (std::size_t m = 0; m < rule_.node.size(); ++m) {
      const double w = width * (panel + rule_.node[m]) / panels;
      const double u = least * std::expm1(w);
      gone += rule_.weight[m] * purchases(u) * (least + u) * s_ / beta *
              std::exp(-(s_ + 1) * std::log1p(u / beta));
    }
  }
  gone *= width / panels;
  const double alive = p_alive(i);
  const double stays = std::exp(-s_ * std::log1p(horizon / beta));
  return alive * (purchases(horizon) * stays + gone) + (count > 0 ? 0 : 1 - alive);
}

}  // namespace salesplan::customer::detail
