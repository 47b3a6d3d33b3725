// Bodies of calendar_mix.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "salesplan/promotion/calendar_mix.hpp"
#include "salesplan/promotion/estimate.hpp"

namespace salesplan::promotion {
namespace detail {

/// A choice as what it takes of each limited row, as a share of that row's limit.
struct Item {
  std::size_t choice = 0;
  double value = 0;
  core::Minor cost = 0;
  std::vector<std::pair<std::size_t, double>> takes;  ///< (row, share)
};

/// Items by promotion, and as many rows, each with a limit of 1 (and a tolerance for rounding).
struct MixRows {
  std::vector<std::vector<Item>> group;
  std::size_t rows = 1;  ///< row 0 is the budget, also kept exactly in minor units
  core::Minor budget = 0;
};

constexpr double full = 1 + 1e-12;

SALESPLAN_INLINE void check_mix(core::View<const MixChoice> choices, const MixLimits& limits) {
  const auto refuse = [](const std::string& place, const std::string& why) -> Error {
    return {ErrorCode::invalid_argument, place, why};
  };
  constexpr std::int64_t horizon = 1000;
  if (limits.budget < 0) {
    throw refuse("budget", std::to_string(limits.budget) + " is negative");
  }
  for (std::size_t t = 0; t < limits.capacity.size(); ++t) {
    need_not_negative(limits.capacity[t], core::at("capacity", static_cast<std::int64_t>(t)));
  }
  const auto last =
      limits.capacity.empty() ? horizon : static_cast<std::int64_t>(limits.capacity.size());
  for (std::size_t i = 0; i < choices.size(); ++i) {
    const MixChoice& c = choices[i];
    const std::string place = core::at("choices", static_cast<std::int64_t>(i));
    if (c.promotion >= 10000) {
      throw refuse(place + ".promotion", std::to_string(c.promotion) + " exceeds 9999");
    }
    need_finite(c.value, place + ".value");
    if (c.cost < 0) throw refuse(place + ".cost", std::to_string(c.cost) + " is negative");
    if (c.start < 0) throw refuse(place + ".start", std::to_string(c.start) + " is negative");
    if (c.periods < 1) {
      throw refuse(place + ".periods", std::to_string(c.periods) + " is not positive");
    }
    if (std::int64_t{c.start} + c.periods > last) {
      throw refuse(place + ".periods", "ends at " +
                                           std::to_string(std::int64_t{c.start} + c.periods) +
                                           ", beyond period " + std::to_string(last));
    }
    need_not_negative(c.load, place + ".load");
  }
  for (std::size_t s = 0; s < limits.exclusive.size(); ++s) {
    if (limits.exclusive[s].gap < 0 || limits.exclusive[s].gap > horizon) {
      throw refuse(core::at("exclusive", static_cast<std::int64_t>(s)) + ".gap",
                   std::to_string(limits.exclusive[s].gap) + " is outside 0 .. 1000");
    }
  }
}

/// The rows: budget, capacity a period, and for every exclusive set a place in each period, which a
/// choice holds from its start until `gap` periods after its end.
SALESPLAN_INLINE MixRows mix_rows(core::View<const MixChoice> choices, const MixLimits& limits) {
  MixRows mix;
  mix.budget = limits.budget;
  std::map<std::pair<std::size_t, std::int32_t>, std::size_t> place_row;
  std::map<std::size_t, std::vector<std::size_t>> sets_of;
  for (std::size_t s = 0; s < limits.exclusive.size(); ++s) {
    for (std::size_t promotion : limits.exclusive[s].promotions) sets_of[promotion].push_back(s);
  }
  mix.rows = 1 + limits.capacity.size();
  std::map<std::size_t, std::size_t> group_of;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    const MixChoice& c = choices[i];
    if (!(c.value > 0) || c.cost > limits.budget) continue;
    Item item{i, c.value, c.cost, {}};
    if (c.cost > 0) {
      item.takes.push_back({0, static_cast<double>(c.cost) / static_cast<double>(limits.budget)});
    }
    bool fits = true;
    for (std::int32_t t = c.start; t < c.start + c.periods && c.load > 0; ++t) {
      if (limits.capacity.empty()) break;
      const double capacity = limits.capacity[static_cast<std::size_t>(t)];
      fits = fits && c.load <= capacity * full;
      item.takes.push_back({1 + static_cast<std::size_t>(t), c.load / capacity});
    }
    if (!fits) continue;
    const auto sets = sets_of.find(c.promotion);
    if (sets != sets_of.end()) {
      for (std::size_t s : sets->second) {
        for (std::int32_t t = c.start; t < c.start + c.periods + limits.exclusive[s].gap; ++t) {
          const auto [it, fresh] = place_row.insert({{s, t}, mix.rows});
          if (fresh) ++mix.rows;
          item.takes.push_back({it->second, 1});
        }
      }
    }
    const auto [it, fresh] = group_of.insert({c.promotion, mix.group.size()});
    if (fresh) mix.group.emplace_back();
    mix.group[it->second].push_back(std::move(item));
  }
  return mix;
}

/// The search for the best selection.
class MixSearch {
 public:
  MixSearch(MixRows mix, const MixOptions& options)
      : mix_(std::move(mix)), options_(options), price_(mix_.rows, 0.0), used_(mix_.rows, 0.0) {}

