// Bodies of channel_review.hpp.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <type_traits>

#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/review/channel_review.hpp"

namespace salesplan::review {
namespace detail {

/// Sums of every node from its leaves.
template <class T>
std::vector<T> sums_below(const allocation::Tree& tree, core::View<const T> leaves) {
  const allocation::Children children = allocation::children_of(tree);
  std::vector<T> sum(tree.size(), 0);
  for (std::size_t i = tree.size(); i-- > 0;) {
    if (children.count(i) == 0 && !leaves.empty()) sum[i] = leaves[i];
    if (i == 0) break;
    T& above = sum[static_cast<std::size_t>(tree.parent[i])];
    if constexpr (std::is_same_v<T, double>) {
      above += sum[i];
    } else {
      above = core::add(above, sum[i], "sales");
    }
  }
  return sum;
}

inline ChannelFigures channel_figures(const allocation::Tree& tree, core::View<const double> visits,
                                      core::View<const double> orders,
                                      core::View<const core::Minor> revenue,
                                      core::View<const core::Minor> cost,
                                      core::View<const core::Minor> spend) {
  const std::vector<double> seen = sums_below(tree, visits), bought = sums_below(tree, orders);
  const std::vector<core::Minor> sold = sums_below(tree, revenue), paid = sums_below(tree, cost),
                                 spent = sums_below(tree, spend);
  ChannelFigures figures;
  for (std::size_t i = 0; i < tree.size(); ++i) {
    const auto money = static_cast<double>(sold[i]);
    const auto ratio = [](double a, double b) { return b > 0 ? a / b : core::missing_number; };
    figures.conversion.push_back(ratio(bought[i], seen[i]));
    figures.order_value.push_back(ratio(money, bought[i]));
    figures.roi.push_back(
        ratio(money - static_cast<double>(paid[i]), static_cast<double>(spent[i])) - 1);
  }
  return figures;
}

inline void check_channel_sales(std::size_t n, const ChannelSales& sales) {
  const auto length = [n](const char* place, std::size_t size, bool may_be_empty) {
    if (size == n || (may_be_empty && size == 0)) return;
    throw Error(ErrorCode::invalid_argument, place,
                std::to_string(size) + " values for " + std::to_string(n) + " nodes");
  };
  const auto counts = [&](const char* place, core::View<const double> values) {
    length(place, values.size(), false);
    for (std::size_t i = 0; i < n; ++i) {
      if (values[i] >= 0 && std::isfinite(values[i])) continue;
      throw Error(ErrorCode::invalid_argument, core::at(place, static_cast<std::int64_t>(i)),
                  core::to_text(values[i]) + " is not a finite number of at least 0");
    }
  };
  counts("visits_before", sales.visits_before);
  counts("visits_after", sales.visits_after);
  counts("orders_before", sales.orders_before);
  counts("orders_after", sales.orders_after);
  length("revenue_before", sales.revenue_before.size(), false);
  length("revenue_after", sales.revenue_after.size(), false);
  length("cost_before", sales.cost_before.size(), true);
  length("cost_after", sales.cost_after.size(), true);
  length("spend_before", sales.spend_before.size(), true);
  length("spend_after", sales.spend_after.size(), true);
}

}  // namespace detail

SALESPLAN_INLINE ChannelReview channel_review(const allocation::Tree& tree,
                                              const ChannelSales& sales) {
  allocation::check_tree(tree);
  const std::size_t n = tree.size();
  detail::check_channel_sales(n, sales);
  const allocation::Children children = allocation::children_of(tree);
  enum Effect : std::size_t { visits, conversion, order_value, is_new, discontinued, effects };
  std::vector<core::Minor> amount(n * effects, 0);
  for (std::size_t i = 0; i < n; ++i) {
    if (children.count(i) > 0) continue;
    core::Minor* of = &amount[i * effects];
    const double v0 = sales.visits_before[i], v1 = sales.visits_after[i];
    const double o0 = sales.orders_before[i], o1 = sales.orders_after[i];
    const core::Minor r0 = sales.revenue_before[i], r1 = sales.revenue_after[i];
    if (!(v0 > 0 && o0 > 0 && v1 > 0 && o1 > 0)) {
      of[is_new] = r1;
      of[discontinued] = core::subtract(0, r0, "revenue");
      continue;
    }
    const double a0 = static_cast<double>(r0) / o0, a1 = static_cast<double>(r1) / o1;
    const double wanted[] = {(v1 - v0) * (o0 / v0) * a0, (o1 - v1 * (o0 / v0)) * a0,
                             o1 * (a1 - a0)};
    const std::vector<core::Minor> parts =
        whole_parts(core::subtract(r1, r0, "revenue"), {wanted, 3}, "revenue");
    for (std::size_t e = 0; e < 3; ++e) of[e] = parts[e];
  }
  ChannelReview result;
  result.bridge = roll_up(tree, {"visits", "conversion", "order_value", "new", "discontinued"},
                          sales.revenue_before, sales.revenue_after, amount);
  result.before =
      detail::channel_figures(tree, sales.visits_before, sales.orders_before, sales.revenue_before,
                              sales.cost_before, sales.spend_before);
  result.after = detail::channel_figures(tree, sales.visits_after, sales.orders_after,
                                         sales.revenue_after, sales.cost_after, sales.spend_after);
  return result;
}

}  // namespace salesplan::review
