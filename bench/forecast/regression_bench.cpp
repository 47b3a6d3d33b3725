// What do calendar effects, several seasons and a diagnosis cost, by length?
#include <benchmark/benchmark.h>

#include <cmath>
#include <random>
#include <vector>

#include "salesplan/calendar/china.hpp"
#include "salesplan/forecast/calendar_regressors.hpp"
#include "salesplan/forecast/diagnosis.hpp"
#include "salesplan/forecast/regression.hpp"
#include "salesplan/forecast/stl.hpp"

namespace {

using namespace salesplan;

std::vector<double> sales(std::size_t n, std::size_t m) {
  std::mt19937 random(1);
  std::normal_distribution<double> normal(0, 0.05);
  std::vector<double> y;
  for (std::size_t t = 0; t < n; ++t) {
    const double turn = 6.283185307179586 * static_cast<double>(t % m) / static_cast<double>(m);
    y.push_back(1000 * std::exp(0.2 * std::sin(turn) + normal(random)));
  }
  return y;
}

forecast::Regressors months(std::size_t n) {
  forecast::CalendarEffects effects;
  effects.holidays = forecast::lunar_new_year_effects();
  return forecast::calendar_regressors(calendar::china_calendar(),
                                       calendar::make_period(calendar::Grain::month, 2004, 1), n,
                                       effects);
}

void calendar_columns(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(months(static_cast<std::size_t>(state.range(0))));
}
BENCHMARK(calendar_columns)->ArgName("months")->Arg(72)->Arg(252)->Unit(benchmark::kMicrosecond);

void effects_and_snaive(benchmark::State& state) {  // the cost of the effects themselves
  const auto n = static_cast<std::size_t>(state.range(0));
  const std::vector<double> y = sales(n, 12);
  const forecast::Regressors x = months(n + 12);
  forecast::Options options;
  options.model = "snaive";
  options.horizon = 12;
  options.season_length = 12;
  for (auto _ : state) benchmark::DoNotOptimize(forecast::forecast_with(y, x, options));
}
BENCHMARK(effects_and_snaive)
    ->ArgName("n")
    ->Arg(60)
    ->Arg(120)
    ->Arg(240)
    ->Unit(benchmark::kMicrosecond);

void mstl(benchmark::State& state) {
  const std::vector<double> y = sales(static_cast<std::size_t>(state.range(0)), 7);
  const std::vector<std::size_t> seasons = {7, 365};
  for (auto _ : state) benchmark::DoNotOptimize(forecast::mstl(y, seasons));
}
BENCHMARK(mstl)->ArgName("days")->Arg(1095)->Arg(2190)->Unit(benchmark::kMillisecond);

void diagnosis(benchmark::State& state) {
  const std::vector<double> y = sales(static_cast<std::size_t>(state.range(0)), 12);
  for (auto _ : state) benchmark::DoNotOptimize(forecast::diagnose(y, 12));
}
BENCHMARK(diagnosis)->ArgName("n")->Arg(60)->Arg(120)->Arg(240)->Unit(benchmark::kMillisecond);

}  // namespace
