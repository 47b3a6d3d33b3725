// How many facts a second does a live cube take on one core, and what do distinct customers add?
#include <benchmark/benchmark.h>

#include <random>
#include <string>
#include <vector>

#include "salesplan/monitor/live_cube.hpp"

namespace {

using namespace salesplan;

/// `groups` members with `each` leaves below.
table::Dimension two_levels(const std::string& name, int groups, int each) {
  std::vector<table::MemberRow> rows;
  for (int g = 0; g < groups; ++g) {
    const std::string group = name + std::to_string(g);
    rows.push_back({group, "", ""});
    for (int i = 0; i < each; ++i) rows.push_back({group + "." + std::to_string(i), group, ""});
  }
  return {name, rows};
}

/// Facts of 200 reps in 10 regions, 100 products in 10 lines and 24 months in 2 years: 27 cells
/// each. Customers: 0 none, 1 of any rep and product, which makes most cells new to them, 2 of one
/// rep each and a line of products, 3 like 1 with 500 facts each in place of 50.
void facts(benchmark::State& state) {
  const std::int64_t customers = state.range(0);
  const std::vector<table::Dimension> dimensions{
      two_levels("org", 10, 20), two_levels("product", 10, 10), two_levels("month", 2, 12)};
  constexpr std::size_t n = 1000000;
  std::mt19937_64 random(1);
  std::vector<std::int32_t> leaves, who;
  std::vector<std::int64_t> values;
  for (std::size_t i = 0; i < n; ++i) {
    for (const table::Dimension& dimension : dimensions) {
      leaves.push_back(static_cast<std::int32_t>(random() % dimension.leaf_count()));
    }
    values.push_back(static_cast<std::int64_t>(random() % 100000) - 5000);
    const auto any = static_cast<std::int32_t>(random() % 100);
    who.push_back(customers == 2
                      ? leaves[3 * i] * 100 + leaves[3 * i + 1] / 10 * 10 + any / 10
                      : static_cast<std::int32_t>(random() % (customers == 3 ? 2000 : 20000)));
  }
  for (auto _ : state) {
    state.PauseTiming();
    monitor::LiveCube cube(dimensions, 1);
    state.ResumeTiming();
    cube.add(
        leaves, values,
        customers > 0 ? core::View<const std::int32_t>(who) : core::View<const std::int32_t>());
    benchmark::DoNotOptimize(cube.value(0, 0));
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(n) * state.iterations());
}
BENCHMARK(facts)->ArgName("customers")->DenseRange(0, 3)->Unit(benchmark::kMillisecond);

}  // namespace
