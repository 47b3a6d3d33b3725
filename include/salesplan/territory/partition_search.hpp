// Better partitions by shifts of one account and swaps of two, at a falling threshold.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

#include "salesplan/territory/contiguity.hpp"
#include "salesplan/territory/load_prices.hpp"
#include "salesplan/territory/partition_model.hpp"

namespace salesplan::territory::detail {

class PartitionSearch {
 public:
  PartitionSearch(const Model& model, const LoadPrices& prices, const Adjacency& adjacency,
                  std::vector<std::int32_t> start, std::uint64_t seed)
      : model_(model),
        prices_(prices),
        adjacency_(adjacency),
        paths_(adjacency),
        random_(seed),
        territory_(std::move(start)),
        load_(model.k * model.q),
        position_(model.n) {
    restart(std::vector<std::int32_t>(territory_));
    // A unit of excess costs more than its bound is worth, so that breaking it does not pay.
    const double average = std::abs(prices.bound) / static_cast<double>(model.k);
    for (const double price : prices.price) penalty_.push_back(std::abs(price) + 0.1*(average > 0 ? average : 1));
  }

  /// Tries `effort` moves for each account, in stages. No partition better than the best so far has
  /// an account where its priced cost is above its least by more than the gap, so each stage leaves
  /// such territories out and starts at a lower threshold. The best partition that keeps all bounds,
  /// or where none was met the last one.
  std::vector<std::int32_t> run(std::size_t effort) {
    const std::size_t stages = STG;
    std::vector<std::int32_t> best = territory_;
    double least = forbidden;
    for (std::size_t stage = 0; stage < stages; ++stage) {
      list_targets(least - prices_.bound);
      if (movable_.empty()) break;
size_t bad=0;
      const std::size_t rounds = effort / stages + 1;
      const double gap = least < forbidden ? H2 * (least - prices_.bound) / static_cast<double>(model_.k)
                                           : H * prices_.bound / static_cast<double>(model_.n);
      for (std::size_t round = 0; round <= rounds; ++round) {
        const double left = 1 - static_cast<double>(round) / static_cast<double>(rounds);
        threshold_ = gap * left * left;
        {double z=(1-left); pressure_=H4+H3*z*z*z*z;}
        for (std::size_t i = 0; round < rounds && i < model_.n; ++i) try_move();
        recount();
        if (excess() > 1e-9) {
          
          ++bad;
        } else {
        
        if (const double cost = objective(); cost < least) {
          least = cost;
          best = territory_;
        }
        }
      }
      if (getenv("V")) printf("   stage %zu gap %.4f%% targets %zu movable %zu pen %g bad %zu\n",stage,100*(least-prices_.bound)/least,target_.size(),movable_.size(),pressure_,bad);
      if (least < forbidden) restart(best);
    }
    return best;
  }

 private:
  std::size_t at(std::size_t i) const { return static_cast<std::size_t>(territory_[i]); }
  std::size_t pick(std::size_t count) { return static_cast<std::size_t>(random_() % count); }
  double uniform() { return static_cast<double>(random_() >> 11) * 0x1p-53; }

  void restart(std::vector<std::int32_t> territory) {
    territory_ = std::move(territory);
    members_.assign(model_.k, {});
    for (std::size_t i = 0; i < model_.n; ++i) {
      position_[i] = members_[at(i)].size();
      members_[at(i)].push_back(i);
    }
    recount();
  }

