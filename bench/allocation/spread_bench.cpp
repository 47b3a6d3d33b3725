// How long does a bounded proportional spread take, cents included?
#include <benchmark/benchmark.h>

#include <cmath>
#include <vector>

#include "../splitmix64.hpp"
#include "salesplan/allocation/spread.hpp"

namespace {

using salesplan::core::Minor;

/// History a, weights a·exp(0.3·n), 5 % of the leaves locked at a, the others within ±50 % of a,
/// the total 1.12·Σa; amounts in cents.
void bounded_split(benchmark::State& state) {
  const auto n = static_cast<std::size_t>(state.range(0));
  salesplan::bench::SplitMix64 random(42);
  std::vector<double> weights(n);
  std::vector<Minor> lower(n), upper(n), locked(n);
  double sum = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double a = std::exp(6 + random.normal());
    sum += a;
    weights[i] = a * std::exp(0.3 * random.normal());
    lower[i] = std::llround(50 * a);
    upper[i] = std::llround(150 * a);
    locked[i] = random.uniform() < 0.05 ? std::llround(100 * a) : salesplan::core::missing_integer;
  }
  const Minor total = std::llround(112 * sum);
  for (auto _ : state) {
    benchmark::DoNotOptimize(salesplan::allocation::spread(total, weights, {lower, upper, locked}));
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(bounded_split)->Arg(1000)->Arg(1000000)->Unit(benchmark::kMillisecond);

}  // namespace
