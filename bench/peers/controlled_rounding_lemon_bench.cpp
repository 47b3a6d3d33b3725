// The same tables as allocation/controlled_rounding_bench.cpp, by LEMON's network simplex.
#include <benchmark/benchmark.h>
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include "../splitmix64.hpp"

namespace {

void controlled_rounding_lemon(benchmark::State& state) {
  const auto n = static_cast<int>(state.range(0));
  salesplan::bench::SplitMix64 random(7);
  std::vector<int> fraction(static_cast<std::size_t>(n) * static_cast<std::size_t>(n));
  for (int& f : fraction)
    f = static_cast<int>(std::llround(100 * std::exp(3 + random.normal())) % 100);
  std::int64_t objective = 0;
  for (auto _ : state) {
    lemon::SmartDigraph graph;
    graph.reserveNode(2 * n + 2);
    graph.reserveArc(n * n + 2 * n + 1);
    for (int v = 0; v < 2 * n + 2; ++v) graph.addNode();
    lemon::SmartDigraph::ArcMap<std::int64_t> lower(graph), upper(graph), cost(graph);
    const auto add = [&](int from, int to, std::int64_t low, std::int64_t high, std::int64_t c) {
      const auto arc = graph.addArc(graph.nodeFromId(from), graph.nodeFromId(to));
      lower[arc] = low;
      upper[arc] = high;
      cost[arc] = c;
    };
    std::vector<int> row(static_cast<std::size_t>(n)), column(static_cast<std::size_t>(n));
    int total = 0;
    for (int i = 0; i < n; ++i) {
      for (int j = 0; j < n; ++j) {
        const int f = fraction[static_cast<std::size_t>(i * n + j)];
        add(i, n + j, 0, f > 0 ? 1 : 0, 100 - 2 * f);
        row[static_cast<std::size_t>(i)] += f;
        column[static_cast<std::size_t>(j)] += f;
        total += f;
      }
    }
    for (int i = 0; i < n; ++i) {
      const int r = row[static_cast<std::size_t>(i)];
      const int c = column[static_cast<std::size_t>(i)];
      add(2 * n, i, r / 100, (r + 99) / 100, 0);
      add(n + i, 2 * n + 1, c / 100, (c + 99) / 100, 0);
    }
    add(2 * n + 1, 2 * n, total / 100, (total + 99) / 100, 0);
    lemon::NetworkSimplex<lemon::SmartDigraph, std::int64_t, std::int64_t> simplex(graph);
    simplex.lowerMap(lower).upperMap(upper).costMap(cost).run();
    objective = simplex.totalCost<std::int64_t>();
  }
  state.counters["objective"] = static_cast<double>(objective);
}
BENCHMARK(controlled_rounding_lemon)->Arg(100)->Arg(300)->Arg(1000)->Unit(benchmark::kMillisecond);

}  // namespace
