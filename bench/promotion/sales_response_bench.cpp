// How long does the mixed model of sales on price and display take against the size of the panel?
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include "salesplan/promotion/sales_response.hpp"

namespace {

/// Stores × 60 weeks: own level, price and display coefficients.
void mixed_model(benchmark::State& state) {
  const auto stores = static_cast<std::int32_t>(state.range(0));
  std::mt19937_64 random(1);
  std::normal_distribution<double> normal;
  std::vector<std::int32_t> unit, period;
  std::vector<double> volume, price, display;
  for (std::int32_t u = 0; u < stores; ++u) {
    const double level = 10 + normal(random);
    const double elasticity = -2 + 0.8 * normal(random);
    const double lift = 1 + 0.5 * normal(random);
    for (std::int32_t t = 0; t < 60; ++t) {
      const double log_price = 0.2 * normal(random);
      unit.push_back(u);
      period.push_back(t);
      price.push_back(std::exp(log_price));
      display.push_back(random() % 4 == 0 ? 1 : 0);
      volume.push_back(
          std::exp(level + elasticity * log_price + lift * display.back() + 0.25 * normal(random)));
    }
  }
  for (auto _ : state) {
    benchmark::DoNotOptimize(salesplan::promotion::fit_sales_response(
        {unit, period, volume, price, {{"display", display, 0}}}));
  }
  state.counters["rows"] = static_cast<double>(volume.size());
}
BENCHMARK(mixed_model)->Arg(88)->Arg(1000)->Arg(10000)->Unit(benchmark::kMillisecond);

}  // namespace
