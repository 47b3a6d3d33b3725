// How long does automatic exponential smoothing take, by length, by season and by number of series?
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include "salesplan/forecast/ets.hpp"
#include "salesplan/forecast/forecast.hpp"

namespace {

using namespace salesplan;

std::vector<double> sales(std::size_t n, std::size_t m, unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<double> normal(0, 0.05);
  std::vector<double> y;
  double level = 100;
  for (std::size_t t = 0; t < n; ++t) {
    level *= 1 + 0.3 * normal(random);
    const double turn = 6.283185307179586 * static_cast<double>(t % m) / static_cast<double>(m);
    y.push_back(level * (1 + 0.2 * std::sin(turn)) * (1 + normal(random)));
  }
  return y;
}

void select(benchmark::State& state) {
  const auto n = static_cast<std::size_t>(state.range(0));
  const auto m = static_cast<std::size_t>(state.range(1));
  const std::vector<double> y = sales(n, m, 1);
  for (auto _ : state) benchmark::DoNotOptimize(forecast::select_ets(y, m));
  state.SetItemsProcessed(state.iterations());
  state.SetComplexityN(state.range(0));
}
BENCHMARK(select)->ArgNames({"n", "m"})->ArgsProduct({{60, 120, 240, 480}, {12}})->Complexity();
BENCHMARK(select)->ArgNames({"n", "m"})->ArgsProduct({{240}, {1, 4, 12, 52}});

void panel(benchmark::State& state) {
  std::vector<double> values;
  std::vector<std::int64_t> offsets = {0};
  for (unsigned i = 0; i < static_cast<unsigned>(state.range(0)); ++i) {
    const std::vector<double> y = sales(60, 12, i);
    values.insert(values.end(), y.begin(), y.end());
    offsets.push_back(static_cast<std::int64_t>(values.size()));
  }
  forecast::Options options;
  options.model = "ets";
  options.horizon = 12;
  options.season_length = 12;
  options.threads = static_cast<int>(state.range(1));
  for (auto _ : state) {
    benchmark::DoNotOptimize(forecast::forecast({values, offsets}, options));
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(panel)
    ->ArgNames({"series", "threads"})
    ->ArgsProduct({{100, 1000}, {1, 2}})
    ->MeasureProcessCPUTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
