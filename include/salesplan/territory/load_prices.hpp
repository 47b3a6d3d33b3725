// Prices on the loads of territories: a lower bound on every partition, and where to start from.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "salesplan/territory/partition_model.hpp"

namespace salesplan::territory::detail {

struct LoadPrices {
  std::vector<double> price;  ///< [k, q] of one unit of load; negative below a lower bound
  double bound = 0;  ///< Σ_i min_t (cost + price·size) + Σ min_load (imbalance - price·load)
};

/// The load in [lower, upper] of least imbalance - price·load.
inline double best_load(const Model& model, std::size_t t, std::size_t m, double price) {
  const std::size_t at = t * model.q + m;
  const double ideal = model.ideal[at];
  const double curvature = 2 * model.weight[m] / (ideal * ideal);
  if (curvature > 0) {
    return std::clamp(ideal + price / curvature, model.lower[at], model.upper[at]);
  }
  return price > 0   ? model.upper[at]
         : price < 0 ? model.lower[at]
                     : std::clamp(ideal, model.lower[at], model.upper[at]);
}

/// The cost of account i in territory t at these prices.
inline double priced_cost(const Model& model, const std::vector<double>& price, std::size_t i,
                          std::size_t t) {
  double cost = model.cost[i * model.k + t];
  for (std::size_t m = 0; m < model.q; ++m) {
    cost += price[t * model.q + m] * model.size[i * model.q + m];
  }
  return cost;
}

/// The bound at `price`, and in `slope` what it gains per price: the load that the accounts would
/// make less the load that is best.
inline double bound_at(const Model& model, const std::vector<double>& price,
                       std::vector<double>& slope) {
  double bound = 0;
  for (std::size_t t = 0; t < model.k; ++t) {
    for (std::size_t m = 0; m < model.q; ++m) {
      const std::size_t at = t * model.q + m;
      const double load = best_load(model, t, m, price[at]);
      bound += model.imbalance(t, m, load) - price[at] * load;
      slope[at] = -load;
    }
  }
  for (std::size_t i = 0; i < model.n; ++i) {
    std::size_t best = 0;
    double least = forbidden;
    for (std::size_t t = 0; t < model.k; ++t) {
      const double cost = priced_cost(model, price, i, t);
      if (cost < least) {
        least = cost;
        best = t;
      }
    }
    bound += least;
    for (std::size_t m = 0; m < model.q; ++m) {
      slope[best * model.q + m] += model.size[i * model.q + m];
    }
  }
  return bound;
}

/// Subgradient ascent towards a level a little above the best bound so far; the level comes nearer
/// when it is not reached. @source Goffin & Kiwiel (1999), Convergence of a simple subgradient
/// level method, Mathematical Programming 85.
inline LoadPrices price_loads(const Model& model) {
  LoadPrices best;
  best.price.assign(model.k * model.q, 0.0);
  std::vector<double> price = best.price;
  std::vector<double> slope(price.size());
  std::vector<double> direction(price.size(), 0.0);
  best.bound = bound_at(model, price, slope);
  if (price.empty()) return best;
  double scale = std::abs(best.bound);
  if (!(scale > 0)) {  // as much as the accounts could cost
    for (const double cost : model.cost) scale += cost < forbidden ? cost : 0;
    scale /= static_cast<double>(model.k);
  }
  double above = 0.1 * scale;
  int stale = 0;
  for (int step = 0; step < 4000 && above > 1e-6 * scale; ++step) {
    const double bound = bound_at(model, price, slope);
    if (bound > best.bound) {
      stale = bound > best.bound + 0.05 * above ? 0 : stale + 1;
      best.bound = bound;
      best.price = price;
    } else {
      ++stale;
    }
    if (stale > 20) {
      stale = 0;
      above /= 2;
      price = best.price;
      std::fill(direction.begin(), direction.end(), 0.0);
      continue;
    }
    double square = 0;
    for (std::size_t at = 0; at < price.size(); ++at) {
      direction[at] = slope[at] + 0.7 * direction[at];
      square += direction[at] * direction[at];
    }
    if (!(square > 0)) break;
    const double length = (best.bound + above - bound) / square;
    for (std::size_t at = 0; at < price.size(); ++at) price[at] += length * direction[at];
  }
  return best;
}

}  // namespace salesplan::territory::detail
