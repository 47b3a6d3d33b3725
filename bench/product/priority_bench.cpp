// How long does it take to rank product lines, and to try the ranking under a thousand weightings?
#include <benchmark/benchmark.h>

#include <random>
#include <vector>

#include "salesplan/product/rank_stability.hpp"

namespace {

using salesplan::product::Criteria;

/// Lines by four criteria.
Criteria draw(std::size_t lines) {
  std::mt19937_64 random(1);
  Criteria criteria{{"a", "b", "c", "d"}, std::vector<bool>(4, true), {}};
  for (std::size_t i = 0; i < 4 * lines; ++i) {
    criteria.value.push_back(static_cast<double>(random() >> 11) * 0x1p-53);
  }
  return criteria;
}

void priority(benchmark::State& state) {
  const Criteria criteria = draw(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(salesplan::product::priority(criteria));
}
BENCHMARK(priority)->Arg(100)->Arg(10000)->Arg(1000000)->Unit(benchmark::kMillisecond);

void stability(benchmark::State& state) {
  const Criteria criteria = draw(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(salesplan::product::rank_stability(criteria, {}));
  state.counters["weightings"] = 1000;
}
BENCHMARK(stability)->Arg(10)->Arg(100)->Arg(1000)->Unit(benchmark::kMillisecond);

}  // namespace
