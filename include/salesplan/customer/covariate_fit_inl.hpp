// Bodies of covariate_fit.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/customer/columns.hpp"
#include "salesplan/customer/covariate_fit.hpp"
#include "salesplan/customer/lifetime_forecast.hpp"
#include "salesplan/customer/lifetime_kernel.hpp"
#include "salesplan/customer/lifetime_prior.hpp"
#include "salesplan/numeric/newton.hpp"

namespace salesplan::customer {
namespace detail {

/// Customers who share their covariates.
struct CovariateGroup {
  std::vector<double> purchase, leaving;  ///< their covariates
  std::vector<std::size_t> members;
  std::vector<double> x, t_x, T;

  Histories histories() const { return {x, t_x, T}; }
};

inline void check_covariates(const char* field, core::View<const double> values, std::size_t n,
                             std::size_t columns) {
  if (columns > 1000) {
    throw Error(ErrorCode::invalid_argument, field,
                std::to_string(columns) + " columns exceed 1000");
  }
  if (values.size() != n * columns) {
    throw Error(ErrorCode::invalid_argument, field,
                std::to_string(values.size()) + " values for " + std::to_string(n) +
                    " customers and " + std::to_string(columns) + " columns");
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!(std::abs(values[i]) <= 1e3))
      throw bad_value(field, i, values[i], "is not within -1e3..1e3");
  }
}

inline std::vector<CovariateGroup> covariate_groups(const Histories& h, const Covariates& c) {
  const std::size_t n = h.x.size();
  distinct_histories(h);  // checks them, with the positions that the caller knows
  check_covariates("purchase", c.purchase, n, c.purchase_columns);
  check_covariates("leaving", c.leaving, n, c.leaving_columns);
  std::map<std::pair<std::vector<double>, std::vector<double>>, CovariateGroup> groups;
  for (std::size_t i = 0; i < n; ++i) {
    const auto buys = c.purchase.subview(i * c.purchase_columns, c.purchase_columns);
    const auto leaves = c.leaving.subview(i * c.leaving_columns, c.leaving_columns);
    CovariateGroup& group = groups[{{buys.begin(), buys.end()}, {leaves.begin(), leaves.end()}}];
    group.members.push_back(i);
    group.x.push_back(h.x[i]);
    group.t_x.push_back(h.t_x[i]);
    group.T.push_back(h.T[i]);
  }
  std::vector<CovariateGroup> out;
  for (auto& [row, group] : groups) {
    group.purchase = row.first;
    group.leaving = row.second;
    out.push_back(std::move(group));
  }
  return out;
}

inline double weighted_sum(core::View<const double> coefficient, const std::vector<double>& row) {
  double sum = 0;
  for (std::size_t j = 0; j < row.size(); ++j) sum += coefficient[j] * row[j];
  return sum;
}

/// The model of a group: a rate that is exp(c) times as large is a scale exp(-c) times as large.
inline LifetimeModel group_model(const LifetimeModel& base, core::View<const double> purchase,
                                 core::View<const double> leaving, const CovariateGroup& group) {
  LifetimeModel model = base;
  model.params[1] *= std::exp(-weighted_sum(purchase, group.purchase));
  model.params[3] *= std::exp(-weighted_sum(leaving, group.leaving));
  return model;
}

/// One search over the logarithms of the four parameters and the coefficients.
struct CovariateSearch {
  std::vector<CovariateGroup> groups;
  std::vector<Distinct> distinct;
  LifetimePrior prior;
  std::size_t purchase_columns, leaving_columns;
  int threads;

  std::size_t size() const { return 4 + purchase_columns + leaving_columns; }

  double negative_log_likelihood(core::View<const double> theta, core::View<double> gradient,
                                 core::View<double> hessian) const {
    const std::size_t m = size();
    std::fill(gradient.begin(), gradient.end(), 0.0);
    std::fill(hessian.begin(), hessian.end(), 0.0);
    const auto purchase = theta.subview(4, purchase_columns);
    const auto leaving = theta.subview(4 + purchase_columns, leaving_columns);
    LifetimeModel base{Lifetime::pareto_nbd, {}, 1};
    for (std::size_t i = 0; i < 4; ++i) base.params[i] = std::exp(theta[i]);
    double value = 0;
    for (std::size_t g = 0; g < groups.size(); ++g) {
      const LifetimeModel model = group_model(base, purchase, leaving, groups[g]);
      for (const double param : model.params) {
        if (!(param > 1e-26 && param < 1e26)) return core::missing_number;
      }
      const Smooth sum =
          in_logarithms(total_log_likelihood(model, distinct[g], threads), model.params);
      value -= sum.value;
      // How the logarithms of the group's parameters move with theta: ln alpha falls by a purchase
      // covariate, ln beta by a leaving covariate, with its coefficient.
      std::vector<std::pair<std::size_t, double>> moves(m);  // parameter, by how much
      for (std::size_t i = 0; i < 4; ++i) moves[i] = {i, 1};
      for (std::size_t j = 0; j < purchase_columns; ++j) moves[4 + j] = {1, -groups[g].purchase[j]};
      for (std::size_t j = 0; j < leaving_columns; ++j) {
        moves[4 + purchase_columns + j] = {3, -groups[g].leaving[j]};
      }
      for (std::size_t i = 0; i < m; ++i) {
        gradient[i] -= moves[i].second * sum.gradient[moves[i].first];
        for (std::size_t j = 0; j < m; ++j) {
          hessian[m * i + j] -=
              moves[i].second * moves[j].second * sum.hessian[moves[i].first][moves[j].first];
        }
      }
    }
    return value;
  }

