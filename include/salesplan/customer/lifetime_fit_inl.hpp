// Bodies of lifetime_fit.hpp.
#pragma once

#include <cmath>
#include <numeric>

#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/customer/lifetime_fit.hpp"
#include "salesplan/customer/lifetime_kernel.hpp"
#include "salesplan/customer/lifetime_prior.hpp"
#include "salesplan/numeric/newton.hpp"

namespace salesplan::customer {
namespace detail {

/// One search: the minus log-likelihood (minus the log prior) over the logarithms.
struct LifetimeSearch {
  Lifetime kind;
  int k;
  const Distinct& histories;
  LifetimePrior prior;
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
          const Smooth sum =
              in_logarithms(total_log_likelihood(model, histories, threads), model.params);
          for (std::size_t i = 0; i < 4; ++i) {
            gradient[i] = -sum.gradient[i];
            for (std::size_t j = 0; j < 4; ++j) hessian[4 * i + j] = -sum.hessian[i][j];
          }
          if (!with_prior) return -sum.value;
          prior.add_derivatives(theta, gradient, hessian);
          return prior.penalty(theta) - sum.value;
        },
        std::move(start));
  }

  LifetimeFit fit(Prior choice) const {
    const bool with_prior =
        choice == Prior::weak || (choice == Prior::automatic && is_small_portfolio(histories));
    LifetimeFit out = summary(run(prior.mode(), with_prior), with_prior);
    if (choice == Prior::automatic && !with_prior && !out.note.empty()) {
      out = summary(run(prior.mode(), true), true);
    }
    return out;
  }

  LifetimeFit summary(const numeric::NewtonResult& found, bool with_prior) const {
    LifetimeFit out;
    out.model = model_at(found.x);
    out.log_likelihood = -found.value + (with_prior ? prior.penalty(found.x) : 0);
    out.prior_used = with_prior;
    out.converged = found.converged;
    out.iterations = found.iterations;
    out.customers = histories.row_of.size();
    out.distinct = histories.size();
    out.log_covariance = numeric::inverse_symmetric(found.hessian, 4);
    const std::vector<double> mode = prior.mode();
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

  LifetimeFit best;
  const int most = kind == Lifetime::mbg_cnbd_k ? options.max_k : 1;
  for (int k = 1; k <= most; ++k) {
    const detail::LifetimeSearch search{kind, k, distinct,
                                        detail::lifetime_prior(kind, k, distinct), options.threads};
    LifetimeFit next = search.fit(options.prior);
    next.log_likelihood += detail::gap_constant(k, histories);
    if (k > 1 && !(next.log_likelihood > best.log_likelihood)) break;
    best = std::move(next);
  }
  return best;
}

}  // namespace salesplan::customer
