// Bodies of partition.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "salesplan/core/error.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/numeric/gini.hpp"
#include "salesplan/territory/assignment.hpp"
#include "salesplan/territory/contiguity.hpp"
#include "salesplan/territory/load_feasibility.hpp"
#include "salesplan/territory/load_prices.hpp"
#include "salesplan/territory/partition.hpp"
#include "salesplan/territory/partition_model.hpp"
#include "salesplan/territory/share_out.hpp"
#include "salesplan/territory/threshold_search.hpp"

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

/// The best partition found that keeps all bounds, the fairest where none is fair enough; where no
/// bounds were met, the last one.
SALESPLAN_INLINE std::vector<std::int32_t> search(const Model& model, const LoadPrices& prices,
                                                  const Adjacency& adjacency,
                                                  const std::vector<std::int32_t>& start,
                                                  const PartitionOptions& options) {
  const Targets targets(model, prices);
  if (targets.movable().empty()) return start;
  std::mt19937_64 random(options.seed);
  Assignment assignment(model, prices, start);
  ThresholdSearch moves(assignment, targets, adjacency, random);
  ShareOut shares(assignment, prices, targets, random);
  std::vector<std::int32_t> best;
  std::pair<double, double> least{forbidden, forbidden};  // unfairness, cost
  const auto keep_better = [&] {
    assignment.add_up();
    if (!assignment.keeps_bounds()) return;
    const std::pair reached(assignment.unfairness(), assignment.objective());
    if (reached < least) {
      least = reached;
      best = assignment.territories();
    }
  };
  const double average = std::abs(prices.bound) / static_cast<double>(model.n);
  // Three attempts, and more where none ended within bounds. Bounds are soft at first, so that
  // accounts find their way, then hard; harder each time that this was not enough.
  // Gini coefficients get so much that the fairest partition is found and so little that cheap ones
  // are; less where they are kept at the cost of bounds.
  double hardest = 30, fairness = 100;
  for (int attempt = 0; attempt < 3 || (least.first > 0 && attempt < 6); ++attempt) {
    assignment.restart(start);
    assignment.set_fairness(fairness);
    for (std::size_t round = 1; round <= options.effort; ++round) {
      const double done = static_cast<double>(round) / static_cast<double>(options.effort);
      assignment.set_pressure(2 + hardest * done * done * done * done);
      moves.sweep(0.1 * average * (1 - done) * (1 - done));
      if (done > 0.5) keep_better();
    }
    if (adjacency.empty()) {
      assignment.set_pressure(100);
      for (std::size_t call = 0; call < options.effort * model.k / 10 + 1; ++call) shares.improve();
      keep_better();
    }
    if (least.first > 0) hardest *= 30;
    if (best.empty()) fairness /= 30;
  }
  return best.empty() ? assignment.territories() : best;
}

/// Takes down the Gini coefficient of a measure's loads; none may exceed the largest allowed.
SALESPLAN_INLINE void check_gini(const PartitionProblem& problem, const Model& model, std::size_t m,
                                 Partition& result) {
  std::vector<double> part(model.k);
  for (std::size_t t = 0; t < model.k; ++t) {
    const auto& ideal = problem.measures[m].ideal;
    part[t] = result.load[m * model.k + t] / (ideal.empty() ? 1 : ideal[t]);
  }
  const std::vector<double> parts = part;
  result.gini.push_back(numeric::gini(part));
  const double most = problem.measures[m].most_gini;
  if (!(result.gini[m] > most + allowance)) return;
  const auto name = [&](auto place) {
    return territory_name(problem, static_cast<std::size_t>(place - parts.begin()));
  };
  const auto extremes = std::minmax_element(parts.begin(), parts.end());
  throw Error(ErrorCode::infeasible, core::at("measures", static_cast<std::int64_t>(m)),
              "no partition was found that shares " + problem.measures[m].name +
                  " with a Gini of at most " + core::to_text(most) + ": the least found is " +
                  core::to_text(std::ceil(result.gini[m] * 1e6 - 1e-6) / 1e6) + ", where " +
                  name(extremes.second) + " has most and " + name(extremes.first) + " least");
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
  for (std::size_t m = 0; m < model.q; ++m) {
    const auto& size = problem.measures[m].size;
    double total = 0;
    for (const double value : size) total += value;
    const double unit = total / static_cast<double>(model.k);
    for (std::size_t t = 0; t < model.k; ++t) {
      const double load = result.load[m * model.k + t] / unit;
      result.imbalance += model.imbalance(t, m, load);
      if (model.excess(t, m, load) > allowance) {
        const bool high = load > model.upper[t * model.q + m];
        throw Error(
            ErrorCode::infeasible, core::at("measures", static_cast<std::int64_t>(m)),
            "no partition was found that keeps all bounds: in the best one " +
                territory_name(problem, t) + " has " + core::to_text(result.load[m * model.k + t]) +
                " " + problem.measures[m].name + (high ? ", at most " : ", at least ") +
                core::to_text((high ? problem.measures[m].upper : problem.measures[m].lower)[t]) +
                " is allowed");
      }
    }
    check_gini(problem, model, m, result);
  }
  const double total = result.cost + result.moving + result.imbalance;
  result.bound = std::min(bound, total);  // it may be above by rounding
  result.gap = total > 0 ? (total - result.bound) / total : 0;
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
  detail::check_loads_fit(problem, model);
  const detail::LoadPrices prices = detail::price_loads(model);
  const std::vector<std::int32_t> start = adjacency.empty()
                                              ? detail::cheapest_territories(model, prices)
                                              : detail::grow_territories(problem, model, adjacency);
  return detail::count_up(problem, model, detail::search(model, prices, adjacency, start, options),
                          prices.bound);
}

}  // namespace salesplan::territory
