// How long does it take to meet three two-way margins of a table with zeros, and with bounds?
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstddef>
#include <vector>

#include "../splitmix64.hpp"
#include "salesplan/allocation/margins.hpp"

namespace {

/// 200 × 200 × 12 cells, 30 % structural zeros, margins of a second table with the same zeros, to
/// 1e-9. With bounds: 20 % of the cells within ±50 % of the second table, 2 % locked to it.
void three_margins(benchmark::State& state) {
  constexpr std::size_t a = 200, b = 200, c = 12;
  salesplan::bench::SplitMix64 random(11);
  std::vector<double> basis(a * b * c), ab(a * b), ac(a * c), bc(b * c);
  std::vector<double> lower(basis.size(), NAN), upper(basis.size(), NAN);
  for (std::size_t k = 0; k < basis.size(); ++k) {
    if (random.uniform() < 0.3) continue;
    basis[k] = std::exp(random.normal());
    const double hidden = std::exp(random.normal());
    ab[k / c] += hidden;
    ac[k / (b * c) * c + k % c] += hidden;
    bc[k % (b * c)] += hidden;
    const double kind = random.uniform();
    if (kind < 0.22) {
      lower[k] = kind < 0.02 ? hidden : 0.5 * hidden;
      upper[k] = kind < 0.02 ? hidden : 1.5 * hidden;
    }
  }
  const std::vector<salesplan::allocation::Margin> margins{
      {"ab", {0, 1}, ab}, {"ac", {0, 2}, ac}, {"bc", {1, 2}, bc}};
  salesplan::allocation::MarginProblem problem{{a, b, c}, basis, margins, {}, {}, {}};
  if (state.range(0) != 0) {
    problem.lower = lower;
    problem.upper = upper;
  }
  salesplan::allocation::MarginFit fit;
  for (auto _ : state) fit = salesplan::allocation::fit_margins(problem);
  state.counters["passes"] = fit.passes;
}
BENCHMARK(three_margins)->ArgName("bounded")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

}  // namespace
