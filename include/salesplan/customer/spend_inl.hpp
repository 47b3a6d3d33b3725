// Bodies of spend.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/core/parallel.hpp"
#include "salesplan/customer/spend.hpp"
#include "salesplan/numeric/newton.hpp"
#include "salesplan/numeric/random.hpp"
#include "salesplan/numeric/special.hpp"

namespace salesplan::customer {
namespace detail {

/// A distinct (x, mean spend) and how many customers have it.
struct SpendRow {
  double x, mean, customers;
};

inline bool tells_spend(double x, double mean) { return x > 0 && mean > 0; }

inline void check_spend(core::View<const double> x, core::View<const double> mean) {
  if (mean.size() != x.size()) {
    throw Error(
        ErrorCode::invalid_argument, "mean_spend",
        std::to_string(mean.size()) + " values for " + std::to_string(x.size()) + " customers");
  }
  for (std::size_t i = 0; i < x.size(); ++i) {
    const auto place = static_cast<std::int64_t>(i);
    if (!(x[i] >= 0 && x[i] <= 1e7 && x[i] == std::floor(x[i]))) {
      throw Error(ErrorCode::invalid_argument, core::at("x", place),
                  core::to_text(x[i]) + " is not an integer in 0..1e7");
    }
    if (std::abs(mean[i]) > 1e100 || (mean[i] > 0 && mean[i] < 1e-100)) {
      throw Error(ErrorCode::invalid_argument, core::at("mean_spend", place),
                  core::to_text(mean[i]) + " is not within 1e-100..1e100");
    }
  }
}

inline void check_spend_model(const SpendModel& model) {
  for (const auto& [name, value] :
       {std::pair<const char*, double>{"p", model.p}, {"q", model.q}, {"v", model.v}}) {
    if (!(value > 0 && value <= 1e150)) {
      throw Error(ErrorCode::invalid_argument, name, core::to_text(value) + " is not positive");
    }
  }
}

/// Ascending, so that sums do not depend on the order of the customers.
inline std::vector<SpendRow> spend_rows(core::View<const double> x, core::View<const double> mean) {
  check_spend(x, mean);
  std::vector<std::pair<double, double>> pairs;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (tells_spend(x[i], mean[i])) pairs.emplace_back(x[i], mean[i]);
  }
  std::sort(pairs.begin(), pairs.end());
  std::vector<SpendRow> rows;
  for (const auto& [count, spend] : pairs) {
    if (rows.empty() || rows.back().x != count || rows.back().mean != spend) {
      rows.push_back({count, spend, 0});
    }
    rows.back().customers += 1;
  }
  return rows;
}

/// The Gamma-Gamma log-likelihood over theta = ln p, ln q, ln v; derivatives where asked for.
inline double spend_likelihood(const std::vector<SpendRow>& rows, core::View<const double> theta,
                               double* gradient, double* hessian) {
  const double p = std::exp(theta[0]), q = std::exp(theta[1]), v = std::exp(theta[2]);
  double value = 0, g[3] = {}, h[3][3] = {};
  double last_x = 0;
  numeric::Jet sum, own;  // ln Γ(px+q), ln Γ(px) with derivatives in their argument
  const numeric::Jet at_q{numeric::log_gamma(q), numeric::digamma(q), numeric::trigamma(q)};
  for (const SpendRow& row : rows) {
    const double x = row.x, z = row.mean, n = row.customers;
    const double px = p * x;
    if (x != last_x) {
      last_x = x;
      sum = {numeric::log_gamma(px + q), numeric::digamma(px + q), numeric::trigamma(px + q)};
      own = {numeric::log_gamma(px), numeric::digamma(px), numeric::trigamma(px)};
    }
    const double total = v + x * z;
    const double log_total = std::log(total);
    const double log_part = std::log(x * z) - log_total;
    const double log_rest = theta[2] - log_total;
    value += n * (sum.value - own.value - at_q.value + q * log_rest + px * log_part - std::log(z));
    if (gradient == nullptr) continue;
    const double g_p = x * (sum.first - own.first + log_part);
    const double g_q = sum.first - at_q.first + log_rest;
    const double g_v = q / v - (px + q) / total;
    g[0] += n * g_p;
    g[1] += n * g_q;
    g[2] += n * g_v;
    h[0][0] += n * x * x * (sum.second - own.second);
    h[0][1] += n * x * sum.second;
    h[0][2] -= n * x / total;
    h[1][1] += n * (sum.second - at_q.second);
    h[1][2] += n * (1 / v - 1 / total);
    h[2][2] += n * ((px + q) / (total * total) - q / (v * v));
  }
  if (gradient == nullptr) return value;
  const double scale[3] = {p, q, v};
  for (std::size_t i = 0; i < 3; ++i) {
    gradient[i] = scale[i] * g[i];
    for (std::size_t j = 0; j < 3; ++j) {
      hessian[3 * i + j] = scale[i] * scale[j] * h[std::min(i, j)][std::max(i, j)];
    }
    hessian[4 * i] += gradient[i];
  }
  return value;
}

/// The mode of the weak prior on (ln p, ln q, ln(p·v/q)); its deviations are 1.
inline std::array<double, 3> spend_prior(const std::vector<SpendRow>& rows) {
  double sum = 0, count = 0;
  for (const SpendRow& row : rows) {
    sum += row.customers * row.x * row.mean;
    count += row.customers * row.x;
  }
  return {std::log(4.0), std::log(4.0), std::log(sum / count)};
}

inline double spend_prior_penalty(const std::array<double, 3>& mode,
                                  core::View<const double> theta) {
  const double p = theta[0] - mode[0], q = theta[1] - mode[1];
  const double level = theta[0] - theta[1] + theta[2] - mode[2];
  return 0.5 * (p * p + q * q + level * level);
}

inline SpendFit fit_spend_rows(const std::vector<SpendRow>& rows, bool with_prior) {
  const std::array<double, 3> mode = spend_prior(rows);
  const numeric::NewtonResult found = numeric::minimize_newton(
      [&](core::View<const double> theta, core::View<double> gradient, core::View<double> hessian) {
        for (std::size_t i = 0; i < 3; ++i) {
          if (!(std::abs(theta[i] - (i == 2 ? mode[2] : 0)) < 40)) return core::missing_number;
        }
        double value = -spend_likelihood(rows, theta, gradient.data(), hessian.data());
        for (double& g : gradient) g = -g;
        for (double& h : hessian) h = -h;
        if (!with_prior) return value;
        value += spend_prior_penalty(mode, theta);
        const double level = theta[0] - theta[1] + theta[2] - mode[2];
        constexpr double sign[3] = {1, -1, 1};
        for (std::size_t i = 0; i < 3; ++i) {
          gradient[i] += (i < 2 ? theta[i] - mode[i] : 0) + sign[i] * level;
          hessian[4 * i] += i < 2 ? 1 : 0;
          for (std::size_t j = 0; j < 3; ++j) hessian[3 * i + j] += sign[i] * sign[j];
        }
        return value;
      },
      {mode[0], mode[1], mode[2]});
  SpendFit out;
  out.model = {std::exp(found.x[0]), std::exp(found.x[1]), std::exp(found.x[2])};
  out.log_likelihood = -found.value + (with_prior ? spend_prior_penalty(mode, found.x) : 0);
  out.prior_used = with_prior;
  out.converged = found.converged;
  out.iterations = found.iterations;
  out.log_covariance = numeric::inverse_symmetric(found.hessian, 3);
  const double natural[3] = {out.model.p, out.model.q, out.model.v};
  constexpr const char* name[3] = {"p", "q", "v"};
  for (std::size_t i = 0; i < 3; ++i) {
    out.standard_errors[i] = out.log_covariance.empty()
                                 ? core::missing_number
                                 : natural[i] * std::sqrt(out.log_covariance[4 * i]);
    if (std::abs(found.x[i] - mode[i]) > 7) {
      out.note = std::string(name[i]) + " is at the boundary of its range";
    }
  }
  if (!out.converged && out.note.empty()) out.note = "the search did not converge";
  return out;
}

}  // namespace detail

