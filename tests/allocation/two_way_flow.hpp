// Whether a two-way table with margins in whole numbers exists, by maximum flow: what fit_margins
// must say too.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "salesplan/allocation/margin_problem.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/numeric/network_flow.hpp"

namespace salesplan::allocation {

/// Of a problem of rows and columns whose margins are these two, exact or within bounds, and whose
/// cells have no lower bound.
inline bool exists(const MarginProblem& problem) {
  constexpr std::int64_t enough = 100000;
  const auto rows = static_cast<std::int32_t>(problem.shape[0]);
  const auto columns = static_cast<std::int32_t>(problem.shape[1]);
  const std::int32_t outside = rows + columns;
  const auto whole = [](core::View<const double> values, std::size_t i, std::int64_t otherwise) {
    const bool given = !values.empty() && !core::is_missing(values[i]);
    return given ? static_cast<std::int64_t>(values[i]) : otherwise;
  };
  std::vector<numeric::Arc> arcs;
  const auto add_total = [&](std::int32_t from, std::int32_t to, const Margin& margin,
                             std::int32_t i) {
    const auto g = static_cast<std::size_t>(i);
    arcs.push_back({from, to, whole(margin.totals, g, whole(margin.lower, g, 0)),
                    whole(margin.totals, g, whole(margin.upper, g, enough)), 0});
  };
  for (std::int32_t i = 0; i < rows; ++i) add_total(outside, i, problem.margins[0], i);
  for (std::int32_t j = 0; j < columns; ++j) add_total(rows + j, outside, problem.margins[1], j);
  for (std::int32_t i = 0; i < rows; ++i) {
    for (std::int32_t j = 0; j < columns; ++j) {
      const auto c = static_cast<std::size_t>(i * columns + j);
      const bool open = problem.basis[c] > 0;
      arcs.push_back({i, rows + j, 0, open ? whole(problem.upper, c, enough) : 0, 0});
    }
  }
  return numeric::min_cost_flow(outside + 1, arcs).feasible;
}

}  // namespace salesplan::allocation
