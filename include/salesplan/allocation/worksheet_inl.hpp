// Bodies of worksheet.hpp.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "salesplan/allocation/bounds.hpp"
#include "salesplan/allocation/replan.hpp"
#include "salesplan/allocation/worksheet.hpp"
#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/wide.hpp"

namespace salesplan::allocation {

SALESPLAN_INLINE Worksheet::Worksheet(const Tree& tree, core::View<const core::Minor> leaves,
                                      Wording wording)
    : parent_(tree.parent.begin(), tree.parent.end()),
      labels_(tree.labels.begin(), tree.labels.end()),
      wording_(std::move(wording)),
      value_(leaves.begin(), leaves.end()),
      held_(leaves.size()) {
  check_tree(tree);
  detail::check_length("leaves", leaves.size(), tree.size());
  children_ = children_of(tree);
  for (std::size_t v = 0; v < value_.size(); ++v) {
    if (children_.count(v) == 0 && core::is_missing(value_[v])) {
      throw Error(ErrorCode::invalid_argument, detail::item_place("leaves", v, tree.labels),
                  "is missing");
    }
  }
  roll_up(value_);
}

SALESPLAN_INLINE std::vector<std::size_t> Worksheet::leaves_below(std::size_t node) const {
  std::vector<std::size_t> open{node}, leaves;
  while (!open.empty()) {
    const std::size_t v = open.back();
    open.pop_back();
    if (children_.count(v) == 0) leaves.push_back(v);
    for (std::size_t k = children_.first[v + 1]; k-- > children_.first[v];) {
      open.push_back(children_.node[k]);
    }
  }
  return leaves;
}

SALESPLAN_INLINE std::vector<core::Minor> Worksheet::slice(
    const std::vector<std::size_t>& leaves) const {
  std::vector<core::Minor> values;
  values.reserve(leaves.size());
  for (const std::size_t leaf : leaves) values.push_back(value_[leaf]);
  return values;
}

/// The values of the leaves after a method.
SALESPLAN_INLINE std::vector<core::Minor> Worksheet::changed(
    const Operation& op, const std::vector<std::size_t>& leaves) const {
  const std::vector<core::Minor> values = slice(leaves);
  std::vector<std::uint8_t> held;
  held.reserve(leaves.size());
  for (const std::size_t leaf : leaves) held.push_back(held_[leaf]);
  const Slice now{values, held, wording_};
  switch (op.step) {
    case Step::proportional:
      return spread_proportional(now, op.amount, op.action);
    case Step::equal:
      return spread_equal(now, op.amount, op.action, op.cells);
    case Step::relative: {
      const std::vector<core::Minor> others = slice(leaves_below(op.reference));
      const std::vector<double> weights(others.begin(), others.end());
      return spread_relative(now, weights, op.amount, op.action);
    }
    case Step::pattern:
      return spread_pattern(now, op.pattern, op.amount, op.action);
    case Step::repeat:
      return repeat_value(now, op.amount, op.action, op.cells);
    case Step::change:
      return change_by_ratio(now, op.ratio, op.action);
    case Step::straight_line:
      return straight_line(now, op.amount, op.last, op.action);
    case Step::growth:
      return growth_line(now, op.amount, op.ratio, op.growth, op.action);
    case Step::clear:
      return clear(now);
    case Step::replan: {
      const std::vector<core::Minor> all = replanned(op);
      std::vector<core::Minor> after;
      after.reserve(leaves.size());
      for (const std::size_t leaf : leaves) after.push_back(all[leaf]);
      return after;
    }
    case Step::hold:
    case Step::release:
      return values;
  }
  throw Error(ErrorCode::invalid_argument, "step", "is none of the steps");
}

/// The values of all nodes after the node came to its amount.
SALESPLAN_INLINE std::vector<core::Minor> Worksheet::replanned(const Operation& op) const {
  const core::Minor total = op.node == 0 ? op.amount : value_[0];
  std::vector<core::Minor> locked(value_.size(), core::missing_integer);
  locked[op.node] = op.amount;
  return replan(value_, {parent_, labels_}, held_, total, {{}, {}, locked}, 1, wording_);
}

/// Sets every parent to the sum of its children.
SALESPLAN_INLINE void Worksheet::roll_up(std::vector<core::Minor>& value) const {
  for (std::size_t v = 0; v < value.size(); ++v) {
    if (children_.count(v) > 0) value[v] = 0;
  }
  for (std::size_t v = value.size(); v-- > 1;) {
    const auto parent = static_cast<std::size_t>(parent_[v]);
    const core::Wide sum = core::Wide{value[parent]} + value[v];
    value[parent] = static_cast<core::Minor>(sum);
    if (value[parent] != sum) {
      throw Error(ErrorCode::overflow, label({parent_, labels_}, parent),
                  "its parts sum to " + wording_.amount(sum) + ", beyond 64 bits");
    }
  }
}

SALESPLAN_INLINE void Worksheet::check_node(std::size_t node, const char* place) const {
  if (node < parent_.size()) return;
  throw Error(
      ErrorCode::invalid_argument, place,
      std::to_string(node) + " is not one of the " + std::to_string(parent_.size()) + " nodes");
}

SALESPLAN_INLINE void Worksheet::apply(const Operation& operation) {
  check_node(operation.node, "node");
  check_node(operation.reference, "reference");
  const std::vector<std::size_t> leaves =
      leaves_below(operation.step == Step::replan ? 0 : operation.node);
  const std::vector<core::Minor> after = changed(operation, leaves);

  std::vector<LeafState> states;
  std::vector<core::Minor> value = value_;
  states.reserve(leaves.size());
  for (std::size_t k = 0; k < leaves.size(); ++k) {
    states.push_back({leaves[k], value_[leaves[k]], held_[leaves[k]]});
    value[leaves[k]] = after[k];
  }
  roll_up(value);

  log_.resize(done_);
  states_.resize(done_);
  log_.reserve(done_ + 1);
  states_.reserve(done_ + 1);
  log_.push_back(operation);
  states_.push_back(std::move(states));
  // From here on nothing can fail.
  ++done_;
  value_.swap(value);
  if (operation.step == Step::hold || operation.step == Step::release) {
    for (const std::size_t leaf : leaves) held_[leaf] = operation.step == Step::hold ? 1 : 0;
  }
}

SALESPLAN_INLINE void Worksheet::swap_in(std::vector<LeafState>& states) {
  for (LeafState& state : states) {
    std::swap(value_[state.leaf], state.value);
    std::swap(held_[state.leaf], state.held);
  }
  roll_up(value_);
}

SALESPLAN_INLINE bool Worksheet::undo() {
  if (done_ == 0) return false;
  swap_in(states_[--done_]);
  return true;
}

SALESPLAN_INLINE bool Worksheet::redo() {
  if (done_ == log_.size()) return false;
  swap_in(states_[done_++]);
  return true;
}

SALESPLAN_INLINE std::vector<Move> Worksheet::history(std::size_t node) const {
  check_node(node, "node");
  std::vector<std::uint8_t> below(value_.size());
  for (const std::size_t leaf : leaves_below(node)) below[leaf] = 1;
  // Backwards from now: an operation's states hold what its leaves were before it.
  std::vector<core::Minor> value = value_;
  core::Wide after = value_[node];
  std::vector<Move> moves;
  for (std::size_t k = done_; k-- > 0;) {
    core::Wide before = after;
    for (const LeafState& state : states_[k]) {
      if (below[state.leaf] == 0) continue;
      before += core::Wide{state.value} - value[state.leaf];
      value[state.leaf] = state.value;
    }
    if (before != after) {
      moves.push_back({k, static_cast<core::Minor>(before), static_cast<core::Minor>(after)});
    }
    after = before;
  }
  std::reverse(moves.begin(), moves.end());
  return moves;
}

}  // namespace salesplan::allocation
