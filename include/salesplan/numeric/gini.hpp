// How unevenly something is shared: the Gini coefficient.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace salesplan::numeric {

/// Σ_i Σ_j |x_i - x_j| / (2 n Σ x), from 0, all the same, to 1 - 1/n, all with one; 0 where nothing
/// is shared. O(n log n).
/// @param values >= 0, below 1e300; sorted on return.
/// @source Gini, Variabilità e mutabilità, 1912; Sen, On Economic Inequality, 1973, 2.
inline double gini(std::vector<double>& values) {
  std::sort(values.begin(), values.end());
  if (values.empty() || values.back() == 0) return 0;
  // Σ|x_i - x_j| over pairs = Σ gap_k·k·(n - k) over the gaps between neighbours: no cancellation.
  const auto n = static_cast<double>(values.size());
  const double scale = values.back();
  double differences = 0, sum = values[0] / scale;
  for (std::size_t k = 1; k < values.size(); ++k) {
    const auto below = static_cast<double>(k);
    differences += (values[k] - values[k - 1]) / scale * below * (n - below);
    sum += values[k] / scale;
  }
  return differences / (n * sum);
}

}  // namespace salesplan::numeric
