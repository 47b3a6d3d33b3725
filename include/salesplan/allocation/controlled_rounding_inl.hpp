// Bodies of controlled_rounding.hpp: which cells go up is a flow through both trees.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "salesplan/allocation/bounds.hpp"
#include "salesplan/allocation/controlled_rounding.hpp"
#include "salesplan/core/error.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/numeric/network_flow.hpp"

namespace salesplan::allocation {
namespace detail {

// Fractions of a unit are counted in 2^-32, so that sums of them are exact.
constexpr int fraction_bits = 32;
constexpr std::int64_t whole_unit = std::int64_t{1} << fraction_bits;

SALESPLAN_INLINE std::vector<std::size_t> leaves_of(const Tree& tree, const char* name) {
  try {
    check_tree(tree);
  } catch (const Error& error) {
    throw Error(error.code(), std::string(name) + "." + error.place(),
                error.what() + error.place().size() + 2);
  }
  const Children children = children_of(tree);
  std::vector<std::size_t> leaves;
  for (std::size_t v = 0; v < tree.size(); ++v) {
    if (children.count(v) == 0) leaves.push_back(v);
  }
  return leaves;
}

/// How many cells below a node may go up: the whole part of its sum of fractions, or one more where
/// something is left of it.
struct Raised {
  std::int64_t fractions = 0;
  std::int64_t cells = 0;

  std::int64_t nearest() const { return (fractions + whole_unit / 2) >> fraction_bits; }
  bool whole() const { return std::abs(fractions - nearest() * whole_unit) <= cells; }
  std::int64_t least() const { return whole() ? nearest() : fractions >> fraction_bits; }
  std::int64_t most() const { return whole() ? nearest() : least() + 1; }
};

/// Adds up the leaves' sums over the tree.
SALESPLAN_INLINE void gather(const Tree& tree, std::vector<Raised>& sums) {
  for (std::size_t v = tree.size(); v-- > 1;) {
    Raised& parent = sums[static_cast<std::size_t>(tree.parent[v])];
    parent.fractions += sums[v].fractions;
    parent.cells += sums[v].cells;
  }
}

}  // namespace detail

SALESPLAN_INLINE std::vector<core::Minor> controlled_rounding(core::View<const double> values,
                                                              const Tree& rows, const Tree& columns,
                                                              core::Minor unit) {
  if (unit < 1 || unit > core::Minor{1} << 61) {
    throw Error(ErrorCode::invalid_argument, "unit", std::to_string(unit) + " is not in [1, 2^61]");
  }
  const std::vector<std::size_t> row_leaves = detail::leaves_of(rows, "rows");
  const std::vector<std::size_t> column_leaves = detail::leaves_of(columns, "columns");
  detail::check_length("values", values.size(), row_leaves.size() * column_leaves.size());
  if (rows.size() + columns.size() > std::size_t{1} << 24) {
    throw Error(ErrorCode::unsupported, "rows", "and columns have more than 2^24 nodes");
  }

  // Nodes of the network: those of the row tree, then those of the column tree.
  std::vector<core::Minor> cells(values.size());
  std::vector<detail::Raised> row_sums(rows.size()), column_sums(columns.size());
  std::vector<numeric::Arc> arcs;
  arcs.reserve(values.size() + rows.size() + columns.size());
  const auto node = [](std::size_t v) { return static_cast<std::int32_t>(v); };
  for (std::size_t k = 0; k < values.size(); ++k) {
    const double units = values[k] / static_cast<double>(unit);
    if (!(std::abs(units) < 0x1p53 && std::abs(values[k]) < 0x1p61)) {
      throw Error(ErrorCode::invalid_argument, core::at("values", static_cast<std::int64_t>(k)),
                  core::to_text(values[k]) + " is not within 2^53 units and 2^61");
    }
    const double below = std::floor(units);
    cells[k] = static_cast<core::Minor>(below);
    const std::int64_t fraction =
        std::llround((units - below) * static_cast<double>(detail::whole_unit));
    const detail::Raised here{fraction, 1};
    const std::size_t row = row_leaves[k / column_leaves.size()];
    const std::size_t column = column_leaves[k % column_leaves.size()];
    row_sums[row].fractions += fraction;
    row_sums[row].cells += 1;
    column_sums[column].fractions += fraction;
    column_sums[column].cells += 1;
    // Going up instead of down changes the squared error by 1 - 2·fraction.
    arcs.push_back({node(row), node(rows.size() + column), here.least(), here.most(),
                    detail::whole_unit - 2 * fraction});
  }
  detail::gather(rows, row_sums);
  detail::gather(columns, column_sums);
  for (std::size_t v = 1; v < rows.size(); ++v) {
    arcs.push_back({rows.parent[v], node(v), row_sums[v].least(), row_sums[v].most(), 0});
  }
  for (std::size_t v = 1; v < columns.size(); ++v) {
    arcs.push_back({node(rows.size() + v), node(rows.size()) + columns.parent[v],
                    column_sums[v].least(), column_sums[v].most(), 0});
  }
  arcs.push_back({node(rows.size()), 0, row_sums[0].least(), row_sums[0].most(), 0});

  const numeric::Flow up = numeric::min_cost_flow(node(rows.size() + columns.size()), arcs);
  if (!up.feasible) throw Error(ErrorCode::internal, "values", "no rounding was found");
  for (std::size_t k = 0; k < cells.size(); ++k) cells[k] = (cells[k] + up.flow[k]) * unit;
  return cells;
}

}  // namespace salesplan::allocation