  MixPlan run() {
    start_greedily();
    set_prices();
    order_by_price();
    descend(0);
    MixPlan plan;
    plan.chosen = best_;
    std::sort(plan.chosen.begin(), plan.chosen.end());
    plan.value = best_value_;
    plan.bound = std::max(best_value_, open_bound_);
    plan.nodes = nodes_;
    return plan;
  }

 private:
  bool fits(const Item& item) const {
    if (item.cost > mix_.budget - cost_) return false;
    for (const auto& [row, share] : item.takes) {
      if (row > 0 && used_[row] + share > full) return false;
    }
    return true;
  }

  void take(const Item& item, double sign) {
    for (const auto& [row, share] : item.takes) used_[row] += sign * share;
    cost_ += sign > 0 ? item.cost : -item.cost;
  }

  void keep_if_better(const std::vector<const Item*>& chosen) {
    double value = 0;  // summed afresh: the running sum has rounding of all steps in it
    for (const Item* item : chosen) value += item->value;
    if (value > best_value_) {
      best_value_ = value;
      best_.clear();
      for (const Item* item : chosen) best_.push_back(item->choice);
    }
  }

  /// Choices by value for what they take, each promotion once: a first selection.
  void start_greedily() {
    struct Ranked {
      double rank;
      std::size_t group;
      const Item* item;
    };
    std::vector<Ranked> ranked;
    for (std::size_t g = 0; g < mix_.group.size(); ++g) {
      for (const Item& item : mix_.group[g]) {
        double takes = 1e-3;
        for (const auto& row_share : item.takes) takes += row_share.second;
        ranked.push_back({item.value / takes, g, &item});
      }
    }
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const Ranked& a, const Ranked& b) { return a.rank > b.rank; });
    std::vector<bool> done(mix_.group.size(), false);
    std::vector<const Item*> chosen;
    for (const Ranked& r : ranked) {
      if (done[r.group] || !fits(*r.item)) continue;
      done[r.group] = true;
      take(*r.item, 1);
      chosen.push_back(r.item);
    }
    keep_if_better(chosen);
    std::fill(used_.begin(), used_.end(), 0.0);
    cost_ = 0;
  }

  double priced(const Item& item, const std::vector<double>& price) const {
    double worth = item.value;
    for (const auto& [row, share] : item.takes) worth -= price[row] * share;
    return worth;
  }

  /// Prices of the rows that make the Lagrangian bound small: subgradient steps of Held & Karp.
  void set_prices() {
    std::vector<double> price(mix_.rows, 0.0), slack(mix_.rows);
    double best_bound = -1, length = 1;
    int stale = 0;
    for (int step = 0; step < 1000 && length > 1e-4; ++step) {
      double bound = 0;
      for (double p : price) bound += p;
      std::fill(slack.begin(), slack.end(), 1.0);
      for (const std::vector<Item>& group : mix_.group) {
        const Item* top = nullptr;
        double most = 0;
        for (const Item& item : group) {
          const double worth = priced(item, price);
          if (worth > most) {
            most = worth;
            top = &item;
          }
        }
        bound += most;
        if (top == nullptr) continue;
        for (const auto& [row, share] : top->takes) slack[row] -= share;
      }
      if (best_bound < 0 || bound < best_bound * (1 - 1e-6)) {
        stale = 0;
      } else if (++stale == 10) {
        stale = 0;
        length /= 2;
      }
      if (best_bound < 0 || bound < best_bound) {
        best_bound = bound;
        price_ = price;
      }
      double squares = 0;
      for (std::size_t r = 0; r < mix_.rows; ++r) {
        if (slack[r] < 0 || price[r] > 0) squares += slack[r] * slack[r];
      }
      if (squares == 0 || bound <= best_value_) return;
      const double stride = length * (bound - best_value_) / squares;
      for (std::size_t r = 0; r < mix_.rows; ++r) {
        price[r] = std::max(0.0, price[r] - stride * slack[r]);
      }
    }
  }

  /// Promotions that matter most first, their choices best first, and what is left to gain.
  void order_by_price() {
    std::vector<std::pair<double, std::vector<Item>>> ranked;
    for (std::vector<Item>& group : mix_.group) {
      std::stable_sort(group.begin(), group.end(), [&](const Item& a, const Item& b) {
        return priced(a, price_) > priced(b, price_);
      });
      const double first = priced(group[0], price_);
      const double second = group.size() > 1 ? std::max(0.0, priced(group[1], price_)) : 0;
      ranked.push_back({std::abs(first - second), std::move(group)});
    }
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    mix_.group.clear();
    for (auto& entry : ranked) mix_.group.push_back(std::move(entry.second));
    worth_.resize(mix_.group.size());
    rest_.assign(mix_.group.size() + 1, 0.0);
    for (std::size_t g = mix_.group.size(); g-- > 0;) {
      for (const Item& item : mix_.group[g]) worth_[g].push_back(priced(item, price_));
      rest_[g] = rest_[g + 1] + std::max(0.0, worth_[g][0]);
    }
    so_far_ = 0;
    for (double p : price_) so_far_ += p;
  }

  /// Whether a subproblem of this bound can be left out; remembers it where the search was cut.
  bool leave_out(double bound) {
    if (bound <= best_value_ + options_.gap * bound) return true;
    if (nodes_ < options_.nodes) return false;
    open_bound_ = std::max(open_bound_, bound);
    return true;
  }

  /// so_far_ + rest_[g] bounds every completion: prices of all rows plus priced worths. The depth
  /// of the recursion is the number of promotions.
  void descend(std::size_t g) {
    if (g == mix_.group.size()) return keep_if_better(chosen_);
    const std::vector<Item>& group = mix_.group[g];
    bool none_tried = false;
    const auto try_none = [&] {
      none_tried = true;
      if (leave_out(so_far_ + rest_[g + 1])) return;
      ++nodes_;
      descend(g + 1);
    };
    for (std::size_t j = 0; j < group.size(); ++j) {
      const double worth = worth_[g][j];
      if (worth < 0 && !none_tried) try_none();
      if (leave_out(so_far_ + worth + rest_[g + 1])) break;
      if (!fits(group[j])) continue;
      ++nodes_;
      take(group[j], 1);
      so_far_ += worth;
      chosen_.push_back(&group[j]);
      descend(g + 1);
      chosen_.pop_back();
      so_far_ -= worth;
      take(group[j], -1);
    }
    if (!none_tried) try_none();
  }

  MixRows mix_;
  const MixOptions& options_;
  std::vector<double> price_;
  std::vector<double> used_;
  core::Minor cost_ = 0;
  std::vector<std::vector<double>> worth_;  ///< priced worth of every item
  std::vector<double> rest_;                ///< best priced worth of the promotions from g on
  double so_far_ = 0;
  std::vector<const Item*> chosen_;
  std::vector<std::size_t> best_;
  double best_value_ = 0;
  double open_bound_ = 0;
  std::size_t nodes_ = 0;
};

}  // namespace detail

SALESPLAN_INLINE MixPlan best_mix(core::View<const MixChoice> choices, const MixLimits& limits,
                                  const MixOptions& options) {
  detail::check_mix(choices, limits);
  MixPlan plan = detail::MixSearch(detail::mix_rows(choices, limits), options).run();
  for (std::size_t i : plan.chosen) plan.cost += choices[i].cost;
  return plan;
}

}  // namespace salesplan::promotion
