// Bodies of breakdown.hpp.
#pragma once

#include <algorithm>
#include <map>
#include <tuple>

#include "salesplan/allocation/cascade.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/plan/breakdown.hpp"

namespace salesplan::plan {
namespace detail {

inline std::string rule_place(std::size_t rule) {
  return core::at("allocation.rules", static_cast<std::int64_t>(rule));
}

/// Conflicts in currency units, and with the rules that a user wrote rather than nodes only.
inline allocation::Wording wording(const Specification& spec, const Breakdown& tree) {
  allocation::Wording words;
  words.amount = [&spec](core::Wide minor) { return core::amount_text(minor, spec.decimals); };
  words.source = [&](std::size_t node, const std::string& name) {
    for (std::size_t r = 0; r < spec.rules.size(); ++r) {
      const Rule& rule = spec.rules[r];
      const auto& bound = name == "lower" ? rule.lower : name == "upper" ? rule.upper : rule.lock;
      if (tree.rule_node[r] == node && bound) return rule_place(r);
    }
    return std::string();
  };
  return words;
}

class BreakdownBuilder {
 public:
  BreakdownBuilder(const Specification& spec, const History& history)
      : spec_(spec), cells_(history.cells) {
    tree_.parent = {-1};
    tree_.labels = {"company"};
    for (std::size_t d = 0; d < spec.dimensions.size(); ++d) {
      leaf_of_cells_.push_back(leaf_of_cells(spec, d));
      check_levels(spec.dimensions[d], core::at("dimensions", static_cast<std::int64_t>(d)));
    }
  }

  Breakdown build(const std::vector<double>& weights) {
    std::size_t weighted = 0;
    for (double weight : weights) weighted += weight > 0 ? 1 : 0;
    if (weighted > Breakdown::max_cells) {
      throw Error(ErrorCode::overflow, "dimensions",
                  std::to_string(weighted) + " months and combinations of leaves need a target; " +
                      "allowed: " + std::to_string(Breakdown::max_cells));
    }
    for (std::size_t i = 0; i < weights.size(); ++i) {
      if (!(weights[i] > 0)) continue;
      const std::int32_t node = add_cell(i / cells_, i % cells_);
      tree_.cell.resize(tree_.parent.size(), Breakdown::inner);
      tree_.weights.resize(tree_.parent.size(), core::missing_number);
      tree_.cell[static_cast<std::size_t>(node)] = i;
      tree_.weights[static_cast<std::size_t>(node)] = weights[i];
    }
    const std::size_t nodes = tree_.parent.size();
    tree_.lower.assign(nodes, core::missing_integer);
    tree_.upper.assign(nodes, core::missing_integer);
    tree_.locked.assign(nodes, core::missing_integer);
    for (std::size_t r = 0; r < spec_.rules.size(); ++r) put_rule(r);
    return std::move(tree_);
  }

 private:
  // A node is found by its parent, the position of its axis in the order, and its member.
  using Key = std::tuple<std::int32_t, std::size_t, std::int32_t>;

  static void check_levels(const table::Dimension& dimension, const std::string& place) {
    for (std::size_t leaf = 0; leaf < dimension.leaf_count(); ++leaf) {
      const std::int32_t member = dimension.leaf(leaf);
      if (dimension.level(member) > Breakdown::max_levels) {
        throw Error(ErrorCode::invalid_argument, place,
                    "\"" + dimension.key(member) + "\" lies " +
                        std::to_string(dimension.level(member)) +
                        " levels deep; allowed: " + std::to_string(Breakdown::max_levels));
      }
    }
  }

  std::int32_t child(std::int32_t parent, std::size_t axis, std::int32_t member,
                     const std::string& key) {
    const auto found = nodes_.find({parent, axis, member});
    if (found != nodes_.end()) return found->second;
    const std::int32_t node = static_cast<std::int32_t>(tree_.parent.size());
    tree_.parent.push_back(parent);
    const std::string& above = tree_.labels[static_cast<std::size_t>(parent)];
    tree_.labels.push_back(parent == 0 ? key : above + " / " + key);
    nodes_.emplace(Key{parent, axis, member}, node);
    return node;
  }

  std::int32_t add_cell(std::size_t month, std::size_t cell) {
    std::int32_t node = 0;
    for (std::size_t axis = 0; axis < spec_.order.size(); ++axis) {
      const std::size_t d = spec_.order[axis];
      if (d == Specification::month_axis) {
        const calendar::Period period =
            calendar::shift(spec_.first_month, static_cast<std::int64_t>(month));
        node = child(node, axis, static_cast<std::int32_t>(month), calendar::period_text(period));
        continue;
      }
      const table::Dimension& dimension = spec_.dimensions[d];
      const std::int32_t leaf = dimension.leaf(static_cast<std::size_t>(leaf_of_cells_[d][cell]));
      for (std::int32_t level = 1; level <= dimension.level(leaf); ++level) {
        const std::int32_t member = dimension.ancestor(leaf, level);
        node = child(node, axis, member, dimension.key(member));
      }
    }
    return node;
  }