  /// The few territories that may suit each account: those of least cost at the prices of loads.
  void list_targets(double regret) {
    constexpr std::size_t most = 8;
    std::vector<std::pair<double, std::size_t>> order;
    first_target_.assign(1, 0);
    target_.clear();
    movable_.clear();
    for (std::size_t i = 0; i < model_.n; ++i) {
      order.clear();
      for (std::size_t t = 0; t < model_.k; ++t) {
        if (model_.allowed(i, t)) order.emplace_back(priced_cost(model_, prices_.price, i, t), t);
      }
      const std::size_t count = std::min(most, order.size());
      std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count),
                        order.end());
      for (std::size_t c = 0; c < count && order[c].first <= order[0].first + regret; ++c) {
        target_.push_back(order[c].second);
      }
      if (target_.size() > first_target_.back() + 1) movable_.push_back(i);
      first_target_.push_back(target_.size());
    }
  }

  void recount() {
    std::fill(load_.begin(), load_.end(), 0.0);
    for (std::size_t i = 0; i < model_.n; ++i) {
      for (std::size_t m = 0; m < model_.q; ++m) {
        load_[at(i) * model_.q + m] += model_.size[i * model_.q + m];
      }
    }
  }

  double excess() const {
    double sum = 0;
    for (std::size_t t = 0; t < model_.k; ++t) {
      for (std::size_t m = 0; m < model_.q; ++m) {
        sum += model_.excess(t, m, load_[t * model_.q + m]);
      }
    }
    return sum;
  }

  double objective() const {
    double sum = 0;
    for (std::size_t i = 0; i < model_.n; ++i) sum += model_.cost[i * model_.k + at(i)];
    for (std::size_t t = 0; t < model_.k; ++t) {
      for (std::size_t m = 0; m < model_.q; ++m) {
        sum += model_.imbalance(t, m, load_[t * model_.q + m]);
      }
    }
    return sum;
  }

  double price_of_load(std::size_t t, std::size_t m, double load) const {
    return model_.imbalance(t, m, load) + pressure_ * penalty_[t * model_.q + m] * model_.excess(t, m, load);
  }

  /// What it costs to move i to territory b and, unless j is n, j from there to where i was.
  double change(std::size_t i, std::size_t b, std::size_t j) const {
    const std::size_t a = at(i);
    double sum = model_.cost[i * model_.k + b] - model_.cost[i * model_.k + a];
    if (j < model_.n) sum += model_.cost[j * model_.k + a] - model_.cost[j * model_.k + b];
    for (std::size_t m = 0; m < model_.q; ++m) {
      double moved = model_.size[i * model_.q + m];
      if (j < model_.n) moved -= model_.size[j * model_.q + m];
      const double load_a = load_[a * model_.q + m];
      const double load_b = load_[b * model_.q + m];
      sum += price_of_load(a, m, load_a - moved) - price_of_load(a, m, load_a) +
             price_of_load(b, m, load_b + moved) - price_of_load(b, m, load_b);
    }
    return sum;
  }

  void shift(std::size_t i, std::size_t b) {
    const std::size_t a = at(i);
    const std::size_t last = members_[a].back();
    members_[a][position_[i]] = last;
    position_[last] = position_[i];
    members_[a].pop_back();
    position_[i] = members_[b].size();
    members_[b].push_back(i);
    territory_[i] = static_cast<std::int32_t>(b);
    for (std::size_t m = 0; m < model_.q; ++m) {
      load_[a * model_.q + m] -= model_.size[i * model_.q + m];
      load_[b * model_.q + m] += model_.size[i * model_.q + m];
    }
  }

  /// Shifts i to b where both territories stay in one piece.
  bool shift_connected(std::size_t i, std::size_t b) {
    if (!adjacency_.empty() &&
        !((members_[b].empty() || paths_.touches(territory_, i, static_cast<std::int32_t>(b))) &&
          paths_.stays_connected(territory_, i))) {
      return false;
    }
    shift(i, b);
    return true;
  }

  /// Where i might go: one of its targets, or with borders the territory of a neighbour.
  std::size_t pick_target(std::size_t i) {
    if (adjacency_.empty()) {
      const std::size_t from = first_target_[i];
      return target_[from + pick(first_target_[i + 1] - from)];
    }
    const auto near = adjacency_.of(i);
    return near.empty() ? at(i) : at(near[pick(near.size())]);
  }

  /// An account of b that might come to a in exchange; n where none turns up.
  std::size_t pick_partner(std::size_t a, std::size_t b) {
    if (members_[b].empty()) return model_.n;
    if (adjacency_.empty()) return members_[b][pick(members_[b].size())];
    for (int attempt = 0; attempt < 4; ++attempt) {
      const auto near = adjacency_.of(members_[a][pick(members_[a].size())]);
      if (near.empty()) continue;
      const std::size_t u = near[pick(near.size())];
      if (at(u) == b) return u;
    }
    return model_.n;
  }

  void try_move() {
    const std::size_t i = movable_[pick(movable_.size())];
    const std::size_t a = at(i);
    const std::size_t b = pick_target(i);
    if (b == a || !model_.allowed(i, b)) return;
    std::size_t j = model_.n;
    if ((random_() & 3u) != 0) {
      j = pick_partner(a, b);
      if (j == model_.n || !model_.allowed(j, a)) return;
    }
    if (change(i, b, j) > threshold_ * uniform()) return;
    if (!shift_connected(i, b)) return;
    if (j != model_.n && !shift_connected(j, a)) shift(i, a);
  }

  const Model& model_;
  const LoadPrices& prices_;
  const Adjacency& adjacency_;
  Paths paths_;
  std::mt19937_64 random_;
  std::vector<std::int32_t> territory_;         // [n]
  std::vector<double> load_;                    // [k, q]
  std::vector<std::vector<std::size_t>> members_;  // of each territory
  std::vector<std::size_t> position_;           // of each account among the members
  std::vector<std::size_t> first_target_, target_, movable_;
  double threshold_ = 0;  // what a move may cost
  std::vector<double> penalty_;  // [k, q] of a unit of excess
  double pressure_ = 1;  // on the penalties
};

}  // namespace salesplan::territory::detail
