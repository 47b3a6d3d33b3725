// A few territories share out their accounts anew: chains of several moves that end within bounds.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

#include "salesplan/territory/assignment.hpp"
#include "salesplan/territory/load_prices.hpp"

namespace salesplan::territory::detail {

/// Every account costs at least its least priced cost, and every territory at least what its best
/// load does; a partition is what it costs above that: the regret of its accounts and of its loads.
/// Near the best partition regret is small, so that the few accounts that can deviate from their
/// least priced cost are soon searched through.
class ShareOut {
 public:
  ShareOut(Assignment& assignment, const LoadPrices& prices, const Targets& targets,
           std::mt19937_64& random)
      : model_(assignment.model()),
        assignment_(assignment),
        prices_(prices),
        targets_(targets),
        random_(random),
        load_(model_.k * model_.q) {}

  /// Shares out the accounts of two to four territories near each other. The objective never rises.
  void improve() {
    pick_territories();
    list_deviations();
    trail_.clear();
    best_.clear();
    nodes_ = most_nodes;
    const double least = idle_cost();
    bool better = least < best_regret_ - least_gain;
    if (better) best_regret_ = least;
    search(0, 0);
    if (!better && best_.empty()) return;
    for (const auto& [i, t] : cheapest_) {
      if (assignment_.at(i) != t) assignment_.move(i, t);
    }
    for (const std::size_t d : best_) assignment_.move(deviations_[d].account, deviations_[d].to);
  }

 private:
  static constexpr std::size_t most_deviations = 30, most_moves = 5, most_nodes = 10000;
  static constexpr double least_gain = 1e-9;

  struct Deviation {
    double regret;
    std::size_t account, from, to;
  };

  std::size_t pick(std::size_t count) { return static_cast<std::size_t>(random_() % count); }

  /// A territory, one that breaks its bounds if there is any, and others that its accounts suit.
  void pick_territories() {
    chosen_.clear();
    for (std::size_t t = 0; t < model_.k; ++t) {
      if (!assignment_.keeps_bounds(t)) chosen_.push_back(t);
    }
    const std::size_t first =
        chosen_.empty() ? assignment_.at(targets_.movable()[pick(targets_.movable().size())])
                        : chosen_[pick(chosen_.size())];
    chosen_.assign(1, first);
    const std::size_t wanted = 2 + pick(3);
    for (int attempt = 0; chosen_.size() < wanted && attempt < 20; ++attempt) {
      const auto& members = assignment_.members(chosen_[pick(chosen_.size())]);
      const std::size_t i = members.empty() ? targets_.movable()[pick(targets_.movable().size())]
                                            : members[pick(members.size())];
      const auto targets = targets_.of(i);
      const std::size_t t = targets[pick(targets.size())];
      if (std::find(chosen_.begin(), chosen_.end(), t) == chosen_.end()) chosen_.push_back(t);
    }
  }

  /// Puts every account of the chosen territories where its priced cost is least among them, and
  /// lists by rising regret the other places that can be part of something better than today.
  void list_deviations() {
    for (const std::size_t t : chosen_) {
      for (std::size_t m = 0; m < model_.q; ++m) load_[t * model_.q + m] = assignment_.load(t, m);
    }
    best_regret_ = idle_cost();
    cheapest_.clear();
    deviations_.clear();
    for (const std::size_t now : chosen_) {
      for (const std::size_t i : assignment_.members(now)) {
        double least = forbidden;
        std::size_t best = now;
        for (const std::size_t t : chosen_) {
          const double cost = priced_cost(model_, prices_.price, i, t);
          if (cost < least) {
            least = cost;
            best = t;
          }
        }
        best_regret_ += priced_cost(model_, prices_.price, i, now) - least;
        cheapest_.emplace_back(i, best);
        for (const std::size_t t : chosen_) {
          if (t == best || !model_.allowed(i, t)) continue;
          deviations_.push_back({priced_cost(model_, prices_.price, i, t) - least, i, best, t});
        }
      }
    }
    for (const auto& [i, t] : cheapest_) shift_load(i, assignment_.at(i), t);
    std::sort(deviations_.begin(), deviations_.end(), [](const Deviation& x, const Deviation& y) {
      return x.regret != y.regret ? x.regret < y.regret : x.account < y.account;
    });
    if (deviations_.size() > most_deviations) deviations_.resize(most_deviations);
  }

  void shift_load(std::size_t i, std::size_t from, std::size_t to) {
    for (std::size_t m = 0; m < model_.q; ++m) {
      load_[from * model_.q + m] -= model_.size[i * model_.q + m];
      load_[to * model_.q + m] += model_.size[i * model_.q + m];
    }
  }

  /// What the loads of the chosen territories cost above their best, at the prices.
  double idle_cost() const {
    double sum = 0;
    for (const std::size_t t : chosen_) {
      for (std::size_t m = 0; m < model_.q; ++m) {
        const double price = prices_.price[t * model_.q + m];
        const double load = load_[t * model_.q + m];
        const double best = best_load(model_, t, m, price);
        sum += assignment_.price_of_load(t, m, load) - model_.imbalance(t, m, best) -
               price * (load - best);
      }
    }
    if (model_.fair.empty()) return sum;
    return sum + assignment_.price_of_unfairness([&](std::size_t t, std::size_t m) {
      const bool is_chosen = std::find(chosen_.begin(), chosen_.end(), t) != chosen_.end();
      return is_chosen ? load_[t * model_.q + m] : assignment_.load(t, m);
    });
  }

  void search(std::size_t first, double regret) {
    for (std::size_t d = first; d < deviations_.size() && nodes_ > 0; ++d) {
      const Deviation& deviation = deviations_[d];
      const double sum = regret + deviation.regret;
      if (sum >= best_regret_) return;
      if (std::any_of(trail_.begin(), trail_.end(), [&](std::size_t earlier) {
            return deviations_[earlier].account == deviation.account;
          })) {
        continue;
      }
      --nodes_;
      shift_load(deviation.account, deviation.from, deviation.to);
      trail_.push_back(d);
      const double total = sum + idle_cost();
      if (total < best_regret_ - least_gain) {
        best_regret_ = total;
        best_ = trail_;
      }
      if (trail_.size() < most_moves) search(d + 1, sum);
      trail_.pop_back();
      shift_load(deviation.account, deviation.to, deviation.from);
    }
  }

  const Model& model_;
  Assignment& assignment_;
  const LoadPrices& prices_;
  const Targets& targets_;
  std::mt19937_64& random_;
  std::vector<double> load_;  // [k, q], kept for the chosen territories
  std::vector<std::size_t> chosen_;
  std::vector<std::pair<std::size_t, std::size_t>> cheapest_;  // account, territory
  std::vector<Deviation> deviations_;
  std::vector<std::size_t> trail_, best_;
  double best_regret_ = 0;
  std::size_t nodes_ = 0;
};

}  // namespace salesplan::territory::detail
