// The made-up monthly sales that the forecast benchmarks run on.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "../splitmix64.hpp"

namespace salesplan::bench {

/// n values with a wandering level, a season of m and 5 % noise.
inline std::vector<double> sales(std::size_t n, std::size_t m, std::uint64_t seed) {
  SplitMix64 random(seed);
  std::vector<double> y;
  double level = 100;
  for (std::size_t t = 0; t < n; ++t) {
    level *= 1 + 0.015 * random.normal();
    const double turn = 6.283185307179586 * static_cast<double>(t % m) / static_cast<double>(m);
    y.push_back(level * (1 + 0.2 * std::sin(turn)) * (1 + 0.05 * random.normal()));
  }
  return y;
}

}  // namespace salesplan::bench
