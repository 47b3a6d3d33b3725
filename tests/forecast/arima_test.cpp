#include "salesplan/forecast/arima.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <vector>

#include "forecast/golden.hpp"
#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/forecast/arima_search.hpp"

namespace salesplan::forecast {
namespace {

ArimaOrder order_of(const std::vector<double>& v) {
  const auto at = [&](std::size_t i) { return static_cast<int>(v[i]); };
  return {at(0), at(1), at(2), at(3), at(4), at(5), v[6] != 0};
}

std::array<double, 5> five(const std::vector<double>& v) {
  std::array<double, 5> a{};
  for (std::size_t i = 0; i < v.size(); ++i) a[i] = v[i];
  return a;
}

TEST(Arima, FixedParametersForecastLikeR) {
  auto cases = read_golden("arima_golden.csv");
  ASSERT_EQ(cases.size(), 5u);
  for (auto& [name_of_case, g] : cases) {
    SCOPED_TRACE(name_of_case);
    ArimaFit fit;
    fit.order = order_of(g["order"]);
    fit.season_length = static_cast<std::size_t>(g["m"][0]);
    detail::multiply_seasonal(five(g["ar"]), fit.order.p, five(g["sar"]), fit.order.seasonal_p,
                              fit.season_length, fit.ar);
    std::vector<double> ma = g["ma"], sma = g["sma"];
    for (double& v : ma) v = -v;
    for (double& v : sma) v = -v;
    detail::multiply_seasonal(five(ma), fit.order.q, five(sma), fit.order.seasonal_q,
                              fit.season_length, fit.ma);
    for (double& v : fit.ma) v = -v;
    if (fit.order.constant) fit.constant = g["constant"][0];
    fit.sigma2 = g["sigma2"][0];
    fit.errors.assign(g["errors"].end() - static_cast<std::ptrdiff_t>(fit.ma.size()),
                      g["errors"].end());
    const SeriesForecast f = forecast_arima(g["y"], fit, 0, 24);
    for (std::size_t u = 0; u < 24; ++u) {
      // R filters from a diffuse start: its last errors still carry a trace of it.
      EXPECT_NEAR(f.mean[u], g["mean"][u], 1e-3 * std::fabs(g["mean"][u])) << u;
      EXPECT_NEAR(f.sd[u], g["sd"][u], 1e-3 * g["sd"][u]) << u;
    }
  }
}

TEST(Arima, FitsComeCloseToTheExactLikelihoodOfR) {
  for (auto& [name_of_case, g] : read_golden("arima_golden.csv")) {
    SCOPED_TRACE(name_of_case);
    const ArimaFit fit =
        fit_arima(g["y"], static_cast<std::size_t>(g["m"][0]), order_of(g["order"]));
    EXPECT_NEAR(fit.sigma2 / g["sigma2"][0], 1, 0.15);
    const SeriesForecast f = forecast_arima(g["y"], fit, 0, 24);
    for (std::size_t u = 0; u < 24; ++u) {
      EXPECT_NEAR(f.mean[u], g["mean"][u], 0.75 * g["sd"][u]) << u;
    }
  }
}

TEST(Arima, RecoversASimulatedProcess) {
  const unsigned seed = 99;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  std::normal_distribution<double> normal;
  std::vector<double> y;
  double before = 0, shock = 0;
  for (int t = 0; t < 3000; ++t) {
    const double e = normal(random);
    before = 0.7 * before + e + 0.4 * shock;
    shock = e;
    y.push_back(10 + before);
  }
  const ArimaFit fit = fit_arima(y, 1, {1, 0, 1, 0, 0, 0, true});
  EXPECT_NEAR(fit.ar[0], 0.7, 0.05);
  EXPECT_NEAR(fit.ma[0], 0.4, 0.05);
  EXPECT_NEAR(fit.constant, 10, 0.3);
  EXPECT_NEAR(fit.sigma2, 1, 0.08);
  const ArimaFit chosen = select_arima(y, 1);
  EXPECT_EQ(chosen.order.d, 0);
  EXPECT_LE(chosen.aicc, fit.aicc + 1e-6);
}

TEST(Arima, PartialAutocorrelationsGiveStationaryPolynomials) {
  const double partial[] = {0.5, -0.3};
  const auto phi = detail::coefficients(partial, 2);
  EXPECT_DOUBLE_EQ(phi[0], 0.5 - (-0.3) * 0.5);
  EXPECT_DOUBLE_EQ(phi[1], -0.3);
  // (1 - 0.5 B)(1 - 0.2 B^4) = 1 - 0.5 B - 0.2 B^4 + 0.1 B^5
  std::vector<double> product = {7, 7, 7, 7, 7, 7, 7};  // of another order
  detail::multiply_seasonal({0.5}, 1, {0.2}, 1, 4, product);
  EXPECT_EQ(product, (std::vector<double>{0.5, 0, 0, 0.2, -0.1}));
}

TEST(Arima, LagsOfAShortSeasonThatMeetCountOnce) {
  std::vector<double> w;
  for (int t = 0; t < 40; ++t) w.push_back(std::sin(t) + 0.1 * t);
  for (const ArimaOrder& order : {ArimaOrder{4, 0, 1, 1, 0, 1, false},
                                  ArimaOrder{1, 0, 4, 1, 0, 1, false},
                                  {2, 0, 2, 1, 0, 1, true}}) {
    detail::ArimaProblem problem(w, order, 4);
    const detail::Point point = {0.5, -0.3, 0.2, 0.4, -0.2, 0.3, 0.1};
    for (std::size_t lane = 0; lane < lane_count; ++lane) problem.set(lane, point);
    problem.run();
    const auto ar = problem.ar_polynomial(point), ma = problem.ma_polynomial(point);
    std::vector<double> errors;
    for (std::size_t t = 0; t < w.size(); ++t) {
      double e = w[t] - problem.constant(point);
      for (std::size_t i = 0; i < std::min(ar.size(), t); ++i) {
        e -= ar[i] * (w[t - 1 - i] - problem.constant(point));
      }
      for (std::size_t i = 0; i < std::min(ma.size(), t); ++i) e -= ma[i] * errors[t - 1 - i];
      errors.push_back(e);
      EXPECT_NEAR(problem.errors()[t * lane_count], e, 1e-12 * (1 + std::abs(e)))
          << name(order, 4) << " at " << t;
    }
  }
}

TEST(Arima, TheNameTellsTheOrder) {
  EXPECT_EQ(name({1, 1, 2, 0, 1, 1, false}, 12), "ARIMA(1,1,2)(0,1,1)[12]");
  EXPECT_EQ(name({1, 0, 0, 0, 0, 0, true}, 1), "ARIMA(1,0,0) with mean");
  EXPECT_EQ(name({0, 1, 0, 0, 0, 0, true}, 1), "ARIMA(0,1,0) with drift");
}

TEST(Arima, GapsAreFilledOnTheLineWithinTheSeason) {
  const double nan = core::missing_number;
  EXPECT_EQ(interpolate(std::vector<double>{1, nan, nan, 4}, 1), (std::vector<double>{1, 2, 3, 4}));
  std::vector<double> y;
  for (std::size_t t = 0; t < 40; ++t) y.push_back(t % 4 == 0 ? 10.0 : 2.0);
  y[12] = nan;
  EXPECT_NEAR(interpolate(y, 4)[12], 10, 0.5);
}

TEST(Arima, OrdersOutOfRangeAreErrors) {
  const std::vector<double> y(50, 1);
  EXPECT_THROW(fit_arima(y, 1, {6, 0, 0, 0, 0, 0, false}), Error);
  EXPECT_THROW(fit_arima(y, 12, {5, 0, 2, 1, 0, 0, false}), Error);
  EXPECT_THROW(fit_arima(std::vector<double>(12, 1), 12, {0, 1, 1, 0, 1, 1, false}), Error);
}

}  // namespace
}  // namespace salesplan::forecast
