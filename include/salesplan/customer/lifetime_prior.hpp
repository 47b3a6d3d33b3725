// The weak prior of the lifetime models: what retail and mail-order data usually look like.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include "salesplan/core/error.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/customer/histories.hpp"
#include "salesplan/customer/lifetime_model.hpp"

namespace salesplan::customer::detail {

/// Normal on the logarithms θ of the parameters, with deviation 1.5: four terms, each on one of
/// them or on the difference of two, which is a rate. See fit_lifetime.
struct LifetimePrior {
  struct Term {
    std::size_t first;
    std::size_t second;  ///< 4: none
    double mean;

    double off(core::View<const double> theta) const {
      return theta[first] - (second == 4 ? 0 : theta[second]) - mean;
    }
  };
  std::array<Term, 4> terms;
  static constexpr double precision = 1 / (1.5 * 1.5);

  /// The point that the prior prefers, where every search starts.
  std::vector<double> mode() const {
    std::vector<double> theta(4);
    for (const Term& term : terms) {
      if (term.second == 4) theta[term.first] = term.mean;
    }
    for (const Term& term : terms) {
      if (term.second != 4) theta[term.second] = theta[term.first] - term.mean;
    }
    return theta;
  }

  /// Minus the log density, but for a constant.
  double penalty(core::View<const double> theta) const {
    double sum = 0;
    for (const Term& term : terms) sum += 0.5 * precision * term.off(theta) * term.off(theta);
    return sum;
  }

  /// Adds the penalty's derivatives to a gradient [m] and a Hessian [m x m] that begin with θ.
  void add_derivatives(core::View<const double> theta, core::View<double> gradient,
                       core::View<double> hessian) const {
    const std::size_t m = gradient.size();
    for (const Term& term : terms) {
      gradient[term.first] += precision * term.off(theta);
      hessian[(m + 1) * term.first] += precision;
      if (term.second == 4) continue;
      gradient[term.second] -= precision * term.off(theta);
      hessian[(m + 1) * term.second] += precision;
      hessian[m * term.first + term.second] -= precision;
      hessian[m * term.second + term.first] -= precision;
    }
  }
};

/// The prior for these histories. Error(invalid_argument) where nothing was observed.
inline LifetimePrior lifetime_prior(Lifetime kind, int k, const Distinct& h) {
  double purchases = 1, time = 0, customers = 0;
  for (std::size_t i = 0; i < h.size(); ++i) {
    purchases += h.customers[i] * h.x[i];
    time += h.customers[i] * h.T[i];
    customers += h.customers[i];
  }
  if (!(time > 0)) {
    throw Error(ErrorCode::invalid_argument, "T", "all are zero: nothing was observed");
  }
  if (kind == Lifetime::bg_bb) return {{{{0, 4, 0}, {1, 4, 0}, {2, 4, 0}, {3, 4, 0}}}};
  const LifetimePrior::Term shape{0, 4, std::log(0.7)};
  const LifetimePrior::Term rate{0, 1, std::log(k * purchases / time)};
  if (kind == Lifetime::pareto_nbd) {
    return {{{shape, rate, {2, 4, std::log(0.7)}, {2, 3, std::log(customers / (2 * time))}}}};
  }
  return {{{shape, rate, {2, 4, std::log(0.7)}, {3, 4, std::log(2.5)}}}};
}

/// Whether the prior is needed whatever the likelihood says.
inline bool is_small_portfolio(const Distinct& h) {
  double customers = 0, repeat = 0;
  for (std::size_t i = 0; i < h.size(); ++i) {
    customers += h.customers[i];
    if (h.x[i] > 0) repeat += h.customers[i];
  }
  return customers < 500 || repeat < 100;
}

}  // namespace salesplan::customer::detail
