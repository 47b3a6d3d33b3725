// What does a forecast cost: an observation in the filter, a fit by length and season, a panel by
// number of series and threads? Straight lines are expected in all of them.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>
#include <vector>

#include "sales.hpp"
#include "salesplan/forecast/ets.hpp"
#include "salesplan/forecast/forecast.hpp"
#include "salesplan/forecast/lane_choice.hpp"

namespace {

using namespace salesplan;

/// Eight parameter vectors over a series: the time printed is that of one observation and vector.
/// The argument counts the instruction sets that run here, the baseline first.
void filter(benchmark::State& state, forecast::EtsForm form) {
  const auto sets = forecast::detail::runnable_lane_kernels();
  const auto set = static_cast<std::size_t>(state.range(0));
  if (set >= sets.size()) return state.SkipWithError("not on this processor");
  state.SetLabel(sets[set]->instruction_set);
  constexpr std::size_t n = 120, lanes = forecast::lane_count;
  const std::size_t m = form.season == forecast::Season::none ? 0 : 12;
  const std::vector<double> y = bench::sales(n, 12, 1);
  const double neutral = form.season == forecast::Season::multiplicative ? 1 : 0;
  std::vector<double> ring(m * lanes), errors(n * lanes);
  for (auto _ : state) {
    std::fill(ring.begin(), ring.end(), neutral);
    forecast::detail::EtsLanes io;
    for (forecast::Lanes* p : {&io.alpha, &io.beta, &io.gamma}) forecast::broadcast(*p, 0.1);
    forecast::broadcast(io.phi, 0.95);
    forecast::broadcast(io.level, 100);
    forecast::broadcast(io.trend, 0);
    sets[set]->filter_ets(form, y.data(), n, m, ring.data(), errors.data(), io);
    benchmark::DoNotOptimize(io.sum_squares);
    benchmark::DoNotOptimize(errors.data());
  }
  state.counters["observation"] =
      benchmark::Counter(static_cast<double>(state.iterations()) * n * lanes,
                         benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}
using forecast::Season;
using forecast::Trend;
BENCHMARK_CAPTURE(filter, ANN, forecast::EtsForm{false, Trend::none, Season::none})
    ->DenseRange(0, 2);
BENCHMARK_CAPTURE(filter, AAA, forecast::EtsForm{false, Trend::additive, Season::additive})
    ->DenseRange(0, 2);
BENCHMARK_CAPTURE(filter, MNM, forecast::EtsForm{true, Trend::none, Season::multiplicative})
    ->DenseRange(0, 2);
BENCHMARK_CAPTURE(filter, MAdM, forecast::EtsForm{true, Trend::damped, Season::multiplicative})
    ->DenseRange(0, 2);

/// One series, whole call.
void series(benchmark::State& state, const std::string& model) {
  forecast::Options options;
  options.model = model;
  options.horizon = 12;
  options.season_length = static_cast<int>(state.range(1));
  const auto n = static_cast<std::size_t>(state.range(0));
  const std::vector<double> y = bench::sales(n, static_cast<std::size_t>(state.range(1)), 1);
  for (auto _ : state) benchmark::DoNotOptimize(forecast::forecast_series(y, options));
  state.SetComplexityN(state.range(0));
}
void lengths(benchmark::internal::Benchmark* b) {
  b->ArgNames({"n", "m"})->ArgsProduct({{60, 120, 240, 480}, {12}});
  b->Complexity(benchmark::oN)->Unit(benchmark::kMicrosecond);
}
void seasons(benchmark::internal::Benchmark* b) {
  b->ArgNames({"n", "m"})->ArgsProduct({{240}, {1, 4, 52}})->Unit(benchmark::kMicrosecond);
}
BENCHMARK_CAPTURE(series, ets, "ets")->Apply(lengths);
BENCHMARK_CAPTURE(series, dot, "dot")->Apply(lengths);
BENCHMARK_CAPTURE(series, ces, "ces")->Apply(lengths);
BENCHMARK_CAPTURE(series, arima, "arima")->Apply(lengths);
BENCHMARK_CAPTURE(series, auto, "auto") -> Apply(lengths);
BENCHMARK_CAPTURE(series, ets_by_season, "ets")->Apply(seasons);
BENCHMARK_CAPTURE(series, arima_by_season, "arima")->Apply(seasons);

/// Panels of 60 values.
void panel(benchmark::State& state) {
  std::vector<double> values;
  std::vector<std::int64_t> offsets = {0};
  for (std::uint64_t i = 0; i < static_cast<std::uint64_t>(state.range(0)); ++i) {
    const std::vector<double> y = bench::sales(60, 12, i);
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
    ->ArgsProduct({{100, 300, 1000, 3000}, {1, 2}})
    ->UseRealTime()
    ->MeasureProcessCPUTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