SALESPLAN_INLINE double spend_log_likelihood(const SpendModel& model, core::View<const double> x,
                                             core::View<const double> mean_spend) {
  detail::check_spend_model(model);
  const std::vector<double> theta{std::log(model.p), std::log(model.q), std::log(model.v)};
  return detail::spend_likelihood(detail::spend_rows(x, mean_spend), theta, nullptr, nullptr);
}

SALESPLAN_INLINE SpendFit fit_spend(core::View<const double> x, core::View<const double> mean_spend,
                                    Prior prior) {
  const std::vector<detail::SpendRow> rows = detail::spend_rows(x, mean_spend);
  if (rows.empty()) {
    throw Error(ErrorCode::invalid_argument, "mean_spend",
                "no customer has a repeat purchase and a positive mean spend");
  }
  double customers = 0;
  for (const detail::SpendRow& row : rows) customers += row.customers;
  const bool weak = prior == Prior::weak || (prior == Prior::automatic && customers < 100);
  SpendFit out = detail::fit_spend_rows(rows, weak);
  if (prior == Prior::automatic && !weak && !out.note.empty()) {
    out = detail::fit_spend_rows(rows, true);
  }
  out.customers = static_cast<std::size_t>(customers);
  return out;
}

SALESPLAN_INLINE std::vector<double> expected_spend(const SpendModel& model,
                                                    core::View<const double> x,
                                                    core::View<const double> mean_spend) {
  detail::check_spend_model(model);
  detail::check_spend(x, mean_spend);
  std::vector<double> out;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const bool tells = detail::tells_spend(x[i], mean_spend[i]);
    const double count = tells ? x[i] : 0;
    const double spent = tells ? x[i] * mean_spend[i] : 0;
    const double weight = model.p * count + model.q - 1;
    out.push_back(weight > 0 ? model.p * (model.v + spent) / weight : core::missing_number);
  }
  return out;
}

