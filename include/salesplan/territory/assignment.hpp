// Where every account is, and what that makes of the loads.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "salesplan/numeric/gini.hpp"
#include "salesplan/territory/load_prices.hpp"
#include "salesplan/territory/partition_model.hpp"

namespace salesplan::territory::detail {

/// An assignment that is being improved: accounts move one at a time.
class Assignment {
 public:
  Assignment(const Model& model, const LoadPrices& prices, std::vector<std::int32_t> start)
      : model_(model), position_(model.n), gini_(model.fair.size()), part_(model.k) {
    // A unit of excess costs more than its bound is worth, so that breaking one does not pay.
    const double average = std::abs(prices.bound) / static_cast<double>(model.k);
    for (const double price : prices.price) {
      penalty_.push_back(std::abs(price) + (average > 0 ? 0.1 * average : 1));
    }
    restart(std::move(start));
  }

  const Model& model() const { return model_; }
  const std::vector<std::int32_t>& territories() const { return territory_; }
  std::size_t at(std::size_t i) const { return static_cast<std::size_t>(territory_[i]); }
  const std::vector<std::size_t>& members(std::size_t t) const { return members_[t]; }

  void restart(std::vector<std::int32_t> territory) {
    territory_ = std::move(territory);
    members_.assign(model_.k, {});
    for (std::size_t i = 0; i < model_.n; ++i) {
      position_[i] = members_[at(i)].size();
      members_[at(i)].push_back(i);
    }
    add_up();
  }

  void move(std::size_t i, std::size_t to) {
    const std::size_t from = at(i);
    const std::size_t last = members_[from].back();
    members_[from][position_[i]] = last;
    position_[last] = position_[i];
    members_[from].pop_back();
    position_[i] = members_[to].size();
    members_[to].push_back(i);
    territory_[i] = static_cast<std::int32_t>(to);
    for (std::size_t m = 0; m < model_.q; ++m) {
      load_[from * model_.q + m] -= model_.size[i * model_.q + m];
      load_[to * model_.q + m] += model_.size[i * model_.q + m];
    }
    measure_ginis();
  }

  /// The loads again from the accounts, without the rounding errors of many moves.
  void add_up() {
    load_.assign(model_.k * model_.q, 0.0);
    for (std::size_t i = 0; i < model_.n; ++i) {
      for (std::size_t m = 0; m < model_.q; ++m) {
        load_[at(i) * model_.q + m] += model_.size[i * model_.q + m];
      }
    }
    measure_ginis();
  }

  double load(std::size_t t, std::size_t m) const { return load_[t * model_.q + m]; }

  /// Whether the loads of t keep their bounds.
  bool keeps_bounds(std::size_t t) const {
    for (std::size_t m = 0; m < model_.q; ++m) {
      if (model_.excess(t, m, load(t, m)) > allowance) return false;
    }
    return true;
  }

  bool keeps_bounds() const {
    for (std::size_t t = 0; t < model_.k; ++t) {
      if (!keeps_bounds(t)) return false;
    }
    return true;
  }

  /// By how much the Gini coefficients exceed the largest that are allowed, in all.
  double unfairness() const {
    double sum = 0;
    for (std::size_t f = 0; f < gini_.size(); ++f) sum += unfair(f, gini_[f]);
    return sum;
  }

  /// Cost, moving and imbalance.
  double objective() const {
    double sum = 0;
    for (std::size_t i = 0; i < model_.n; ++i) sum += model_.cost[i * model_.k + at(i)];
    for (std::size_t t = 0; t < model_.k; ++t) {
      for (std::size_t m = 0; m < model_.q; ++m) sum += model_.imbalance(t, m, load(t, m));
    }
    return sum;
  }

  /// How hard excess is punished, in multiples of what its bound is worth.
  void set_pressure(double pressure) { pressure_ = pressure; }

  /// How hard a unit of Gini too much is punished, in multiples of a mean load too much.
  void set_fairness(double fairness) { fairness_ = fairness; }

  /// Imbalance and punished excess of a load.
  double price_of_load(std::size_t t, std::size_t m, double load) const {
    return model_.imbalance(t, m, load) +
           pressure_ * penalty_[t * model_.q + m] * model_.excess(t, m, load);
  }

  /// The punished unfairness, and what it would be with loads load(t, m).
  double price_of_unfairness() const {
    double sum = 0;
    for (std::size_t f = 0; f < gini_.size(); ++f) sum += fair_price(f) * unfair(f, gini_[f]);
    return sum;
  }
  template <class Load>
  double price_of_unfairness(Load load) const {
    double sum = 0;
    for (std::size_t f = 0; f < gini_.size(); ++f) sum += fair_price(f) * unfair(f, gini(f, load));
    return sum;
  }

 private:
  template <class Load>
  double gini(std::size_t f, Load load) const {
    const std::size_t m = model_.fair[f].measure;
    for (std::size_t t = 0; t < model_.k; ++t) {
      part_[t] = std::max(0.0, load(t, m)) / model_.ideal[t * model_.q + m];
    }
    return numeric::gini(part_);
  }

  void measure_ginis() {
    for (std::size_t f = 0; f < gini_.size(); ++f) {
      gini_[f] = gini(f, [&](std::size_t t, std::size_t m) { return this->load(t, m); });
    }
  }

  double unfair(std::size_t f, double gini) const {
    const double excess = gini - model_.fair[f].most_gini;
    return excess > allowance ? excess : 0;
  }

  /// Of a unit of Gini, from what excess of a load is punished with.
  double fair_price(std::size_t f) const {
    double sum = 0;
    for (std::size_t t = 0; t < model_.k; ++t) {
      sum += penalty_[t * model_.q + model_.fair[f].measure];
    }
    return fairness_ * pressure_ * sum / static_cast<double>(model_.k);
  }

  const Model& model_;
  std::vector<std::int32_t> territory_;            // [n]
  std::vector<double> load_;                       // [k, q]
  std::vector<std::vector<std::size_t>> members_;  // of each territory
  std::vector<std::size_t> position_;              // of each account among the members
  std::vector<double> penalty_;                    // [k, q] of a unit of excess
  std::vector<double> gini_;                       // of each measure that has a largest
  mutable std::vector<double> part_;               // [k] of what a Gini is taken
  double pressure_ = 1, fairness_ = 1;
};

/// The territories of least priced cost for each account, the first few.
class Targets {
 public:
  Targets(const Model& model, const LoadPrices& prices) {
    constexpr std::size_t most = 8;
    std::vector<std::pair<double, std::size_t>> order;
    for (std::size_t i = 0; i < model.n; ++i) {
      order.clear();
      for (std::size_t t = 0; t < model.k; ++t) {
        if (model.allowed(i, t)) order.emplace_back(priced_cost(model, prices.price, i, t), t);
      }
      const std::size_t count = std::min(most, order.size());
      std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count),
                        order.end());
      for (std::size_t c = 0; c < count; ++c) target_.push_back(order[c].second);
      first_.push_back(target_.size());
      if (count > 1) movable_.push_back(i);
    }
  }

  /// Accounts with a choice.
  const std::vector<std::size_t>& movable() const { return movable_; }
  core::View<const std::size_t> of(std::size_t i) const {
    return {target_.data() + first_[i], first_[i + 1] - first_[i]};
  }

 private:
  std::vector<std::size_t> first_{0}, target_, movable_;
};

}  // namespace salesplan::territory::detail
