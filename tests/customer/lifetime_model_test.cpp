#include "salesplan/customer/lifetime_model.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "allocation/golden.hpp"
#include "refusal.hpp"
#include "salesplan/customer/lifetime_forecast.hpp"
#include "salesplan/customer/lifetime_kernel.hpp"
#include "salesplan/customer/lifetime_likelihood.hpp"
#include "salesplan/numeric/random.hpp"

namespace salesplan::customer {
namespace lifetime_model_test {

struct One {
  std::vector<double> x, t_x, T;
  One(double count, double last, double age) : x{count}, t_x{last}, T{age} {}
  Histories histories() const { return {x, t_x, T}; }
};

double quantity(const std::string& name, const LifetimeModel& model, const Histories& histories,
                double argument, double count) {
  if (name == "log_likelihood") return log_likelihood(model, histories);
  if (name == "p_alive") return p_alive(model, histories)[0];
  if (name == "expected") return expected_purchases(model, histories, argument)[0];
  if (name == "discounted") return discounted_purchases(model, histories, argument)[0];
  if (name == "probability") return purchase_probability(model, histories, argument, count)[0];
  throw std::runtime_error(name);
}

TEST(LifetimeModel, GoldenPoints) {
  const auto rows = golden::rows(std::string(SALESPLAN_TEST_DIR) + "/point_golden.csv");
  ASSERT_GT(rows.size(), 50u);
  for (const golden::Row& row : rows) {
    const auto number = [&](const char* name) { return golden::numbers(row.at(name)).at(0); };
    LifetimeModel model{lifetime_by_name(row.at("model")), {}, static_cast<int>(number("k"))};
    const std::vector<double> params = golden::numbers(row.at("params"));
    std::copy(params.begin(), params.end(), model.params.begin());
    const One one(number("x"), number("t_x"), number("T"));
    EXPECT_NEAR(
        quantity(row.at("quantity"), model, one.histories(), number("argument"), number("count")),
        number("value"), number("tolerance"))
        << row.at("model") << " " << row.at("quantity") << " " << row.at("x") << " "
        << row.at("source");
  }
}

/// A model of each kind, and histories that it can have, drawn.
struct Drawn {
  LifetimeModel model;
  std::vector<double> x, t_x, T;
  Histories histories() const { return {x, t_x, T}; }
};

Drawn draw(Lifetime kind, std::uint64_t seed, std::size_t n = 20) {
  numeric::Random random(seed);
  Drawn out{{kind, {}, kind == Lifetime::mbg_cnbd_k ? 3 : 1}, {}, {}, {}};
  for (double& value : out.model.params) value = std::exp(2 * random.uniform() - 0.5);
  for (std::size_t i = 0; i < n; ++i) {
    out.T.push_back(1 + static_cast<double>(random.below(30)));
    const auto last = static_cast<double>(random.below(static_cast<std::uint64_t>(out.T[i]) + 1));
    out.t_x.push_back(last);
    out.x.push_back(
        last == 0 ? 0 : 1 + static_cast<double>(random.below(static_cast<std::uint64_t>(last))));
  }
  return out;
}

constexpr Lifetime kinds[] = {Lifetime::bg_nbd, Lifetime::mbg_nbd, Lifetime::pareto_nbd,
                              Lifetime::mbg_cnbd_k, Lifetime::bg_bb};

TEST(LifetimeModel, DerivativesAreThoseOfTheValue) {
  for (const Lifetime kind : kinds) {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
      SCOPED_TRACE(std::string(lifetime_name(kind)) + " seed " + std::to_string(seed));
      const Drawn drawn = draw(kind, seed);
      const detail::Distinct distinct = detail::distinct_histories(drawn.histories());
      const detail::Smooth at = detail::total_log_likelihood(drawn.model, distinct, 1);
      for (std::size_t i = 0; i < 4; ++i) {
        const double h = 1e-5 * drawn.model.params[i];
        LifetimeModel up = drawn.model, down = drawn.model;
        up.params[i] += h;
        down.params[i] -= h;
        const detail::Smooth above = detail::total_log_likelihood(up, distinct, 1);
        const detail::Smooth below = detail::total_log_likelihood(down, distinct, 1);
        const double scale = 1e-6 * (1 + std::abs(at.value)) / drawn.model.params[i];
        EXPECT_NEAR(at.gradient[i], (above.value - below.value) / (2 * h), scale);
        for (std::size_t j = 0; j < 4; ++j) {
          EXPECT_NEAR(at.hessian[i][j], (above.gradient[j] - below.gradient[j]) / (2 * h),
                      scale / drawn.model.params[j])
              << i << j;
        }
      }
    }
  }
}

TEST(LifetimeModel, ProbabilitiesSumToOneAndHaveTheExpectedMean) {
  for (const Lifetime kind : kinds) {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      SCOPED_TRACE(std::string(lifetime_name(kind)) + " seed " + std::to_string(seed));
      const Drawn drawn = draw(kind, seed, 8);
      const double horizon = 3;
      std::vector<double> total(8), mean(8);
      for (double count = 0; count < 400; count += 1) {
        const std::vector<double> p =
            purchase_probability(drawn.model, drawn.histories(), horizon, count);
        for (std::size_t i = 0; i < 8; ++i) {
          EXPECT_GE(p[i], 0);
          total[i] += p[i];
          mean[i] += count * p[i];
        }
        if (kind == Lifetime::bg_bb && count == horizon) break;
      }
      const std::vector<double> expected =
          expected_purchases(drawn.model, drawn.histories(), horizon);
      for (std::size_t i = 0; i < 8; ++i) {
        EXPECT_NEAR(total[i], 1, 1e-9);
        EXPECT_NEAR(mean[i], expected[i], 1e-6 * (1 + expected[i]));
      }
    }
  }
}

