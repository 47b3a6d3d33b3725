// Bodies of lot_sizing.hpp.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>

#include "salesplan/core/money.hpp"
#include "salesplan/material/lot_sizing.hpp"

namespace salesplan::material {
namespace detail {

/// One value for all periods, or one each.
inline std::vector<double> by_period(const std::vector<double>& given, std::size_t periods,
                                     const char* name, bool needed) {
  if (given.empty() && !needed) return std::vector<double>(periods, 0.0);
  if (given.size() != 1 && given.size() != periods) {
    throw Error(
        ErrorCode::invalid_argument, name,
        std::to_string(given.size()) + " values for " + std::to_string(periods) + " periods");
  }
  for (std::size_t t = 0; t < given.size(); ++t) {
    check_amount(given[t], core::at(name, static_cast<std::int64_t>(t)));
  }
  return given.size() == periods ? given : std::vector<double>(periods, given[0]);
}

constexpr double unreached = std::numeric_limits<double>::infinity();

/// Orders in packs; `due` are the packs needed through each period.
inline std::vector<Pieces> wagner_whitin(const std::vector<Pieces>& due, const LotCosts& costs,
                                         double pack) {
  const std::size_t n = due.size();
  std::vector<double> least(n + 1, unreached);  // cost of the first t periods, nothing left over
  std::vector<std::size_t> last(n + 1, 0);      // the period of the last order, n for none
  least[0] = 0;
  for (std::size_t t = 0; t < n; ++t) {
    const Pieces before = t == 0 ? 0 : due[t - 1];
    if (due[t] == before && least[t] < least[t + 1]) {
      least[t + 1] = least[t];
      last[t + 1] = n;
    }
    double cost = least[t] + costs.order[t], carried = costs.price[t];
    for (std::size_t j = t; j < n; ++j) {  // the order of t lasts through j
      const Pieces packs = due[j] - (j == 0 ? 0 : due[j - 1]);
      cost += carried * pack * static_cast<double>(packs);
      carried += costs.holding[j];
      if (packs > 0 && cost < least[j + 1]) {
        least[j + 1] = cost;
        last[j + 1] = t;
      }
    }
  }
  std::vector<Pieces> order(n, 0);
  for (std::size_t end = n; end > 0;) {
    if (last[end] == n) {
      --end;
      continue;
    }
    const std::size_t t = last[end];
    order[t] = due[end - 1] - (t == 0 ? 0 : due[t - 1]);
    end = t;
  }
  return order;
}

/// The same with orders of at least `least` packs, over all numbers of packs ordered so far.
inline std::vector<Pieces> with_minimum(const std::vector<Pieces>& due, const LotCosts& costs,
                                        double pack, Pieces least) {
  const std::size_t n = due.size();
  if (n == 0 || due.back() == 0) return std::vector<Pieces>(n, 0);
  if (core::Wide{due.back()} + least > core::Wide{50000000} / static_cast<core::Wide>(n)) {
    throw Error(ErrorCode::invalid_argument, "need",
                "periods times packs exceed 5*10^7; a larger pack makes fewer");
  }
  const std::size_t most = static_cast<std::size_t>(due.back() + least - 1),
                    jump = static_cast<std::size_t>(least);
  std::vector<double> cost(most + 1, unreached), next(most + 1);
  std::vector<std::int32_t> ordered(n * (most + 1), 0);  // packs of this period's order
  cost[0] = 0;
  for (std::size_t t = 0; t < n; ++t) {
    const double price = costs.price[t] * pack;
    double cheapest = unreached;  // of cost[y] - price·y over the y from which x can be ordered
    std::size_t from = 0;
    for (std::size_t x = 0; x <= most; ++x) {
      if (x >= jump) {
        const double start = cost[x - jump] - price * static_cast<double>(x - jump);
        if (start < cheapest) {
          cheapest = start;
          from = x - jump;
        }
      }
      next[x] = cost[x];
      const double with_order = costs.order[t] + cheapest + price * static_cast<double>(x);
      if (with_order < next[x]) {
        next[x] = with_order;
        ordered[t * (most + 1) + x] = static_cast<std::int32_t>(x - from);
      }
      const Pieces left = static_cast<Pieces>(x) - due[t];
      if (left < 0) next[x] = unreached;
      next[x] += costs.holding[t] * pack * static_cast<double>(std::max<Pieces>(left, 0));
    }
    cost.swap(next);
  }
  std::size_t x =
      static_cast<std::size_t>(std::min_element(cost.begin(), cost.end()) - cost.begin());
  std::vector<Pieces> order(n, 0);
  for (std::size_t t = n; t-- > 0;) {
    order[t] = ordered[t * (most + 1) + x];
    x -= static_cast<std::size_t>(order[t]);
  }
  return order;
}

}  // namespace detail

SALESPLAN_INLINE LotPlan lot_sizes(core::View<const Pieces> need, const LotCosts& costs,
                                   const Packing& packing) {
  const std::size_t n = need.size();
  if (n > 10000) {
    throw Error(ErrorCode::invalid_argument, "need", std::to_string(n) + " periods exceed 10000");
  }
  check_packing(packing, "packing");
  const LotCosts each{detail::by_period(costs.order, n, "order", n > 0),
                      detail::by_period(costs.holding, n, "holding", n > 0),
                      detail::by_period(costs.price, n, "price", false)};
  std::vector<Pieces> total(n), due(n);
  for (std::size_t t = 0; t < n; ++t) {
    check_pieces(need[t], core::at("need", static_cast<std::int64_t>(t)));
    total[t] = core::add(t == 0 ? 0 : total[t - 1], need[t], "need");
    due[t] = packs_for(total[t], packing.pack);
  }
  const double pack = static_cast<double>(packing.pack);
  const Pieces least = least_packs(packing);
  LotPlan plan;
  plan.order = least == 1 ? detail::wagner_whitin(due, each, pack)
                          : detail::with_minimum(due, each, pack, least);
  Pieces bought = 0;
  for (std::size_t t = 0; t < n; ++t) {
    if (plan.order[t] > most_pieces / packing.pack) {
      throw Error(ErrorCode::overflow, "need", "an order exceeds 10^15 pieces");
    }
    Pieces& order = plan.order[t];
    order *= packing.pack;
    bought = core::add(bought, order, "need");
    plan.cost += (order > 0 ? each.order[t] : 0) + each.price[t] * static_cast<double>(order) +
                 each.holding[t] * static_cast<double>(bought - total[t]);
  }
  return plan;
}

}  // namespace salesplan::material
