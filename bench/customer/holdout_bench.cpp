// How well do purchases of the months to come get forecast, plain and corrected by the past?
// CDNOW's sample of 2,357 customers: 39 weeks seen, 39 weeks held out, from
// ../shared/data/customer. Counters: the mean error a customer (the best peer's is 0.7545) and the
// bias of the total.
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstddef>
#include <numeric>
#include <vector>

#include "../../tests/customer/shared_data.hpp"
#include "salesplan/customer/holdout_correction.hpp"

namespace {

using namespace salesplan;
using customer::Lifetime;

void cdnow(benchmark::State& state, Lifetime kind, bool corrected) {
  const customer::PurchaseLines lines = customer::read_cdnow_lines();
  if (lines.customer.empty()) {
    state.SkipWithError("../shared/data/customer/CDNOW_sample.txt is not there");
    return;
  }
  const customer::SummaryOptions split{calendar::make_date(1997, 9, 30),
                                       calendar::make_date(1998, 6, 30), 7};
  const customer::Summaries seen = customer::summarize(lines.view(), split);
  std::vector<double> forecast;
  for (auto _ : state) {
    const customer::LifetimeModel model = fit_lifetime(kind, seen.histories()).model;
    forecast = customer::expected_purchases(model, seen.histories(), 39);
    if (!corrected) continue;
    const double factor = customer::learn_correction(kind, lines.view(), split).factor;
    forecast = customer::likeliest_purchases(
        model, seen.histories(), 39,
        factor * std::accumulate(forecast.begin(), forecast.end(), 0.0));
  }
  double error = 0, expected = 0, came = 0;
  for (std::size_t i = 0; i < forecast.size(); ++i) {
    error += std::abs(forecast[i] - seen.holdout_purchases[i]);
    expected += forecast[i];
    came += seen.holdout_purchases[i];
  }
  state.counters["mean_error"] = error / static_cast<double>(forecast.size());
  state.counters["bias"] = expected / came - 1;
}
BENCHMARK_CAPTURE(cdnow, bg_nbd, Lifetime::bg_nbd, false)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(cdnow, pareto_nbd, Lifetime::pareto_nbd, false)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(cdnow, mbg_nbd, Lifetime::mbg_nbd, false)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(cdnow, bg_nbd_corrected, Lifetime::bg_nbd, true)->Unit(benchmark::kMillisecond);

}  // namespace
