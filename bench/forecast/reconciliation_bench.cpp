// How long does it take to reconcile a panel, and in how much memory?
#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "../splitmix64.hpp"
#include "salesplan/forecast/reconciliation.hpp"
#include "salesplan/forecast/summing_structure.hpp"

namespace {

using namespace salesplan::forecast;

/// Appends a grouping of m bottom series by `key`.
template <class Key>
void add_grouping(std::vector<std::int32_t>& group, std::int32_t m, Key&& key) {
  for (std::int32_t j = 0; j < m; ++j) group.push_back(key(j));
}

struct Panel {
  std::vector<double> base, residuals;
};

/// Bottom series exp(2·n) each step; every base forecast off by √(its bottom series)·n, and so its
/// residuals. Seed 1.
Panel make_panel(const SummingStructure& structure, std::size_t columns, std::size_t periods) {
  salesplan::bench::SplitMix64 random(1);
  std::vector<double> bottom(structure.bottoms() * columns);
  for (double& value : bottom) value = std::exp(2 * random.normal());
  Panel panel{sum_up(structure, bottom, columns), {}};
  panel.residuals.resize(structure.series() * periods);
  for (std::size_t i = 0; i < structure.series(); ++i) {
    const double scale = std::sqrt(static_cast<double>(structure.members(i).size()));
    for (std::size_t t = 0; t < periods; ++t) {
      panel.residuals[i * periods + t] = scale * random.normal();
    }
    for (std::size_t c = 0; c < columns; ++c) {
      panel.base[i * columns + c] += scale * random.normal();
    }
  }
  return panel;
}

/// MinT with shrinkage on the shape of the Australian tourism set: 7 states, 27 zones, 76 regions,
/// 4 purposes, states and zones by purpose, 304 bottom series: 555. 228 residuals, 12 steps.
void mint_shrink_555(benchmark::State& state) {
  const auto region = [](std::int32_t j) { return j / 4; };
  const auto purpose = [](std::int32_t j) { return j % 4; };
  const auto zone = [&](std::int32_t j) { return region(j) * 27 / 76; };
  const auto district = [&](std::int32_t j) { return zone(j) * 7 / 27; };
  std::vector<std::int32_t> group;
  add_grouping(group, 304, district);
  add_grouping(group, 304, zone);
  add_grouping(group, 304, region);
  add_grouping(group, 304, purpose);
  add_grouping(group, 304, [&](std::int32_t j) { return district(j) * 4 + purpose(j); });
  add_grouping(group, 304, [&](std::int32_t j) { return zone(j) * 4 + purpose(j); });
  const SummingStructure structure = grouped_structure(304, group);
  const Panel panel = make_panel(structure, 12, 228);
  ReconcileOptions options;
  options.non_negative = state.range(0) != 0;
  std::vector<double> reconciled;
  for (auto _ : state) {
    reconciled = reconcile(structure, panel.base, 12, panel.residuals, 228, options);
  }
  state.counters["series"] = static_cast<double>(structure.series());
  state.counters["total"] = reconciled[0];
}
BENCHMARK(mint_shrink_555)->ArgName("non_negative")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

/// 100,000 bottom series by 2,000 areas × 50 products in 100 regions, WLS by structure and MinT
/// over 24 residuals, 1 step. peak_mb is the most memory of the process, the panel itself included.
void matrix_free_100000(benchmark::State& state) {
  constexpr std::int32_t m = 100000;
  std::vector<std::int32_t> group;
  add_grouping(group, m, [](std::int32_t j) { return j / 1000; });
  add_grouping(group, m, [](std::int32_t j) { return j / 50; });
  add_grouping(group, m, [](std::int32_t j) { return j % 50; });
  const SummingStructure structure = grouped_structure(m, group);
  const Panel panel = make_panel(structure, 1, 24);
  ReconcileOptions options;
  options.weighting = state.range(0) != 0 ? Weighting::mint_shrink : Weighting::wls_structural;
  for (auto _ : state) {
    benchmark::DoNotOptimize(reconcile(structure, panel.base, 1, panel.residuals, 24, options));
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  state.counters["series"] = static_cast<double>(structure.series());
  state.counters["non_zeros"] = static_cast<double>(structure.member.size());
  state.counters["peak_mb"] = static_cast<double>(usage.ru_maxrss) / 1024;
}
BENCHMARK(matrix_free_100000)->ArgName("mint")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

}  // namespace