SALESPLAN_INLINE std::vector<double> draw_spend(const SpendFit& fit, core::View<const double> x,
                                                core::View<const double> mean_spend,
                                                core::View<const double> purchases,
                                                std::uint64_t seed, int threads) {
  detail::check_spend_model(fit.model);
  detail::check_spend(x, mean_spend);
  const std::size_t n = x.size();
  if (n == 0 || purchases.empty() || purchases.size() % n != 0) {
    throw Error(
        ErrorCode::invalid_argument, "purchases",
        std::to_string(purchases.size()) + " draws for " + std::to_string(n) + " customers");
  }
  for (std::size_t i = 0; i < purchases.size(); ++i) {
    if (!(purchases[i] >= 0 && purchases[i] < 1e300)) {
      throw Error(ErrorCode::invalid_argument, core::at("purchases", static_cast<std::int64_t>(i)),
                  core::to_text(purchases[i]) + " is not a count");
    }
  }
  const std::size_t draws = purchases.size() / n;
  const std::vector<double> factor = fit.log_covariance.empty()
                                         ? std::vector<double>{}
                                         : numeric::cholesky_factor(fit.log_covariance, 3);
  std::vector<double> out(purchases.size());
  core::parallel_for(draws, threads, 1, [&](std::size_t d) {
    numeric::Random random(~seed, d);
    double model[3] = {fit.model.p, fit.model.q, fit.model.v};
    if (!factor.empty()) {
      const double z[3] = {random.normal(), random.normal(), random.normal()};
      for (std::size_t i = 0; i < 3; ++i) {
        double shift = 0;
        for (std::size_t j = 0; j <= i; ++j) shift += factor[3 * i + j] * z[j];
        model[i] *= std::exp(std::clamp(shift, -10.0, 10.0));
      }
    }
    const auto [p, q, v] = std::array<double, 3>{model[0], model[1], model[2]};
    for (std::size_t c = 0; c < n; ++c) {
      const double count = purchases[c * draws + d];
      if (count == 0) continue;
      const bool tells = detail::tells_spend(x[c], mean_spend[c]);
      const double shape = q + (tells ? p * x[c] : 0);
      const double level = random.gamma(shape) / (v + (tells ? x[c] * mean_spend[c] : 0));
      out[c * draws + d] = random.gamma(p * count) / level;
    }
  });
  return out;
}

}  // namespace salesplan::customer
