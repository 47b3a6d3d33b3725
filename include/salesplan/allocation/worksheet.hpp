// A plan under the planner's hand: every change is logged, can be undone, and replays to the bit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "salesplan/allocation/methods.hpp"
#include "salesplan/allocation/tree.hpp"
#include "salesplan/core/config.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::allocation {

/// What a planner does to a node of the plan; all but the last three are the functions of
/// methods.hpp on the leaves below it.
enum class Step {
  proportional,
  equal,
  relative,  ///< spread_relative to the present values below another node
  pattern,
  repeat,
  change,  ///< change_by_ratio
  straight_line,
  growth,
  clear,
  replan,  ///< the node comes to the amount and its nearest siblings make up for it: replan() with
           ///< what is held as closed. The root stays what it is, unless it is the node
  hold,    ///< the leaves below keep their values until they are released
  release,
};

/// One entry of the log. Each step reads the fields that its method has.
struct Operation {
  Step step = Step::proportional;
  std::size_t node = 0;
  Action action = Action::replace;
  core::Minor amount = 0;     ///< the total, the repeated value, or the first value of a line
  core::Minor last = 0;       ///< the last value of a straight line
  double ratio = 0;           ///< of change and growth
  std::size_t reference = 0;  ///< a node with as many leaves, of relative
  std::string pattern = {};
  Cells cells = Cells::all;
  Growth growth = Growth::compound;
  std::string note = {};  ///< who and why; not read
};

/// What an operation made of a node.
struct Move {
  std::size_t operation = 0;  ///< in the log
  core::Minor before = 0;
  core::Minor after = 0;
};

/// The values of a hierarchy, changed by operations. Every parent is the sum of its children at all
/// times; an operation that is refused changes nothing.
class Worksheet {
 public:
  /// @param tree   copied.
  /// @param leaves [n] minor units of which the leaves' are taken.
  /// @param wording of refusals, these and those of operations.
  /// @throws Error(invalid_argument) as check_tree(), or naming "leaves[label]"; Error(overflow).
  Worksheet(const Tree& tree, core::View<const core::Minor> leaves, Wording wording = {});

  /// @throws Error(invalid_argument) for a node that is not there, otherwise as the method.
  /// O(n).
  void apply(const Operation& operation);

  /// Takes the last operation back, or brings it again; false where there is none.
  bool undo();
  bool redo();

  /// The operations that stand, in order. A worksheet of the same start to which they are applied
  /// has the same values to the bit.
  core::View<const Operation> log() const { return {log_.data(), done_}; }

  /// Why a node is what it is: the operations that changed it, in order.
  /// @throws Error(invalid_argument) for a node that is not there.
  /// O(n) for each operation.
  std::vector<Move> history(std::size_t node) const;

  core::View<const core::Minor> values() const { return value_; }  ///< [n]
  core::View<const std::uint8_t> held() const { return held_; }    ///< [n], leaves only

 private:
  struct LeafState {
    std::size_t leaf;
    core::Minor value;
    std::uint8_t held;
  };

  void check_node(std::size_t node, const char* place) const;
  std::vector<std::size_t> leaves_below(std::size_t node) const;
  std::vector<core::Minor> slice(const std::vector<std::size_t>& leaves) const;
  std::vector<core::Minor> changed(const Operation& op,
                                   const std::vector<std::size_t>& leaves) const;
  std::vector<core::Minor> replanned(const Operation& op) const;
  void roll_up(std::vector<core::Minor>& value) const;
  void swap_in(std::vector<LeafState>& states);

  std::vector<std::int32_t> parent_;
  std::vector<std::string> labels_;
  Wording wording_;
  Children children_;
  std::vector<core::Minor> value_;
  std::vector<std::uint8_t> held_;
  std::vector<Operation> log_;                  // the standing ones, then what can be brought again
  std::vector<std::vector<LeafState>> states_;  // the other side of each operation
  std::size_t done_ = 0;
};

}  // namespace salesplan::allocation

#ifndef SALESPLAN_COMPILED
#include "salesplan/allocation/worksheet_inl.hpp"
#endif