  std::size_t node_of(const Rule& rule, const std::string& place) const {
    std::size_t left = rule.members.size() + (rule.month ? 1 : 0);
    std::int32_t node = 0;
    for (std::size_t axis = 0; left > 0; ++axis) {
      const std::size_t d = spec_.order[axis];
      const bool is_month = d == Specification::month_axis;
      const auto named = std::find_if(rule.members.begin(), rule.members.end(),
                                      [&](const Member& m) { return m.dimension == d; });
      if (is_month ? !rule.month : named == rule.members.end()) {
        throw Error(ErrorCode::invalid_argument, place + ".where",
                    "must name \"" + (is_month ? "month" : spec_.dimensions[d].name()) +
                        "\", which stands above what it names in allocation.order");
      }
      --left;
      if (is_month) {
        node = step(node, axis, static_cast<std::int32_t>(*rule.month), place);
        continue;
      }
      const table::Dimension& dimension = spec_.dimensions[d];
      if (left > 0 && !dimension.is_leaf(named->member)) {
        throw Error(ErrorCode::invalid_argument, place + ".where",
                    "names \"" + dimension.key(named->member) +
                        "\", which has members below it, above a further axis");
      }
      for (std::int32_t level = 1; level <= dimension.level(named->member); ++level) {
        node = step(node, axis, dimension.ancestor(named->member, level), place);
      }
    }
    return static_cast<std::size_t>(node);
  }

  std::int32_t step(std::int32_t node, std::size_t axis, std::int32_t member,
                    const std::string& place) const {
    const auto found = nodes_.find({node, axis, member});
    if (found == nodes_.end()) {
      throw Error(ErrorCode::invalid_argument, place + ".where",
                  "no cell of the plan lies there: nothing sold or nobody covers it");
    }
    return found->second;
  }

  void put_rule(std::size_t r) {
    const Rule& rule = spec_.rules[r];
    const std::string place = rule_place(r);
    const std::size_t node = node_of(rule, place);
    tree_.rule_node.push_back(node);
    const auto put = [&](core::Minor& to, const std::optional<core::Minor>& value,
                         const char* name) {
      if (!value) return;
      if (!core::is_missing(to)) {
        throw Error(ErrorCode::duplicate, place + name, "an earlier rule bounds the same node");
      }
      to = *value;
    };
    put(tree_.lower[node], rule.lower, ".lower");
    put(tree_.upper[node], rule.upper, ".upper");
    put(tree_.locked[node], rule.lock, ".lock");
    const auto check = [&](core::Minor low, const char* low_name, core::Minor high,
                           const char* high_name) {
      if (core::is_missing(low) || core::is_missing(high) || low <= high) return;
      throw Error(ErrorCode::infeasible, place,
                  low_name + core::amount_text(low, spec_.decimals) + " exceeds " + high_name +
                      core::amount_text(high, spec_.decimals) + " of the same node");
    };
    check(tree_.lower[node], "lower ", tree_.upper[node], "upper ");
    check(tree_.lower[node], "lower ", tree_.locked[node], "lock ");
    check(tree_.locked[node], "lock ", tree_.upper[node], "upper ");
  }

  const Specification& spec_;
  std::size_t cells_;
  std::vector<std::vector<std::int32_t>> leaf_of_cells_;
  std::map<Key, std::int32_t> nodes_;
  Breakdown tree_;
};

}  // namespace detail

SALESPLAN_INLINE Breakdown breakdown(const Specification& spec, const History& history,
                                     const std::vector<double>& weights) {
  return detail::BreakdownBuilder(spec, history).build(weights);
}

SALESPLAN_INLINE table::Cube break_down(const Specification& spec, core::Minor total,
                                        const Breakdown& tree, core::View<const double> weights,
                                        bool bounded, const std::string& kpi,
                                        std::vector<target::Difference>& differences) {
  allocation::Bounds bounds;
  if (bounded) bounds = {tree.lower, tree.upper, tree.locked};
  std::vector<core::Minor> value;
  try {
    value = allocation::cascade(
        total, tree.tree(), weights, bounds, 1,
        total == 0 ? allocation::ZeroWeights::equal : allocation::ZeroWeights::refuse, {},
        detail::wording(spec, tree));
  } catch (const Error& error) {
    throw error.place() == "total" ? error.moved_to("target." + kpi) : error;
  }
  for (target::Difference difference : target::differences(tree.tree(), value)) {
    difference.label = kpi + ": " + difference.label;
    differences.push_back(std::move(difference));
  }
  std::vector<std::size_t> extents{spec.months};
  for (const table::Dimension& dimension : spec.dimensions) {
    extents.push_back(dimension.leaf_count());
  }
  table::Cube cube(std::move(extents));
  for (std::size_t node = 0; node < value.size(); ++node) {
    if (tree.cell[node] != Breakdown::inner) cube[tree.cell[node]] = value[node];
  }
  return cube;
}

}  // namespace salesplan::plan
