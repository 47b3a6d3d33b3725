// Bodies of network_flow.hpp.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <queue>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "salesplan/core/error.hpp"
#include "salesplan/core/wide.hpp"
#include "salesplan/numeric/network_flow.hpp"

namespace salesplan::numeric {
namespace detail {

SALESPLAN_INLINE void check_network(std::int32_t nodes, core::View<const Arc> arcs,
                                    core::View<const std::int64_t> supply) {
  constexpr core::Wide limit = core::Wide{1} << 60;
  const auto refuse = [](std::size_t k, const char* field, std::int64_t value,
                         const std::string& why) -> Error {
    return {ErrorCode::invalid_argument, core::at("arcs", static_cast<std::int64_t>(k)) + field,
            std::to_string(value) + why};
  };
  if (nodes < 0) throw Error(ErrorCode::invalid_argument, "nodes", "is negative");
  if (arcs.size() >= std::size_t{1} << 31) {
    throw Error(ErrorCode::unsupported, "arcs", "are more than 2^31");
  }
  if (!supply.empty() && supply.size() != static_cast<std::size_t>(nodes)) {
    throw Error(ErrorCode::invalid_argument, "supply",
                std::to_string(supply.size()) + " values for " + std::to_string(nodes) + " nodes");
  }
  core::Wide sum = 0;
  core::Wide size = 0;
  const auto count = [&size](std::int64_t value) {
    size += value < 0 ? -core::Wide{value} : value;
  };
  for (const std::int64_t value : supply) {
    sum += value;
    count(value);
  }
  if (sum != 0) {
    throw Error(ErrorCode::invalid_argument, "supply",
                "sums to " + core::wide_text(sum) + ", not 0");
  }
  const core::Wide dearest = (core::Wide{1} << 57) / (nodes + 1);
  for (std::size_t k = 0; k < arcs.size(); ++k) {
    const Arc& arc = arcs[k];
    if (arc.from < 0 || arc.from >= nodes) throw refuse(k, ".from", arc.from, " is no node");
    if (arc.to < 0 || arc.to >= nodes) throw refuse(k, ".to", arc.to, " is no node");
    if (arc.lower > arc.upper) {
      throw refuse(k, ".lower", arc.lower, " exceeds upper " + std::to_string(arc.upper));
    }
    if (arc.cost > dearest || arc.cost < -dearest) {
      throw refuse(
          k, ".cost", arc.cost,
          " is beyond " + core::wide_text(dearest) + " for " + std::to_string(nodes) + " nodes");
    }
    count(arc.lower);
    count(arc.upper);
  }
  if (size > limit) {
    throw Error(ErrorCode::overflow, "arcs", "bounds and supplies sum to more than 2^60");
  }
}

class FlowNetwork {
 public:
  FlowNetwork(std::int32_t nodes, core::View<const Arc> arcs, core::View<const std::int64_t> supply)
      : arcs_(arcs),
        n_(static_cast<std::size_t>(nodes)),
        first_(n_ + 1),
        ends_(2 * arcs.size()),
        arc_of_(2 * arcs.size()),
        flow_(arcs.size()),
        price_(n_),
        excess_(supply.begin(), supply.end()) {
    excess_.resize(n_);
    for (const Arc& arc : arcs) {
      ++first_[index(arc.from) + 1];
      ++first_[index(arc.to) + 1];
    }
    for (std::size_t v = 0; v < n_; ++v) first_[v + 1] += first_[v];
    std::vector<std::size_t> next(first_.begin(), first_.end() - 1);
    for (std::size_t k = 0; k < arcs.size(); ++k) {
      const std::size_t tail = next[index(arcs[k].from)]++;
      const std::size_t head = next[index(arcs[k].to)]++;
      ends_[tail] = {static_cast<std::uint32_t>(arcs[k].to), static_cast<std::uint32_t>(head),
                     arcs[k].cost};
      ends_[head] = {static_cast<std::uint32_t>(arcs[k].from), static_cast<std::uint32_t>(tail),
                     -arcs[k].cost};
      arc_of_[tail] = static_cast<std::uint32_t>(2 * k);
      arc_of_[head] = static_cast<std::uint32_t>(2 * k + 1);
    }
  }

