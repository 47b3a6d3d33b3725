// Bodies of month_mix.hpp.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "salesplan/plan/history.hpp"
#include "salesplan/plan/month_mix.hpp"
#include "salesplan/review/price_volume_mix.hpp"

namespace salesplan::plan {
namespace detail {

/// Puts the members of dimension `at` of Specification::mix_by below `node`, and those of the
/// following below their leaves. @param leaves  node of each combination of leaves, row-major
inline void grow_mix_tree(const Specification& spec, std::size_t at, std::int32_t node,
                          MixReview& review, std::vector<std::size_t>& leaves) {
  if (at == spec.mix_by.size()) {
    leaves.push_back(static_cast<std::size_t>(node));
    return;
  }
  const table::Dimension& dimension = spec.dimensions[spec.mix_by[at]];
  std::vector<std::int32_t> place(dimension.size(), node);
  for (std::size_t member = 1; member < dimension.size(); ++member) {
    const auto m = static_cast<std::int32_t>(member);
    place[member] = static_cast<std::int32_t>(review.parent.size());
    review.parent.push_back(place[static_cast<std::size_t>(dimension.parent(m))]);
    review.labels.push_back(at == 0 ? dimension.label(m)
                                    : review.labels[static_cast<std::size_t>(node)] + " / " +
                                          dimension.label(m));
  }
  for (std::size_t leaf = 0; leaf < dimension.leaf_count(); ++leaf) {
    grow_mix_tree(spec, at + 1, place[static_cast<std::size_t>(dimension.leaf(leaf))], review,
                  leaves);
  }
}

}  // namespace detail

SALESPLAN_INLINE MixReview month_mix(const Specification& spec, const Document& document) {
  MixReview result;
  const Sales& sales = document.sales;
  if (sales.units.empty() || spec.mix_by.empty()) return result;
  result.parent.push_back(-1);
  result.labels.push_back(spec.company);
  std::vector<std::size_t> leaves;
  detail::grow_mix_tree(spec, 0, 0, result, leaves);

  const std::vector<std::size_t> group = group_of_cells(spec, spec.mix_by);
  const std::size_t cells = group.size(), nodes = result.parent.size();
  const auto sums = [&](const auto& of, std::size_t month) {
    std::vector<std::decay_t<decltype(of[0])>> values(nodes, 0);
    for (std::size_t c = 0; c < cells; ++c) values[leaves[group[c]]] += of[month * cells + c];
    return values;
  };
  const auto pieces = [&](std::size_t month) {
    std::vector<double> units = sums(sales.units, month);
    for (double& one : units) one = std::max(one, 0.0);
    return units;
  };
  for (std::size_t m = sales.unknown; m < document.closed; ++m) {
    const std::size_t now = m + Sales::lead;
    const std::vector<double> q0 = pieces(m), q1 = pieces(now);
    const std::vector<core::Minor> r0 = sums(sales.revenue.cells(), m),
                                   r1 = sums(sales.revenue.cells(), now);
    const allocation::Tree tree{result.parent, result.labels};
    MonthMix month;
    month.month = m;
    month.revenue = review::price_volume_mix(tree, {q0, q1, r0, r1}).bridge;
    if (sales.cost.size() > 0) {
      const std::vector<core::Minor> c0 = sums(sales.cost.cells(), m),
                                     c1 = sums(sales.cost.cells(), now);
      month.profit = review::price_volume_mix(tree, {q0, q1, r0, r1, c0, c1}).bridge;
    }
    result.months.push_back(std::move(month));
  }
  return result;
}

}  // namespace salesplan::plan
