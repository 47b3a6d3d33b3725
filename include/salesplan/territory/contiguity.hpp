// Territories in one piece: who borders on whom, and what keeps a territory connected.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <queue>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "salesplan/core/error.hpp"
#include "salesplan/territory/partition_model.hpp"

namespace salesplan::territory::detail {

/// The neighbours of every account: those of i are node[first[i] .. first[i + 1]).
struct Adjacency {
  std::vector<std::size_t> first;
  std::vector<std::size_t> node;

  bool empty() const { return node.empty(); }
  core::View<const std::size_t> of(std::size_t i) const {
    return {node.data() + first[i], first[i + 1] - first[i]};
  }
};

inline Adjacency make_adjacency(const PartitionProblem& problem) {
  const std::size_t n = problem.accounts;
  std::vector<std::pair<std::size_t, std::size_t>> ends;
  for (std::size_t e = 0; e < problem.borders.size(); ++e) {
    const Border& border = problem.borders[e];
    for (const std::int32_t end : {border.a, border.b}) {
      if (end < 0 || static_cast<std::size_t>(end) >= n) {
        throw Error(ErrorCode::invalid_argument, core::at("borders", static_cast<std::int64_t>(e)),
                    std::to_string(end) + " is not one of " + std::to_string(n) + " accounts");
      }
    }
    if (border.a == border.b) continue;
    const auto a = static_cast<std::size_t>(border.a);
    const auto b = static_cast<std::size_t>(border.b);
    ends.emplace_back(a, b);
    ends.emplace_back(b, a);
  }
  std::sort(ends.begin(), ends.end());
  ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
  Adjacency adjacency;
  adjacency.first.assign(n + 1, 0);
  for (const auto& end : ends) {
    ++adjacency.first[end.first + 1];
    adjacency.node.push_back(end.second);
  }
  for (std::size_t i = 0; i < n; ++i) adjacency.first[i + 1] += adjacency.first[i];
  return adjacency;
}

/// Paths inside territories, with marks that are kept from one search to the next.
class Paths {
 public:
  explicit Paths(const Adjacency& adjacency)
      : adjacency_(adjacency), mark_(adjacency.first.size() - 1, 0) {}

  /// Whether the territory of i stays in one piece without it.
  bool stays_connected(const std::vector<std::int32_t>& territory, std::size_t i) {
    ++now_;
    mark_[i] = now_;
    std::size_t waiting = 0;  // neighbours of i in its territory that are not reached yet
    stack_.clear();
    for (const std::size_t u : adjacency_.of(i)) {
      if (territory[u] != territory[i]) continue;
      if (stack_.empty()) {
        stack_.push_back(u);
        mark_[u] = now_;
      } else {
        ++waiting;
      }
    }
    while (!stack_.empty() && waiting > 0) {
      const std::size_t v = stack_.back();
      stack_.pop_back();
      for (const std::size_t u : adjacency_.of(v)) {
        if (mark_[u] == now_ || territory[u] != territory[i]) continue;
        mark_[u] = now_;
        stack_.push_back(u);
        if (std::binary_search(adjacency_.of(i).begin(), adjacency_.of(i).end(), u)) --waiting;
      }
    }
    return waiting == 0;
  }

  /// Whether i borders on an account of territory t.
  bool touches(const std::vector<std::int32_t>& territory, std::size_t i, std::int32_t t) const {
    const auto near = adjacency_.of(i);
    return std::any_of(near.begin(), near.end(), [&](std::size_t u) { return territory[u] == t; });
  }