  Flow solve() {
    for (int sweep = 0; sweep < 2; ++sweep) {
      for (std::size_t v = 0; v < n_; ++v) settle_price(v);
    }
    for (std::size_t e = 0; e < ends_.size(); ++e) {
      if (is_head(e)) continue;
      const std::size_t k = arc_of_[e] / 2;
      const Arc& arc = arcs_[k];
      flow_[k] = arc.cost + price_[index(arc.from)] < price_[index(arc.to)] ? arc.upper : arc.lower;
      excess_[index(arc.from)] -= flow_[k];
      excess_[index(arc.to)] += flow_[k];
      update_costs(e);
    }
    Flow result;
    while (std::any_of(excess_.begin(), excess_.end(), [](std::int64_t e) { return e > 0; })) {
      if (!reach_deficits()) {
        result.cut.reserve(n_);
        for (const std::int64_t reach : reach_) result.cut.push_back(reach != unreached);
        return result;
      }
      ship();
    }
    result.feasible = true;
    result.flow = std::move(flow_);
    return result;
  }

 private:
  static constexpr std::int64_t unreached = std::int64_t{1} << 60;

  /// The cost of an arc that can take no more from this end: beyond any path. So one comparison of
  /// distances decides, where a second branch on an open arc would be mispredicted half the time.
  static constexpr std::int64_t closed = std::int64_t{1} << 61;

  /// An arc as one of its ends sees it. The tail comes with an even arc_of_, the head with an odd.
  struct End {
    std::uint32_t other;  ///< the node at the other end
    std::uint32_t mate;   ///< the other End
    std::int64_t cost;    ///< of leaving this end along the arc, or `closed`
  };

  /// How a node is reached: by reduced cost, then by the number of arcs.
  struct Label {
    std::int64_t distance;
    std::size_t hops;
    std::size_t node;

    bool operator>(const Label& other) const {
      return std::tie(distance, hops, node) > std::tie(other.distance, other.hops, other.node);
    }
  };

  /// A price at which an arc moves from one bound to the other, and how far.
  using Step = std::pair<std::int64_t, std::int64_t>;

  static std::size_t index(std::int32_t node) { return static_cast<std::size_t>(node); }

  bool is_head(std::size_t end) const { return arc_of_[end] % 2 != 0; }

  /// What may still leave this end along the arc.
  std::int64_t residual(std::size_t end) const {
    const std::size_t k = arc_of_[end] / 2;
    return is_head(end) ? flow_[k] - arcs_[k].lower : arcs_[k].upper - flow_[k];
  }

  /// Opens or closes the arc from both of its ends, of which `end` is one.
  void update_costs(std::size_t end) {
    const std::size_t k = arc_of_[end] / 2;
    const Arc& arc = arcs_[k];
    const std::size_t tail = is_head(end) ? ends_[end].mate : end;
    ends_[tail].cost = flow_[k] < arc.upper ? arc.cost : closed;
    ends_[ends_[tail].mate].cost = flow_[k] > arc.lower ? -arc.cost : closed;
  }

  /// Moves the price of `v` to where its arcs, each taking the better of its bounds, balance it.
  void settle_price(std::size_t v) {
    // As the price rises, arcs out of v drop from upper to lower and arcs into it rise: each at
    // the price where its reduced cost is 0.
    steps_.clear();
    std::int64_t surplus = excess_[v];  // at a price of -infinity
    for (std::size_t e = first_[v]; e < first_[v + 1]; ++e) {
      const Arc& arc = arcs_[arc_of_[e] / 2];
      surplus += is_head(e) ? arc.lower : -arc.upper;
      if (arc.lower < arc.upper) {
        steps_.emplace_back(price_[ends_[e].other] - ends_[e].cost, arc.upper - arc.lower);
      }
    }
    if (steps_.empty()) return;
    // The step at which the surplus is no longer negative, or the last one: first its bucket of
    // prices, then the half of what is left, and so on.
    std::int64_t low = steps_.front().first, high = low;
    for (const Step& step : steps_) {
      low = std::min(low, step.first);
      high = std::max(high, step.first);
    }
    int shift = 0;
    while ((high - low) >> shift >= static_cast<std::int64_t>(gains_.size())) ++shift;
    const auto bucket = [&](const Step& step) {
      return static_cast<std::size_t>((step.first - low) >> shift);
    };
    gains_.fill(0);
    for (const Step& step : steps_) gains_[bucket(step)] += step.second;
    const auto last = static_cast<std::size_t>((high - low) >> shift);
    std::size_t here = 0;
    while (here < last && surplus + gains_[here] < 0) surplus += gains_[here++];
    auto begin = steps_.begin();
    auto end =
        std::partition(begin, steps_.end(), [&](const Step& step) { return bucket(step) == here; });
    while (end - begin > 1) {
      const auto middle = begin + (end - begin) / 2;
      std::nth_element(begin, middle, end);
      std::int64_t gain = 0;
      for (auto step = begin; step != middle; ++step) gain += step->second;
      if (surplus + gain >= 0) {
        end = middle;
      } else {
        surplus += gain;
        begin = middle;
      }
    }
    price_[v] = begin->first;
  }