  double penalty(core::View<const double> theta) const {
    double sum = prior.penalty(theta);
    for (std::size_t i = 4; i < size(); ++i) sum += 0.5 * prior.precision * theta[i] * theta[i];
    return sum;
  }

  CovariateFit run(bool with_prior) const {
    const std::size_t m = size();
    std::vector<double> start = prior.mode();
    start.resize(m, 0);
    const numeric::NewtonResult found = numeric::minimize_newton(
        [&](core::View<const double> theta, core::View<double> gradient,
            core::View<double> hessian) {
          double value = negative_log_likelihood(theta, gradient, hessian);
          if (!with_prior) return value;
          value += penalty(theta);
          prior.add_derivatives(theta, gradient, hessian);
          for (std::size_t i = 4; i < m; ++i) {
            gradient[i] += prior.precision * theta[i];
            hessian[(m + 1) * i] += prior.precision;
          }
          return value;
        },
        start);
    CovariateFit out;
    out.model.kind = Lifetime::pareto_nbd;
    out.log_likelihood = -found.value + (with_prior ? penalty(found.x) : 0);
    out.prior_used = with_prior;
    out.converged = found.converged;
    out.iterations = found.iterations;
    const std::vector<double> covariance = numeric::inverse_symmetric(found.hessian, m);
    for (std::size_t i = 0; i < m; ++i) {
      const double scale = i < 4 ? out.model.params[i] = std::exp(found.x[i]) : 1;
      out.standard_errors.push_back(
          covariance.empty() ? core::missing_number : scale * std::sqrt(covariance[(m + 1) * i]));
      if (std::abs(found.x[i] - start[i]) > 7) {
        out.note = (i < 4 ? std::string(parameter_names(Lifetime::pareto_nbd)[i])
                          : "coefficient " + std::to_string(i - 4)) +
                   " is at the boundary of its range";
      }
    }
    out.purchase.assign(found.x.begin() + 4,
                        found.x.begin() + 4 + static_cast<std::ptrdiff_t>(purchase_columns));
    out.leaving.assign(found.x.begin() + 4 + static_cast<std::ptrdiff_t>(purchase_columns),
                       found.x.end());
    if (!out.converged && out.note.empty()) out.note = "the search did not converge";
    return out;
  }
};

/// values(model, histories) of each group, put back into the order of the customers.
template <class Values>
std::vector<double> each_group(const CovariateFit& fit, const Histories& histories,
                               const Covariates& covariates, Values&& values) {
  check_model(fit.model);
  if (fit.purchase.size() != covariates.purchase_columns ||
      fit.leaving.size() != covariates.leaving_columns) {
    throw Error(ErrorCode::invalid_argument, "fit", "has other covariates than these customers");
  }
  std::vector<double> out(histories.x.size());
  for (const CovariateGroup& group : covariate_groups(histories, covariates)) {
    const std::vector<double> found =
        values(group_model(fit.model, fit.purchase, fit.leaving, group), group.histories());
    for (std::size_t k = 0; k < found.size(); ++k) out[group.members[k]] = found[k];
  }
  return out;
}

}  // namespace detail

SALESPLAN_INLINE CovariateFit fit_pareto_with_covariates(const Histories& histories,
                                                         const Covariates& covariates,
                                                         const LifetimeOptions& options) {
  const detail::Distinct all = detail::distinct_histories(histories);
  detail::CovariateSearch search{detail::covariate_groups(histories, covariates),
                                 {},
                                 detail::lifetime_prior(Lifetime::pareto_nbd, 1, all),
                                 covariates.purchase_columns,
                                 covariates.leaving_columns,
                                 options.threads};
  for (const detail::CovariateGroup& group : search.groups) {
    search.distinct.push_back(detail::distinct_histories(group.histories()));
  }
  const bool with_prior = options.prior == Prior::weak ||
                          (options.prior == Prior::automatic && detail::is_small_portfolio(all));
  CovariateFit out = search.run(with_prior);
  if (options.prior == Prior::automatic && !with_prior && !out.note.empty()) out = search.run(true);
  return out;
}

SALESPLAN_INLINE std::vector<double> p_alive(const CovariateFit& fit, const Histories& histories,
                                             const Covariates& covariates, int threads) {
  return detail::each_group(fit, histories, covariates,
                            [&](const LifetimeModel& model, const Histories& given) {
                              return p_alive(model, given, threads);
                            });
}

SALESPLAN_INLINE std::vector<double> expected_purchases(const CovariateFit& fit,
                                                        const Histories& histories,
                                                        const Covariates& covariates,
                                                        double horizon, int threads) {
  return detail::each_group(fit, histories, covariates,
                            [&](const LifetimeModel& model, const Histories& given) {
                              return expected_purchases(model, given, horizon, threads);
                            });
}

}  // namespace salesplan::customer