/// DERT is the integral of exp(-rate·t) dE[Y(t)], here by the trapezoid rule on the expectations.
TEST(LifetimeModel, DiscountedPurchasesAreDiscountedExpectations) {
  for (const Lifetime kind : kinds) {
    SCOPED_TRACE(lifetime_name(kind));
    const Drawn drawn = draw(kind, 7, 4);
    const double rate = 0.5, step = kind == Lifetime::bg_bb ? 1 : 0.02;
    std::vector<double> sum(4), before(4);
    for (double t = step; t < 60; t += step) {
      const double horizon = kind == Lifetime::bg_bb ? std::round(t) : t;
      const std::vector<double> by = expected_purchases(drawn.model, drawn.histories(), horizon);
      for (std::size_t i = 0; i < 4; ++i) {
        sum[i] +=
            (by[i] - before[i]) * std::exp(-rate * (kind == Lifetime::bg_bb ? t : t - step / 2));
        before[i] = by[i];
      }
    }
    const std::vector<double> exact = discounted_purchases(drawn.model, drawn.histories(), rate);
    for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(sum[i], exact[i], 2e-4 * (1 + exact[i]));
  }
}

TEST(LifetimeModel, DrawsHaveTheExpectedMean) {
  for (const Lifetime kind : kinds) {
    SCOPED_TRACE(lifetime_name(kind));
    const Drawn drawn = draw(kind, 11, 6);
    LifetimeFit fit;
    fit.model = drawn.model;
    DrawOptions options;
    options.draws = 20000;
    const std::vector<double> draws = draw_purchases(fit, drawn.histories(), 5, options);
    const std::vector<double> expected = expected_purchases(drawn.model, drawn.histories(), 5);
    const Intervals found = central_intervals(draws, 6, 0.9);
    for (std::size_t i = 0; i < 6; ++i) {
      double squares = 0;
      for (std::size_t d = 0; d < 20000; ++d) {
        squares += std::pow(draws[i * 20000 + d] - found.mean[i], 2);
      }
      EXPECT_NEAR(found.mean[i], expected[i], 5 * std::sqrt(squares) / 20000 + 1e-12);
      EXPECT_LE(found.lower[i], found.upper[i]);
    }
    options.threads = 2;
    EXPECT_EQ(draw_purchases(fit, drawn.histories(), 5, options), draws);
  }
}

TEST(LifetimeModel, TheOrderOfCustomersDoesNotMatter) {
  for (const Lifetime kind : kinds) {
    const Drawn drawn = draw(kind, 3);
    Drawn turned = drawn;
    for (auto* column : {&turned.x, &turned.t_x, &turned.T}) {
      std::reverse(column->begin(), column->end());
    }
    EXPECT_EQ(log_likelihood(drawn.model, drawn.histories()),
              log_likelihood(drawn.model, turned.histories()));
    std::vector<double> back = p_alive(drawn.model, turned.histories(), 2);
    std::reverse(back.begin(), back.end());
    EXPECT_EQ(p_alive(drawn.model, drawn.histories()), back);
  }
}

TEST(LifetimeModel, RefusesWhatCannotBe) {
  const LifetimeModel model{Lifetime::bg_nbd, {1, 1, 1, 1}, 1};
  const auto p = [&](double x, double t_x, double T) {
    return refusal([&] { p_alive(model, One(x, t_x, T).histories()); });
  };
  EXPECT_EQ(p(-1, 1, 2), "x[0]: -1 is not an integer in 0..1e7");
  EXPECT_EQ(p(1.5, 1, 2), "x[0]: 1.5 is not an integer in 0..1e7");
  EXPECT_EQ(p(NAN, 1, 2), "x[0]: nan is not an integer in 0..1e7");
  EXPECT_EQ(p(1, 3, 2), "t_x[0]: 3 is not in 0..T = 2");
  EXPECT_EQ(p(1, NAN, 2), "t_x[0]: nan is not in 0..T = 2");
  EXPECT_EQ(p(1, 0, 2), "t_x[0]: 0 with x = 1: zero where, and only where, x is");
  EXPECT_EQ(p(0, 1, 2), "t_x[0]: 1 with x = 0: zero where, and only where, x is");
  EXPECT_EQ(p(1, 1, INFINITY), "T[0]: inf is not in 0..1e9");
  EXPECT_EQ(refusal([&] { p_alive(model, {}); }), "x: is empty");
  const std::vector<double> two{1, 1}, one{1};
  EXPECT_EQ(refusal([&] { p_alive(model, {two, one, two}); }), "t_x: 1 values for 2 customers");
  EXPECT_EQ(refusal([&] {
              p_alive({Lifetime::bg_nbd, {1, 1, 0, 1}, 1}, {one, one, one});
            }),
            "params[2]: 0 is not in 1e-30..1e30");
  EXPECT_EQ(refusal([&] {
              p_alive({Lifetime::bg_nbd, {1, 1, 1, 1}, 2}, {one, one, one});
            }),
            "k: 2 is not in 1..1");
  EXPECT_EQ(refusal([&] {
              expected_purchases(model, {one, one, one}, -1);
            }),
            "horizon: -1 is not in 0..1e+09");
  EXPECT_EQ(refusal([&] {
              expected_purchases({Lifetime::bg_bb, {1, 1, 1, 1}, 1}, {one, one, one}, 1.5);
            }),
            "horizon: 1.5 is not a whole number of occasions");
  EXPECT_EQ(refusal([&] { lifetime_by_name("nbd"); }),
            "model: \"nbd\" is none of bg_nbd, mbg_nbd, pareto_nbd, mbg_cnbd_k, bg_bb");
}

}  // namespace lifetime_model_test
}  // namespace salesplan::customer
