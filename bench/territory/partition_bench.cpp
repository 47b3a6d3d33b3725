// How near to the best does a partition come, and how soon?
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstddef>
#include <vector>

#include "../splitmix64.hpp"
#include "salesplan/territory/balance.hpp"
#include "salesplan/territory/distance.hpp"
#include "salesplan/territory/partition.hpp"

namespace {

/// n accounts to k fixed centres in a square of 100, workload exp(0.5·n) within ±5 % of its mean,
/// squared distances weighed by workload, seed 11. The counter gap is against the proven bound.
void partition(benchmark::State& state) {
  const auto n = static_cast<std::size_t>(state.range(0));
  const auto k = static_cast<std::size_t>(state.range(1));
  salesplan::bench::SplitMix64 random(11);
  std::vector<double> x(n), y(n), size(n), center_x(k), center_y(k);
  for (std::size_t i = 0; i < n; ++i) {
    x[i] = 100 * random.uniform();
    y[i] = 100 * random.uniform();
    size[i] = std::exp(0.5 * random.normal());
  }
  for (std::size_t t = 0; t < k; ++t) {
    center_x[t] = 100 * random.uniform();
    center_y[t] = 100 * random.uniform();
  }
  using namespace salesplan::territory;
  const std::vector<double> cost = distance_cost(x, y, center_x, center_y, size);
  PartitionProblem problem;
  problem.accounts = n;
  problem.territories = k;
  problem.cost = cost;
  problem.measures = {balanced("workload", size, std::vector<double>(k, 1.0), 0.05)};
  Partition found;
  for (auto _ : state) found = salesplan::territory::partition(problem);
  state.counters["cost"] = found.cost;
  state.counters["bound"] = found.bound;
  state.counters["gap_percent"] = 100 * found.gap;
}
BENCHMARK(partition)
    ->Args({200, 10})
    ->Args({635, 17})
    ->Args({2000, 40})
    ->Unit(benchmark::kMillisecond);

}  // namespace
