// Body of replan.hpp: the closed part is set aside, and the open part cascaded anew.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "salesplan/allocation/cascade.hpp"
#include "salesplan/allocation/descent.hpp"
#include "salesplan/allocation/replan.hpp"
#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/wide.hpp"

namespace salesplan::allocation {
namespace detail {

/// Error unless the plan is one that can be changed.
inline void check_plan(core::View<const core::Minor> plan, const Tree& tree,
                       const std::vector<std::uint8_t>& closed, const Wording& wording) {
  const std::size_t n = tree.size();
  const auto refuse = [&](std::size_t v, const std::string& why) -> Error {
    return {ErrorCode::invalid_argument, item_place("plan", v, tree.labels), why};
  };
  std::vector<core::Wide> parts(n);
  std::vector<bool> inner(n);
  for (std::size_t v = n; v-- > 0;) {
    if (core::is_missing(plan[v])) throw refuse(v, "is missing");
    if (inner[v] && parts[v] != plan[v]) {
      throw refuse(v, wording.amount(plan[v]) + " is not the sum of its children, " +
                          wording.amount(parts[v]));
    }
    if (!inner[v] && closed[v] == 0 && plan[v] < 0) {
      throw refuse(v, wording.amount(plan[v]) + " is negative, and still open");
    }
    if (v == 0) continue;
    const auto parent = static_cast<std::size_t>(tree.parent[v]);
    parts[parent] += plan[v];
    inner[parent] = true;
  }
}

}  // namespace detail

SALESPLAN_INLINE std::vector<core::Minor> replan(core::View<const core::Minor> plan,
                                                 const Tree& tree,
                                                 core::View<const std::uint8_t> closed,
                                                 core::Minor total, const Bounds& bounds,
                                                 core::Minor unit, const Wording& wording) {
  check_tree(tree);
  const std::size_t n = tree.size();
  detail::check_length("plan", plan.size(), n);
  if (!closed.empty()) detail::check_length("closed", closed.size(), n);
  detail::check_lengths(bounds, n);
  const Children children = children_of(tree);
  std::vector<std::uint8_t> is_closed(n);
  for (std::size_t v = 0; v < n && !closed.empty(); ++v) {
    is_closed[v] = children.count(v) == 0 && closed[v] != 0 ? 1 : 0;
  }
  detail::check_plan(plan, tree, is_closed, wording);

  // A node of which all is closed is locked. The weights are what is open of the plan.
  std::vector<core::Minor> lower(n), upper(n), locked(n), past(n);
  std::vector<double> open(n);
  for (std::size_t v = n; v-- > 0;) {
    lower[v] = detail::value_at(bounds.lower, v);
    upper[v] = detail::value_at(bounds.upper, v);
    locked[v] = detail::value_at(bounds.locked, v);
    if (is_closed[v] != 0) {
      past[v] = plan[v];
      if (!core::is_missing(locked[v]) && locked[v] != plan[v]) {
        throw Error(ErrorCode::infeasible, detail::item_place("locked", v, tree.labels),
                    wording.amount(locked[v]) + " conflicts with " + wording.amount(plan[v]) +
                        ", which is closed");
      }
      locked[v] = plan[v];
    }
    open[v] = static_cast<double>(plan[v]) - static_cast<double>(past[v]);
    if (v == 0) continue;
    core::Minor& sum = past[static_cast<std::size_t>(tree.parent[v])];
    sum = core::add(sum, past[v], "plan");
  }
  // Said in whole values, so that a conflict names what the caller knows …
  [[maybe_unused]] const detail::Descent feasible(total, tree, open, {lower, upper, locked}, unit,
                                                  ZeroWeights::equal, {}, wording);
  // … and solved in what is open.
  const auto shift = [&](std::vector<core::Minor>& values) {
    for (std::size_t v = 0; v < n; ++v) {
      if (!core::is_missing(values[v])) values[v] = core::subtract(values[v], past[v], "plan");
    }
  };
  shift(lower);
  shift(upper);
  shift(locked);
  std::vector<core::Minor> value = cascade(core::subtract(total, past[0], "total"), tree, open,
                                           {lower, upper, locked}, unit, ZeroWeights::equal);
  for (std::size_t v = 0; v < n; ++v) value[v] += past[v];
  return value;
}

}  // namespace salesplan::allocation
