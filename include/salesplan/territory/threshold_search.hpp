// Shifts of one account and swaps of two, accepted below a falling threshold.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>

#include "salesplan/territory/assignment.hpp"
#include "salesplan/territory/contiguity.hpp"

namespace salesplan::territory::detail {

class ThresholdSearch {
 public:
  ThresholdSearch(Assignment& assignment, const Targets& targets, const Adjacency& adjacency,
                  std::mt19937_64& random)
      : model_(assignment.model()),
        assignment_(assignment),
        targets_(targets),
        adjacency_(adjacency),
        paths_(adjacency),
        random_(random) {}

  /// One move tried for each account.
  void sweep(double threshold) {
    for (std::size_t i = 0; i < model_.n; ++i) try_move(threshold);
  }

 private:
  std::size_t pick(std::size_t count) { return static_cast<std::size_t>(random_() % count); }

  /// What it costs to move i to territory b and, unless j is n, j from there to where i was.
  double change(std::size_t i, std::size_t b, std::size_t j) const {
    const std::size_t a = assignment_.at(i);
    double sum = model_.cost[i * model_.k + b] - model_.cost[i * model_.k + a];
    if (j < model_.n) sum += model_.cost[j * model_.k + a] - model_.cost[j * model_.k + b];
    const auto load_after = [&](std::size_t t, std::size_t m) {
      double moved = model_.size[i * model_.q + m];
      if (j < model_.n) moved -= model_.size[j * model_.q + m];
      return assignment_.load(t, m) + (t == a ? -moved : t == b ? moved : 0);
    };
    for (std::size_t m = 0; m < model_.q; ++m) {
      for (const std::size_t t : {a, b}) {
        sum += assignment_.price_of_load(t, m, load_after(t, m)) -
               assignment_.price_of_load(t, m, assignment_.load(t, m));
      }
    }
    if (model_.fair.empty()) return sum;
    return sum + assignment_.price_of_unfairness(load_after) - assignment_.price_of_unfairness();
  }

  /// Moves i to b where both territories stay in one piece.
  bool move_connected(std::size_t i, std::size_t b) {
    if (!adjacency_.empty()) {
      const auto& territory = assignment_.territories();
      const bool joins = assignment_.members(b).empty() ||
                         paths_.touches(territory, i, static_cast<std::int32_t>(b));
      if (!joins || !paths_.stays_connected(territory, i)) return false;
    }
    assignment_.move(i, b);
    return true;
  }

  /// Where i might go: one of its targets, or with borders the territory of a neighbour.
  std::size_t pick_target(std::size_t i) {
    if (adjacency_.empty()) return targets_.of(i)[pick(targets_.of(i).size())];
    const auto near = adjacency_.of(i);
    return near.empty() ? assignment_.at(i) : assignment_.at(near[pick(near.size())]);
  }

  /// An account of b that might come to a in exchange; n where none turns up.
  std::size_t pick_partner(std::size_t a, std::size_t b) {
    const auto& there = assignment_.members(b);
    if (there.empty()) return model_.n;
    if (adjacency_.empty()) return there[pick(there.size())];
    for (int attempt = 0; attempt < 4; ++attempt) {
      const auto& here = assignment_.members(a);
      const auto near = adjacency_.of(here[pick(here.size())]);
      if (near.empty()) continue;
      const std::size_t u = near[pick(near.size())];
      if (assignment_.at(u) == b) return u;
    }
    return model_.n;
  }

  void try_move(double threshold) {
    const std::size_t i = targets_.movable()[pick(targets_.movable().size())];
    const std::size_t a = assignment_.at(i);
    const std::size_t b = pick_target(i);
    if (b == a || !model_.allowed(i, b)) return;
    std::size_t j = model_.n;
    if ((random_() & 3u) != 0) {
      j = pick_partner(a, b);
      if (j == model_.n || !model_.allowed(j, a)) return;
    }
    const double uniform = static_cast<double>(random_() >> 11) * 0x1p-53;
    if (change(i, b, j) > threshold * uniform) return;
    if (!move_connected(i, b)) return;
    if (j != model_.n && !move_connected(j, a)) assignment_.move(i, a);
  }

  const Model& model_;
  Assignment& assignment_;
  const Targets& targets_;
  const Adjacency& adjacency_;
  Paths paths_;
  std::mt19937_64& random_;
};

}  // namespace salesplan::territory::detail
