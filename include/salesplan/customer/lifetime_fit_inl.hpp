// Bodies of lifetime_fit.hpp.
#pragma once

#include <cmath>
#include <numeric>

#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/customer/lifetime_fit.hpp"
#include "salesplan/customer/lifetime_kernel.hpp"
#include "salesplan/numeric/newton.hpp"

namespace salesplan::customer {
namespace detail {

/// Normal on θ[first] - θ[second] (or on θ[first] alone), θ the logarithms of the parameters.
struct PriorTerm {
  std::size_t first;
  std::size_t second;  ///< 4: none
  double mean;
};

constexpr double prior_deviation = 1.5;

inline std::array<PriorTerm, 4> prior_terms(Lifetime kind, int k, const Distinct& h) {
  if (kind == Lifetime::bg_bb) return {{{0, 4, 0}, {1, 4, 0}, {2, 4, 0}, {3, 4, 0}}};
  double purchases = 1, time = 0, customers = 0;
  for (std::size_t i = 0; i < h.size(); ++i) {
    purchases += h.customers[i] * h.x[i];
    time += h.customers[i] * h.T[i];
    customers += h.customers[i];
  }
  const PriorTerm shape{0, 4, std::log(0.7)};
  const PriorTerm rate{0, 1, std::log(k * purchases / time)};
  if (kind == Lifetime::pareto_nbd) {
    return {{shape, rate, {2, 4, std::log(0.7)}, {2, 3, std::log(customers / (2 * time))}}};
  }
  return {{shape, rate, {2, 4, std::log(0.7)}, {3, 4, std::log(2.5)}}};
}

/// The point that the prior prefers, where every search starts.
inline std::vector<double> prior_mode(const std::array<PriorTerm, 4>& terms) {
  std::vector<double> theta(4);
  for (const PriorTerm& term : terms) {
    if (term.second == 4) theta[term.first] = term.mean;
  }
  for (const PriorTerm& term : terms) {
    if (term.second != 4) theta[term.second] = theta[term.first] - term.mean;
  }
  return theta;
}

/// One search: the minus log-likelihood (minus the log prior) over the logarithms.
struct LifetimeSearch {
  Lifetime kind;
  int k;
  const Distinct& histories;
  std::array<PriorTerm, 4> prior;
  int threads;

  LifetimeModel model_at(core::View<const double> theta) const {
    LifetimeModel model{kind, {}, k};
    for (std::size_t i = 0; i < 4; ++i) model.params[i] = std::exp(theta[i]);
    return model;
  }

  numeric::NewtonResult run(std::vector<double> start, bool with_prior) const {
    return numeric::minimize_newton(
        [&](core::View<const double> theta, core::View<double> gradient,
            core::View<double> hessian) {
          // Further out the parameter is at its boundary, and exp() would leave its range.
          for (const double value : theta) {
            if (!(std::abs(value) < 60)) return core::missing_number;
          }
          const LifetimeModel model = model_at(theta);
          const Smooth sum = total_log_likelihood(model, histories, threads);
          double value = -sum.value;
          for (std::size_t i = 0; i < 4; ++i) {
            gradient[i] = -model.params[i] * sum.gradient[i];
            for (std::size_t j = 0; j < 4; ++j) {
              hessian[4 * i + j] = -model.params[i] * model.params[j] * sum.hessian[i][j];
            }
            hessian[5 * i] += gradient[i];
          }
          if (with_prior) {
            value += prior_penalty(theta);
            add_prior_derivatives(theta, gradient, hessian);
          }
          return value;
        },
        std::move(start));
  }

  static constexpr double precision = 1 / (prior_deviation * prior_deviation);

  /// How far the term is from its mean.
  static double off(const PriorTerm& term, core::View<const double> theta) {
    return theta[term.first] - (term.second == 4 ? 0 : theta[term.second]) - term.mean;
  }

  double prior_penalty(core::View<const double> theta) const {
    double sum = 0;
    for (const PriorTerm& term : prior)
      sum += 0.5 * precision * off(term, theta) * off(term, theta);
    return sum;
  }

  void add_prior_derivatives(core::View<const double> theta, core::View<double> gradient,
                             core::View<double> hessian) const {
    for (const PriorTerm& term : prior) {
      gradient[term.first] += precision * off(term, theta);
      hessian[5 * term.first] += precision;
      if (term.second == 4) continue;
      gradient[term.second] -= precision * off(term, theta);
      hessian[5 * term.second] += precision;
      hessian[4 * term.first + term.second] -= precision;
      hessian[4 * term.second + term.first] -= precision;
    }
  }

  LifetimeFit fit(Prior choice) const {
    const bool small = is_small();
    bool with_prior = choice == Prior::weak || (choice == Prior::automatic && small);
    numeric::NewtonResult found = run(prior_mode(prior), with_prior);
    LifetimeFit out = summary(found, with_prior);
    if (choice == Prior::automatic && !with_prior && !out.note.empty()) {
      out = summary(run(prior_mode(prior), true), true);
    }
    return out;
  }

  bool is_small() const {
    double customers = 0, repeat = 0;
    for (std::size_t i = 0; i < histories.size(); ++i) {
      customers += histories.customers[i];
      if (histories.x[i] > 0) repeat += histories.customers[i];
    }
    return customers < 500 || repeat < 100;
  }

  LifetimeFit summary(const numeric::NewtonResult& found, bool with_prior) const {
    LifetimeFit out;
    out.model = model_at(found.x);
    out.log_likelihood = -found.value + (with_prior ? prior_penalty(found.x) : 0);
    out.prior_used = with_prior;
    out.converged = found.converged;
    out.iterations = found.iterations;
    out.customers = histories.row_of.size();
    out.distinct = histories.size();
    out.log_covariance = numeric::inverse_symmetric(found.hessian, 4);
    const std::vector<double> mode = prior_mode(prior);
    for (std::size_t i = 0; i < 4; ++i) {
      const bool known = !out.log_covariance.empty();
      out.standard_errors[i] =
          known ? out.model.params[i] * std::sqrt(out.log_covariance[5 * i]) : core::missing_number;
      if (std::abs(found.x[i] - mode[i]) > 7) {
        out.note = std::string(parameter_names(kind)[i]) + " is at the boundary of its range";
      }
    }
    if (!out.converged && out.note.empty()) out.note = "the search did not converge";
    return out;
  }
};

}  // namespace detail

SALESPLAN_INLINE LifetimeFit fit_lifetime(Lifetime kind, const Histories& histories,
                                          const LifetimeOptions& options) {
  if (options.max_k < 1 || options.max_k > detail::BetaGeometric::most_phases) {
    throw Error(ErrorCode::invalid_argument, "max_k",
                std::to_string(options.max_k) + " is not in 1..16");
  }
  const detail::Distinct distinct = detail::distinct_histories(histories);
  double longest = 0;
  for (const double T : distinct.T) longest = std::fmax(longest, T);
  if (longest == 0)
    throw Error(ErrorCode::invalid_argument, "T", "all are zero: nothing was observed");

  LifetimeFit best;
  const int most = kind == Lifetime::mbg_cnbd_k ? options.max_k : 1;
  for (int k = 1; k <= most; ++k) {
    const detail::LifetimeSearch search{kind, k, distinct, detail::prior_terms(kind, k, distinct),
                                        options.threads};
    LifetimeFit next = search.fit(options.prior);
    next.log_likelihood += detail::gap_constant(k, histories);
    if (k > 1 && !(next.log_likelihood > best.log_likelihood)) break;
    best = std::move(next);
  }
  return best;
}

}  // namespace salesplan::customer
