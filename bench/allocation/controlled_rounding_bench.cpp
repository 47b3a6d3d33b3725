// How long does it take to round a table with all its rows, columns and the total?
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "../splitmix64.hpp"
#include "salesplan/allocation/controlled_rounding.hpp"

namespace {

/// n × n cells round(100·exp(3 + n))/100, seed 7. The counter is the change of the squared error in
/// hundredths against rounding everything down: peers must come to the same.
void controlled_rounding(benchmark::State& state) {
  const auto n = static_cast<std::size_t>(state.range(0));
  salesplan::bench::SplitMix64 random(7);
  std::vector<double> values(n * n);
  for (double& value : values) value = std::round(100 * std::exp(3 + random.normal())) / 100;
  std::vector<std::int32_t> parent(n + 1, 0);
  parent[0] = -1;
  const salesplan::allocation::Tree table{parent};
  std::vector<salesplan::core::Minor> cells;
  for (auto _ : state) {
    cells = salesplan::allocation::controlled_rounding(values, table, table);
  }
  std::int64_t objective = 0;
  for (std::size_t k = 0; k < values.size(); ++k) {
    const auto hundredths = static_cast<std::int64_t>(std::llround(100 * values[k]));
    if (cells[k] * 100 > hundredths) objective += 100 - 2 * (hundredths % 100);
  }
  state.counters["objective"] = static_cast<double>(objective);
}
BENCHMARK(controlled_rounding)->Arg(100)->Arg(300)->Arg(1000)->Unit(benchmark::kMillisecond);

}  // namespace
