// How long does it take to judge all past promotions against the number of products?
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include "salesplan/promotion/evaluation.hpp"

namespace {

/// Products × 36 months, each with two promotions of a month; twelve promotions in all.
void evaluate(benchmark::State& state) {
  const auto products = static_cast<std::int32_t>(state.range(0));
  std::mt19937_64 random(1);
  std::normal_distribution<double> normal;
  std::vector<std::int32_t> period, product, promotion;
  std::vector<double> units, revenue, discount, cost;
  for (std::int32_t i = 0; i < products; ++i) {
    const double level = 5 + normal(random), elasticity = -2 + 0.5 * normal(random);
    for (std::int32_t t = 0; t < 36; ++t) {
      const bool on = (t + i) % 18 == 5;
      const double depth = on ? 0.1 + 0.05 * static_cast<double>(i % 6) : 0;
      const double sold = std::exp(level + elasticity * std::log1p(-depth) + 0.2 * normal(random));
      period.push_back(t);
      product.push_back(i);
      promotion.push_back(on ? i % 6 + (t < 18 ? 0 : 6) : -1);
      units.push_back(sold);
      revenue.push_back(10 * sold * (1 - depth));
      discount.push_back(10 * sold * depth);
      cost.push_back(6 * sold);
    }
  }
  const std::vector<double> fixed_cost(12, 0.0);
  for (auto _ : state) {
    benchmark::DoNotOptimize(salesplan::promotion::evaluate(
        {period, product, promotion, units, revenue, discount, cost}, fixed_cost));
  }
  state.counters["rows"] = static_cast<double>(units.size());
}
BENCHMARK(evaluate)->Arg(100)->Arg(1000)->Arg(10000)->Unit(benchmark::kMillisecond);

}  // namespace
