// How long does it take to find and prove the best split of a budget, and the best calendar?
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <utility>
#include <vector>

#include "salesplan/numeric/spend_split.hpp"
#include "salesplan/promotion/calendar_mix.hpp"

namespace {

using salesplan::numeric::ResponseShape;
using salesplan::numeric::SpendChannel;

double uniform(std::mt19937_64& random, double low, double high) {
  return low + (high - low) * static_cast<double>(random() >> 11) * 0x1p-53;
}

/// Hill curves with scales in [0.2, 3], halves in [10, 150] and slopes in [low, high]; the tests
/// and bench/peers/promotion_slsqp.py draw the same.
std::vector<SpendChannel> draw(std::uint64_t seed, std::size_t channels, double low, double high) {
  std::mt19937_64 random(seed);
  std::vector<SpendChannel> drawn;
  for (std::size_t i = 0; i < channels; ++i) {
    const double scale = uniform(random, 0.2, 3), half = uniform(random, 10, 150);
    drawn.push_back({{{ResponseShape::hill, scale, half, uniform(random, low, high)}}});
  }
  return drawn;
}

/// The best response of any split in 200 equal steps of the budget, by dynamic programming.
double grid_optimum(double budget, const std::vector<SpendChannel>& channels) {
  constexpr std::size_t steps = 200;
  std::vector<double> best(steps + 1, 0.0);
  for (const SpendChannel& channel : channels) {
    std::vector<double> next(steps + 1, 0.0);
    for (std::size_t j = 0; j <= steps; ++j) {
      const double x = budget * static_cast<double>(j) / static_cast<double>(steps);
      const double gained = salesplan::numeric::response(channel.response.front(), x);
      for (std::size_t k = j; k <= steps; ++k) next[k] = std::max(next[k], best[k - j] + gained);
    }
    best = std::move(next);
  }
  return best[steps];
}

/// S-shaped responses, budget 10 a channel: one iteration solves and proves one of 60 instances.
/// least_share: of the grid's optimum, over all of them; above 1 where the grid is too coarse.
void s_shaped(benchmark::State& state) {
  const auto channels = static_cast<std::size_t>(state.range(0));
  std::vector<std::vector<SpendChannel>> instances;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) instances.push_back(draw(seed, channels, 1, 4));
  std::size_t next = 0;
  double nodes = 0, gap = 0;
  for (auto _ : state) {
    const auto split = salesplan::numeric::split_spend(10 * static_cast<double>(channels),
                                                       instances[next++ % instances.size()]);
    nodes += static_cast<double>(split.nodes);
    gap = std::max(gap, 1 - split.response / split.bound);
  }
  state.counters["channels"] = static_cast<double>(channels);
  state.counters["nodes"] = benchmark::Counter(nodes, benchmark::Counter::kAvgIterations);
  state.counters["largest_gap"] = gap;
  double least = std::numeric_limits<double>::infinity();
  for (const std::vector<SpendChannel>& instance : instances) {
    const double budget = 10 * static_cast<double>(channels);
    least = std::min(least, salesplan::numeric::split_spend(budget, instance).response /
                                grid_optimum(budget, instance));
  }
  state.counters["least_share"] = least;
}
BENCHMARK(s_shaped)->Arg(4)->Arg(10)->Arg(30)->Arg(100)->Unit(benchmark::kMillisecond);

/// Concave responses only.
void concave(benchmark::State& state) {
  const auto channels = static_cast<std::size_t>(state.range(0));
  const std::vector<SpendChannel> instance = draw(1, channels, 0.5, 1);
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        salesplan::numeric::split_spend(10 * static_cast<double>(channels), instance));
  }
  state.counters["channels"] = static_cast<double>(channels);
}
BENCHMARK(concave)->Arg(10)->Arg(500)->Arg(10000)->Unit(benchmark::kMillisecond);

/// A year of 52 weeks: promotions of six ways each, in sets of four that exclude each other with a
/// gap of two weeks, capacity for about two at once, budget for about half.
void calendar(benchmark::State& state) {
  const auto promotions = static_cast<std::size_t>(state.range(0));
  std::mt19937_64 random(1);
  std::vector<salesplan::promotion::MixChoice> choices;
  salesplan::promotion::MixLimits limits;
  for (std::size_t k = 0; k < promotions; ++k) {
    for (int way = 0; way < 6; ++way) {
      const double cost = uniform(random, 2000, 20000);
      const double value = cost * uniform(random, 0.2, 2);
      const auto start = static_cast<std::int32_t>(random() % 50);
      choices.push_back(
          {k, value, static_cast<std::int64_t>(cost), start, 2, uniform(random, 0.2, 0.6)});
    }
    if (k % 4 == 0) limits.exclusive.push_back({{}, 2});
    limits.exclusive.back().promotions.push_back(k);
  }
  limits.budget = static_cast<std::int64_t>(promotions) * 5000;
  limits.capacity.assign(52, 1.0);
  double nodes = 0, gap = 0;
  for (auto _ : state) {
    const auto plan = salesplan::promotion::best_mix(choices, limits, {1e-9, 2000000});
    nodes += static_cast<double>(plan.nodes);
    gap = 1 - plan.value / plan.bound;
  }
  state.counters["choices"] = static_cast<double>(choices.size());
  state.counters["nodes"] = benchmark::Counter(nodes, benchmark::Counter::kAvgIterations);
  state.counters["gap"] = gap;
}
BENCHMARK(calendar)->Arg(12)->Arg(24)->Arg(48)->Arg(96)->Unit(benchmark::kMillisecond);

}  // namespace
