// Bodies of gauss_legendre.hpp.
#pragma once

#include <cmath>
#include <cstddef>

#include "salesplan/numeric/gauss_legendre.hpp"

namespace salesplan::numeric {

SALESPLAN_INLINE GaussLegendre gauss_legendre(int n) {
  const auto size = static_cast<std::size_t>(n);
  GaussLegendre rule{std::vector<double>(size), std::vector<double>(size)};
  for (std::size_t i = 0; i < size; ++i) {
    double x = std::cos(3.14159265358979323846 * (static_cast<double>(i) + 0.75) / (n + 0.5));
    double slope = 1;
    for (int iteration = 0; iteration < 100; ++iteration) {
      double value = x, before = 1;
      for (int k = 2; k <= n; ++k) {
        const double next = ((2 * k - 1) * x * value - (k - 1) * before) / k;
        before = value;
        value = next;
      }
      slope = n * (before - x * value) / (1 - x * x);
      const double step = value / slope;
      x -= step;
      if (std::abs(step) < 1e-16) break;
    }
    rule.node[size - 1 - i] = (1 + x) / 2;
    rule.weight[size - 1 - i] = 1 / ((1 - x * x) * slope * slope);
  }
  return rule;
}

}  // namespace salesplan::numeric