  /// Shortest paths by reduced cost from all nodes with excess, until half of what lacks is
  /// reached; then the prices take up the distances. False where no deficit can be reached.
  bool reach_deficits() {
    std::priority_queue<Label, std::vector<Label>, std::greater<Label>> queue;
    reach_.assign(n_, unreached);
    hops_.assign(n_, 0);
    settled_.clear();
    core::Wide wanted = 0;
    for (std::size_t v = 0; v < n_; ++v) {
      if (excess_[v] <= 0) continue;
      wanted += excess_[v];
      reach_[v] = price_[v];
      queue.push({0, 0, v});
    }
    wanted = (wanted + 1) / 2;
    std::int64_t farthest = unreached;
    std::int64_t* const reach_of = reach_.data();  // one load less in the inner loop
    while (!queue.empty()) {
      const auto [distance, hops, v] = queue.top();
      queue.pop();
      const std::int64_t base = distance + price_[v];
      if (base > reach_[v] || hops > hops_[v]) continue;
      settled_.push_back(v);
      if (excess_[v] < 0) {
        wanted += excess_[v];
        farthest = distance;
        if (wanted <= 0) break;
      }
      const End* const last = ends_.data() + first_[v + 1];
      for (const End* end = ends_.data() + first_[v]; end != last; ++end) {
        const std::int64_t reach = base + end->cost;
        std::int64_t& known = reach_of[end->other];
        if (reach > known) continue;
        if (reach == known && hops + 1 >= hops_[end->other]) continue;
        known = reach;
        hops_[end->other] = hops + 1;
        queue.push({reach - price_[end->other], hops + 1, end->other});
      }
    }
    if (farthest == unreached) return false;
    for (const std::size_t u : settled_) price_[u] = std::min(reach_[u] - farthest, price_[u]);
    return true;
  }

  /// Ships from excess to deficit along the shortest paths, depth first, each arc tried once.
  void ship() {
    tried_.assign(first_.begin(), first_.end() - 1);
    for (const std::size_t source : settled_) {
      while (excess_[source] > 0 && ship_one(source)) {
      }
    }
  }

  bool ship_one(std::size_t source) {
    path_.clear();
    std::size_t v = source;
    while (excess_[v] >= 0) {
      const std::size_t e = tried_[v] = next_on_path(v, tried_[v]);
      if (e < first_[v + 1]) {
        path_.push_back(v);
        v = ends_[e].other;
      } else if (!path_.empty()) {
        v = path_.back();
        path_.pop_back();
        ++tried_[v];
      } else {
        return false;
      }
    }
    std::int64_t amount = std::min(excess_[source], -excess_[v]);
    for (const std::size_t u : path_) amount = std::min(amount, residual(tried_[u]));
    for (const std::size_t u : path_) {
      const std::size_t e = tried_[u];
      flow_[arc_of_[e] / 2] += is_head(e) ? -amount : amount;
      update_costs(e);
    }
    excess_[source] -= amount;
    excess_[v] += amount;
    return true;
  }

  /// The first arc out of `v` from `e` on that is open and the next one of a shortest path, or the
  /// end of them.
  std::size_t next_on_path(std::size_t v, std::size_t e) const {
    const std::int64_t price = price_[v];
    const std::size_t hops = hops_[v] + 1, end = first_[v + 1];
    while (e < end &&
           !(ends_[e].cost + price == price_[ends_[e].other] && hops_[ends_[e].other] == hops)) {
      ++e;
    }
    return e;
  }

  core::View<const Arc> arcs_;
  std::size_t n_;
  std::vector<std::size_t> first_;  // the ends at v are first_[v] .. first_[v + 1]
  std::vector<End> ends_;
  std::vector<std::uint32_t> arc_of_;  // of each end: twice the arc, one more at the head
  std::vector<std::int64_t> flow_;
  std::vector<std::int64_t> price_;
  std::vector<std::int64_t> excess_;
  std::vector<std::int64_t> reach_;  // the distance from the nearest excess, plus the price
  std::vector<std::size_t> hops_;    // the arcs on the way
  std::vector<std::size_t> settled_, tried_, path_;
  std::vector<Step> steps_;
  std::array<std::int64_t, 256> gains_{};  // of the steps in each bucket
};

}  // namespace detail

SALESPLAN_INLINE Flow min_cost_flow(std::int32_t nodes, core::View<const Arc> arcs,
                                    core::View<const std::int64_t> supply) {
  detail::check_network(nodes, arcs, supply);
  return detail::FlowNetwork(nodes, arcs, supply).solve();
}

}  // namespace salesplan::numeric
