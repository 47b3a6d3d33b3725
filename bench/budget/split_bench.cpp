// How long does a budget over many lines take: by a basis, by response curves, and its proposals?
#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include "salesplan/budget/adjustment.hpp"
#include "salesplan/budget/split.hpp"

namespace {

using namespace salesplan;

double uniform(std::mt19937_64& random, double low, double high) {
  return low + (high - low) * static_cast<double>(random() >> 11) * 0x1p-53;
}

/// Hill curves of slope 1 with scales in [2e4, 3e5] and halves in [1e4, 1.5e5]: concave.
/// bench/peers/budget_numpy.py draws the same.
std::vector<numeric::ResponseCurve> draw(std::size_t lines) {
  std::mt19937_64 random(1);
  std::vector<numeric::ResponseCurve> curves;
  for (std::size_t i = 0; i < lines; ++i) {
    const double scale = uniform(random, 2e4, 3e5);
    curves.push_back({numeric::ResponseShape::hill, scale, uniform(random, 1e4, 1.5e5), 1});
  }
  return curves;
}

void best_split(benchmark::State& state) {  // 10,000 a line
  const auto lines = static_cast<std::size_t>(state.range(0));
  const std::vector<numeric::ResponseCurve> curves = draw(lines);
  const core::Minor total = 10000 * state.range(0);
  double response = 0, gap = 0;
  for (auto _ : state) {
    const budget::BestSplit best = budget::best_split(total, curves);
    response = best.response;
    gap = 1 - best.response / best.bound;
  }
  state.counters["response"] = response;
  state.counters["gap"] = gap;
}
BENCHMARK(best_split)->Arg(10)->Arg(500)->Arg(10000)->Unit(benchmark::kMicrosecond);

void by_basis(benchmark::State& state) {
  const auto lines = static_cast<std::size_t>(state.range(0));
  std::mt19937_64 random(1);
  std::vector<double> history(lines), target(lines);
  for (double& h : history) h = uniform(random, 0, 100);
  for (double& t : target) t = uniform(random, 0, 100);
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        budget::split(10000 * state.range(0), lines, {0.6, 0.3, 0.1}, history, target));
  }
}
BENCHMARK(by_basis)->Arg(500)->Arg(10000)->Unit(benchmark::kMicrosecond);

void proposals(benchmark::State& state) {
  std::mt19937_64 random(1);
  std::vector<budget::Progress> lines(static_cast<std::size_t>(state.range(0)));
  for (budget::Progress& p : lines) {
    p.budget = 100000, p.planned = 50000;
    p.spent = p.committed = static_cast<core::Minor>(uniform(random, 45000, 55000));
    p.target = 1e6, p.landing = uniform(random, 0.7e6, 1.3e6), p.landing_sd = 5e4;
    p.marginal = uniform(random, 0, 4), p.marginal_sd = 0.3, p.elasticity = 0.3;
  }
  std::size_t made = 0;
  for (auto _ : state) made = budget::propose(lines, 1000000).proposals.size();
  state.counters["proposals"] = static_cast<double>(made);
}
BENCHMARK(proposals)->Arg(500)->Arg(10000)->Unit(benchmark::kMicrosecond);

}  // namespace
