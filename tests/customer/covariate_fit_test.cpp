#include "salesplan/customer/covariate_fit.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "refusal.hpp"
#include "salesplan/customer/lifetime_forecast.hpp"
#include "salesplan/customer/lifetime_likelihood.hpp"
#include "salesplan/numeric/random.hpp"

namespace salesplan::customer {
namespace {

using Values = std::vector<double>;

/// Customers of Pareto/NBD (0.8, 6, 0.9, 12), the purchase rate e^0.7 times as high in class 1, the
/// leaving rate e^-0.5 times as high for a unit of the second covariate.
struct Drawn {
  Values x, t_x, T, purchase, leaving;
  Histories histories() const { return {x, t_x, T}; }
  Covariates covariates() const { return {purchase, 1, leaving, 1}; }
};

Drawn draw(std::size_t n, std::uint64_t seed) {
  Drawn out;
  for (std::size_t i = 0; i < n; ++i) {
    numeric::Random random(seed, i);
    out.purchase.push_back(static_cast<double>(random.below(2)));
    out.leaving.push_back(static_cast<double>(random.below(3)) - 1);
    const double rate = random.gamma(0.8) / 6 * std::exp(0.7 * out.purchase[i]);
    const double leave = random.gamma(0.9) / 12 * std::exp(-0.5 * out.leaving[i]);
    const double gone = random.exponential() / leave;
    double x = 0, last = 0;
    for (double t = random.exponential() / rate; t <= std::fmin(40, gone);
         t += random.exponential() / rate) {
      x += 1;
      last = t;
    }
    out.x.push_back(x);
    out.t_x.push_back(last);
    out.T.push_back(40);
  }
  return out;
}

TEST(CovariateFit, RecoversWhatWasDrawn) {
  const Drawn drawn = draw(4000, 3);
  const CovariateFit fit = fit_pareto_with_covariates(drawn.histories(), drawn.covariates());
  EXPECT_TRUE(fit.converged && !fit.prior_used) << fit.note;
  const double truth[] = {0.8, 6, 0.9, 12, 0.7, -0.5};
  const double found[] = {fit.model.params[0], fit.model.params[1], fit.model.params[2],
                          fit.model.params[3], fit.purchase[0],     fit.leaving[0]};
  for (std::size_t i = 0; i < 6; ++i) {
    EXPECT_NEAR(found[i], truth[i], 4 * fit.standard_errors[i]) << i;
    EXPECT_LT(fit.standard_errors[i], 0.6 * truth[1]) << i;
  }
  EXPECT_GT(fit.purchase[0] / fit.standard_errors[4], 4);
  // Better than without them, by much more than two parameters are worth.
  EXPECT_GT(fit.log_likelihood,
            fit_lifetime(Lifetime::pareto_nbd, drawn.histories()).log_likelihood + 20);
}

// The value at the maximum is the plain likelihood of each customer at his own parameters, and no
// small step in any direction is better.
TEST(CovariateFit, IsAMaximumOfTheLikelihood) {
  const Drawn drawn = draw(600, 5);
  LifetimeOptions options;
  options.prior = Prior::none;
  const CovariateFit fit =
      fit_pareto_with_covariates(drawn.histories(), drawn.covariates(), options);
  const auto at = [&](const Values& theta) {
    double sum = 0;
    for (std::size_t i = 0; i < drawn.x.size(); ++i) {
      const Values x{drawn.x[i]}, t_x{drawn.t_x[i]}, T{drawn.T[i]};
      sum += log_likelihood({Lifetime::pareto_nbd,
                             {theta[0], theta[1] * std::exp(-theta[4] * drawn.purchase[i]),
                              theta[2], theta[3] * std::exp(-theta[5] * drawn.leaving[i])},
                             1},
                            {x, t_x, T});
    }
    return sum;
  };
  Values theta(fit.model.params.begin(), fit.model.params.end());
  theta.push_back(fit.purchase[0]);
  theta.push_back(fit.leaving[0]);
  EXPECT_NEAR(at(theta), fit.log_likelihood, 1e-7);
  for (std::size_t i = 0; i < 6; ++i) {
    for (const double step : {-0.01, 0.01}) {
      Values other = theta;
      other[i] += step * fit.standard_errors[i];
      EXPECT_LT(at(other), fit.log_likelihood) << i;
    }
  }
}

TEST(CovariateFit, WithoutCovariatesItIsTheModelItself) {
  const Drawn drawn = draw(800, 9);
  const LifetimeFit plain = fit_lifetime(Lifetime::pareto_nbd, drawn.histories());
  const CovariateFit fit = fit_pareto_with_covariates(drawn.histories(), {});
  EXPECT_NEAR(fit.log_likelihood, plain.log_likelihood, 1e-8);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_NEAR(fit.model.params[i] / plain.model.params[i], 1, 1e-6);
    EXPECT_NEAR(fit.standard_errors[i] / plain.standard_errors[i], 1, 1e-6);
  }
  EXPECT_EQ(p_alive(fit, drawn.histories(), {}), p_alive(fit.model, drawn.histories()));
}

TEST(CovariateFit, ForecastsEachCustomerAtItsOwnRates) {
  const Drawn drawn = draw(60, 2);
  const CovariateFit fit = fit_pareto_with_covariates(drawn.histories(), drawn.covariates());
  EXPECT_TRUE(fit.prior_used && fit.converged);
  const Values expected = expected_purchases(fit, drawn.histories(), drawn.covariates(), 10);
  for (std::size_t i = 0; i < 60; ++i) {
    LifetimeModel own = fit.model;
    own.params[1] *= std::exp(-fit.purchase[0] * drawn.purchase[i]);
    own.params[3] *= std::exp(-fit.leaving[0] * drawn.leaving[i]);
    const Values x{drawn.x[i]}, t_x{drawn.t_x[i]}, T{drawn.T[i]};
    EXPECT_NEAR(expected[i], expected_purchases(own, {x, t_x, T}, 10)[0], 1e-12);
  }
}

TEST(CovariateFit, RefusesWhatCannotBe) {
  const Values one{1}, two{1, 2}, zero{0}, bad{NAN};
  EXPECT_EQ(refusal([&] {
              fit_pareto_with_covariates({one, one, one}, {two, 1, {}, 0});
            }),
            "purchase: 2 values for 1 customers and 1 columns");
  EXPECT_EQ(refusal([&] {
              fit_pareto_with_covariates({one, one, one}, {{}, 0, bad, 1});
            }),
            "leaving[0]: nan is not within -1e3..1e3");
  EXPECT_EQ(refusal([&] {
              fit_pareto_with_covariates({zero, zero, zero}, {});
            }),
            "T: all are zero: nothing was observed");
  CovariateFit fit;
  fit.model = {Lifetime::pareto_nbd, {1, 1, 1, 1}, 1};
  EXPECT_EQ(refusal([&] {
              p_alive(fit, {one, one, one}, {one, 1, {}, 0});
            }),
            "fit: has other covariates than these customers");
}

}  // namespace
}  // namespace salesplan::customer
