// Bodies of partition.hpp.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "salesplan/core/error.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/territory/contiguity.hpp"
#include "salesplan/territory/load_prices.hpp"
#include "salesplan/territory/partition.hpp"
#include "salesplan/territory/partition_model.hpp"
#include "salesplan/territory/partition_search.hpp"

namespace salesplan::territory {
namespace detail {

/// Every account where it is cheapest at the prices of loads.
SALESPLAN_INLINE std::vector<std::int32_t> cheapest_territories(const Model& model,
                                                                const LoadPrices& prices) {
  std::vector<std::int32_t> territory(model.n);
  for (std::size_t i = 0; i < model.n; ++i) {
    double least = forbidden;
    for (std::size_t t = 0; t < model.k; ++t) {
      const double cost = priced_cost(model, prices.price, i, t);
      if (cost < least) {
        least = cost;
        territory[i] = static_cast<std::int32_t>(t);
      }
    }
  }
  return territory;
}

/// What the partition comes to, from the caller's own numbers.
SALESPLAN_INLINE Partition count_up(const PartitionProblem& problem, const Model& model,
                                    std::vector<std::int32_t> territory, double bound) {
  Partition result;
  result.load.assign(model.q * model.k, 0.0);
  for (std::size_t i = 0; i < model.n; ++i) {
    const auto t = static_cast<std::size_t>(territory[i]);
    result.cost += problem.cost[i * model.k + t];
    for (std::size_t m = 0; m < model.q; ++m) {
      result.load[m * model.k + t] += problem.measures[m].size[i];
    }
    if (!problem.today.empty() && problem.today[i] >= 0 && problem.today[i] != territory[i]) {
      ++result.moved;
      if (!problem.move_cost.empty()) result.moving += problem.move_cost[i];
    }
  }
  result.territory = std::move(territory);
  result.bound = bound;
  for (std::size_t m = 0; m < model.q; ++m) {
    const auto& size = problem.measures[m].size;
    double total = 0;
    for (const double value : size) total += value;
    const double unit = total / static_cast<double>(model.k);
    for (std::size_t t = 0; t < model.k; ++t) {
      const double load = result.load[m * model.k + t] / unit;
      result.imbalance += model.imbalance(t, m, load);
      if (model.excess(t, m, load) > 1e-9) {
        const bool high = load > model.upper[t * model.q + m];
        throw Error(ErrorCode::infeasible, core::at("measures", static_cast<std::int64_t>(m)),
                    "no partition was found that keeps all bounds: in the best one " +
                        territory_name(problem, t) + " has " +
                        core::to_text(result.load[m * model.k + t]) + " " +
                        problem.measures[m].name + (high ? ", at most " : ", at least ") +
                        core::to_text((high ? problem.measures[m].upper
                                            : problem.measures[m].lower)[t]) +
                        " is allowed");
      }
    }
  }
  const double total = result.cost + result.moving + result.imbalance;
  result.gap = total > 0 ? std::max(0.0, (total - bound) / total) : 0;
  return result;
}

}  // namespace detail

SALESPLAN_INLINE Partition partition(const PartitionProblem& problem,
                                     const PartitionOptions& options) {
  if (options.effort < 1 || options.effort > 1000000000) {
    throw Error(ErrorCode::invalid_argument, "effort",
                std::to_string(options.effort) + " is not in 1..1000000000");
  }
  const detail::Model model = detail::make_model(problem);
  const detail::Adjacency adjacency = detail::make_adjacency(problem);
  const detail::LoadPrices prices = detail::price_loads(model);
  std::vector<std::int32_t> start = adjacency.empty()
                                        ? detail::cheapest_territories(model, prices)
                                        : detail::grow_territories(problem, model, adjacency);
  detail::PartitionSearch search(model, prices, adjacency, std::move(start), options.seed);
  return detail::count_up(problem, model, search.run(options.effort), prices.bound);
}

}  // namespace salesplan::territory
