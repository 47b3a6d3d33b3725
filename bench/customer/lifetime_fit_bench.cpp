// How long does it take to fit a lifetime model to n customers, and to forecast each of them?
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "../../tests/customer/shared_data.hpp"
#include "salesplan/customer/histories.hpp"
#include "salesplan/customer/lifetime_fit.hpp"
#include "salesplan/customer/lifetime_forecast.hpp"
#include "salesplan/customer/spend.hpp"
#include "salesplan/numeric/random.hpp"

namespace {

using salesplan::customer::Lifetime;

/// Customers of BG/NBD at CDNOW's parameters, on days, 27 to 39 weeks old; time in weeks.
struct Customers {
  std::vector<double> x, t_x, T, mean_spend;
  salesplan::customer::Histories histories() const { return {x, t_x, T}; }
};

Customers draw(std::size_t n) {
  Customers out;
  for (std::size_t i = 0; i < n; ++i) {
    salesplan::numeric::Random random(1, i);
    const double age = 190 + static_cast<double>(random.below(84));
    const double rate = random.gamma(0.2426) / 4.4136 / 7;
    const double leaves = random.beta(0.7929, 2.4259);
    double x = 0, last = 0;
    for (double t = random.exponential() / rate; t <= age; t += random.exponential() / rate) {
      const double day = std::ceil(t);
      if (day > last && day <= age) {
        last = day;
        x += 1;
      }
      if (random.uniform() < leaves) break;
    }
    out.x.push_back(x);
    out.t_x.push_back(last / 7);
    out.T.push_back(age / 7);
    const double spend =
        x > 0 ? random.gamma(6.25 * x) / (6.25 * x) * 6.25 * 15.44 / random.gamma(3.74) : 0;
    out.mean_spend.push_back(std::round(100 * spend) / 100);
  }
  return out;
}

void fit(benchmark::State& state, Lifetime kind) {
  const Customers customers = draw(static_cast<std::size_t>(state.range(0)));
  salesplan::customer::LifetimeFit found;
  for (auto _ : state) found = fit_lifetime(kind, customers.histories());
  state.counters["customers"] = static_cast<double>(state.range(0));
  state.counters["distinct"] = static_cast<double>(found.distinct);
  state.counters["iterations"] = found.iterations;
}
BENCHMARK_CAPTURE(fit, bg_nbd, Lifetime::bg_nbd)
    ->RangeMultiplier(10)
    ->Range(1000, 1000000)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(fit, mbg_nbd, Lifetime::mbg_nbd)
    ->RangeMultiplier(10)
    ->Range(1000, 1000000)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(fit, pareto_nbd, Lifetime::pareto_nbd)
    ->RangeMultiplier(10)
    ->Range(1000, 1000000)
    ->Unit(benchmark::kMillisecond);

/// The part of a fit that brings customers to their distinct histories.
void compress(benchmark::State& state) {
  const Customers customers = draw(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        salesplan::customer::detail::distinct_histories(customers.histories()));
  }
  state.counters["customers"] = static_cast<double>(state.range(0));
}
BENCHMARK(compress)->Arg(1000000)->Unit(benchmark::kMillisecond);

/// CDNOW's sample of 2,357 customers, from ../shared/data/customer.
void cdnow(benchmark::State& state, Lifetime kind) {
  const salesplan::customer::Portfolio customers = salesplan::customer::read_portfolio("cdnow");
  if (customers.empty()) {
    state.SkipWithError("../shared/data/customer/cdnow_sample_cbs_exact.csv is not there");
    return;
  }
  for (auto _ : state) benchmark::DoNotOptimize(fit_lifetime(kind, customers.histories()));
}
BENCHMARK_CAPTURE(cdnow, bg_nbd, Lifetime::bg_nbd)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(cdnow, mbg_nbd, Lifetime::mbg_nbd)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(cdnow, pareto_nbd, Lifetime::pareto_nbd)->Unit(benchmark::kMillisecond);

void spend(benchmark::State& state) {
  const Customers customers = draw(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    benchmark::DoNotOptimize(salesplan::customer::fit_spend(customers.x, customers.mean_spend));
  }
  state.counters["customers"] = static_cast<double>(state.range(0));
}
BENCHMARK(spend)->RangeMultiplier(10)->Range(1000, 1000000)->Unit(benchmark::kMillisecond);

/// Purchases expected of each customer within a year.
void expect(benchmark::State& state, Lifetime kind) {
  const Customers customers = draw(static_cast<std::size_t>(state.range(0)));
  const auto model = fit_lifetime(kind, customers.histories()).model;
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        salesplan::customer::expected_purchases(model, customers.histories(), 52));
  }
  state.counters["customers"] = static_cast<double>(state.range(0));
}
BENCHMARK_CAPTURE(expect, bg_nbd, Lifetime::bg_nbd)->Arg(100000)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(expect, pareto_nbd, Lifetime::pareto_nbd)
    ->Arg(100000)
    ->Unit(benchmark::kMillisecond);

}  // namespace