 private:
  const Adjacency& adjacency_;
  std::vector<std::uint64_t> mark_;
  std::uint64_t now_ = 0;
  std::vector<std::size_t> stack_;
};

/// The shortest way from `from` to `to` through accounts that `open` admits, both ends included;
/// empty where there is none.
template <class Open>
std::vector<std::size_t> shortest_way(const Adjacency& adjacency, std::size_t from, std::size_t to,
                                      Open&& open) {
  const std::size_t n = adjacency.first.size() - 1;
  std::vector<std::size_t> before(n, n);
  std::vector<std::size_t> queue{from};
  before[from] = from;
  for (std::size_t head = 0; head < queue.size() && before[to] == n; ++head) {
    for (const std::size_t u : adjacency.of(queue[head])) {
      if (before[u] != n || !open(u)) continue;
      before[u] = queue[head];
      queue.push_back(u);
    }
  }
  std::vector<std::size_t> way;
  if (before[to] == n) return way;
  for (std::size_t v = to; v != from; v = before[v]) way.push_back(v);
  way.push_back(from);
  return way;
}

/// Grows every territory in one piece from its fixed accounts, or from the account that is cheapest
/// for it; the territory with the least load so far takes the next account on its border.
/// @throws Error(infeasible) where accounts fixed to one territory are not connected, or an account
/// cannot be reached.
inline std::vector<std::int32_t> grow_territories(const PartitionProblem& problem,
                                                  const Model& model, const Adjacency& adjacency) {
  std::vector<std::int32_t> territory(model.n, -1);
  const auto may_join = [&](std::size_t u, std::size_t t) {
    return model.allowed(u, t) &&
           (territory[u] == -1 || territory[u] == static_cast<std::int32_t>(t));
  };
  std::vector<std::size_t> fixed(model.k, model.n);  // one fixed account of each territory
  for (std::size_t i = 0; !problem.fixed.empty() && i < model.n; ++i) {
    if (problem.fixed[i] >= 0) territory[i] = problem.fixed[i];
  }
  for (std::size_t i = 0; i < model.n; ++i) {
    if (problem.fixed.empty() || problem.fixed[i] < 0) continue;
    const auto t = static_cast<std::size_t>(problem.fixed[i]);
    if (fixed[t] == model.n) {
      fixed[t] = i;
      continue;
    }
    const auto way =
        shortest_way(adjacency, fixed[t], i, [&](std::size_t u) { return may_join(u, t); });
    if (way.empty()) {
      throw Error(ErrorCode::infeasible, "borders",
                  account_name(problem, fixed[t]) + " and " + account_name(problem, i) +
                      " are fixed to " + territory_name(problem, t) +
                      ", and no way between them was found");
    }
    for (const std::size_t u : way) territory[u] = static_cast<std::int32_t>(t);
  }

  // A territory without a fixed account starts from the cheapest that is free.
  for (std::size_t t = 0; t < model.k; ++t) {
    if (fixed[t] != model.n) continue;
    std::size_t seed = model.n;
    for (std::size_t i = 0; i < model.n; ++i) {
      if (territory[i] != -1 || !model.allowed(i, t)) continue;
      if (seed == model.n || model.cost[i * model.k + t] < model.cost[seed * model.k + t]) seed = i;
    }
    if (seed != model.n) territory[seed] = static_cast<std::int32_t>(t);
  }

  using Offer = std::tuple<double, std::size_t>;  // cost, account
  std::vector<std::priority_queue<Offer, std::vector<Offer>, std::greater<Offer>>> offers(model.k);
  std::vector<double> load(model.k, 0.0);
  const auto take = [&](std::size_t i, std::size_t t) {
    territory[i] = static_cast<std::int32_t>(t);
    load[t] += model.q > 0 ? model.size[i * model.q] / model.ideal[t * model.q] : 1;
    for (const std::size_t u : adjacency.of(i)) {
      if (territory[u] == -1 && model.allowed(u, t)) {
        offers[t].emplace(model.cost[u * model.k + t], u);
      }
    }
  };
  for (std::size_t i = 0; i < model.n; ++i) {
    if (territory[i] != -1) take(i, static_cast<std::size_t>(territory[i]));
  }
  using Turn = std::tuple<double, std::size_t>;  // load, territory
  std::priority_queue<Turn, std::vector<Turn>, std::greater<Turn>> turns;
  for (std::size_t t = 0; t < model.k; ++t) turns.emplace(load[t], t);
  while (!turns.empty()) {
    const std::size_t t = std::get<1>(turns.top());
    turns.pop();
    while (!offers[t].empty() && territory[std::get<1>(offers[t].top())] != -1) offers[t].pop();
    if (offers[t].empty()) continue;
    const std::size_t i = std::get<1>(offers[t].top());
    take(i, t);
    turns.emplace(load[t], t);
  }
  for (std::size_t i = 0; i < model.n; ++i) {
    if (territory[i] == -1) {
      throw Error(ErrorCode::infeasible, "borders",
                  account_name(problem, i) +
                      " is reached by no territory that it may go to: its part of the map needs an "
                      "account fixed or near to a centre");
    }
  }
  return territory;
}

}  // namespace salesplan::territory::detail
