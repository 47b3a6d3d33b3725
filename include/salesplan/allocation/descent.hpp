// A total on its way down a hierarchy: bounds gathered up, conflicts named, one split a node.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "salesplan/allocation/bounds.hpp"
#include "salesplan/allocation/split.hpp"
#include "salesplan/allocation/spread.hpp"
#include "salesplan/allocation/tree.hpp"
#include "salesplan/allocation/wording.hpp"
#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/core/wide.hpp"

namespace salesplan::allocation::detail {

/// What every node hands down to its children in all: its value and the over-assignment on it.
class HandedDown {
 public:
  HandedDown(core::View<const double> ratios, std::size_t n) : ratios_(ratios) {
    if (ratios.empty()) return;
    check_length("over_assignment", ratios.size(), n);
    for (std::size_t v = 0; v < n; ++v) {
      if (ratios[v] >= 0 && ratios[v] <= 1000) continue;
      throw Error(ErrorCode::invalid_argument,
                  core::at("over_assignment", static_cast<std::int64_t>(v)),
                  core::to_text(ratios[v]) + " is not in [0, 1000]");
    }
  }

  bool is_value() const { return ratios_.empty(); }

  /// Never falls as the value grows, and is odd in it.
  core::Wide operator()(std::size_t node, core::Wide value) const {
    if (is_value()) return value;
    return value + static_cast<core::Wide>(std::round(static_cast<double>(value) * ratios_[node]));
  }

  /// The smallest value that hands down at least `sum`, and the largest that hands down at most it.
  core::Wide least(std::size_t node, core::Wide sum) const {
    if (is_value()) return sum;
    core::Wide low = sum < 0 ? sum - 1 : -1;  // hands down less
    core::Wide high = sum < 0 ? 0 : sum;      // hands down enough
    while (high - low > 1) {
      const core::Wide middle = low + (high - low) / 2;
      ((*this)(node, middle) >= sum ? high : low) = middle;
    }
    return high;
  }
  core::Wide most(std::size_t node, core::Wide sum) const { return -least(node, -sum); }

 private:
  core::View<const double> ratios_;
};

/// The bounds of every node in units. A negative total is worked on as its mirror image: then
/// `sign` is -1 and the lower bounds here are the caller's upper bounds, negated.
class GatheredBounds {
 public:
  GatheredBounds(const Tree& tree, const Children& children, const Bounds& bounds,
                 const HandedDown& handed_down, core::Minor unit, core::Minor sign,
                 const Wording& wording)
      : tree_(tree),
        children_(children),
        bounds_(bounds),
        handed_down_(handed_down),
        unit_(unit),
        sign_(sign),
        wording_(wording) {
    const std::size_t n = tree.size();
    const core::Minor most = std::numeric_limits<core::Minor>::max() / unit;
    own_.reserve(n);
    for (std::size_t v = 0; v < n; ++v) {
      const core::Minor floor = children.count(v) == 0 ? 0 : -most;
      const Range r = sign > 0
                          ? range_in_units(bounds, v, unit, floor, most, tree.labels, wording)
                          : range_in_units(bounds, v, unit, -most, -floor, tree.labels, wording);
      own_.push_back(sign > 0 ? r : Range{-r.upper, -r.lower});
    }
    gathered_ = own_;
    std::vector<core::Wide> lowest(n), highest(n);  // sums over the children
    for (std::size_t v = n; v-- > 0;) {
      if (children.count(v) > 0) {
        if (lowest[v] > handed_down(v, own_[v].upper)) conflict(v, true, lowest[v]);
        if (highest[v] < handed_down(v, own_[v].lower)) conflict(v, false, highest[v]);
        const core::Wide lower =
            std::max<core::Wide>(own_[v].lower, handed_down.least(v, lowest[v]));
        const core::Wide upper =
            std::min<core::Wide>(own_[v].upper, handed_down.most(v, highest[v]));
        if (lower > upper) {
          throw Error(ErrorCode::infeasible, label(tree, v),
                      "with its over-assignment no value hands down what its parts can take, " +
                          wording.amount(lowest[v] * unit * sign) + " to " +
                          wording.amount(highest[v] * unit * sign));
        }
        gathered_[v] = {static_cast<core::Minor>(lower), static_cast<core::Minor>(upper)};
      }
      if (v == 0) break;
      const auto parent = static_cast<std::size_t>(tree.parent[v]);
      lowest[parent] += gathered_[v].lower;
      highest[parent] += gathered_[v].upper;
    }
  }

  const Range& operator[](std::size_t node) const { return gathered_[node]; }
  const Range& own(std::size_t node) const { return own_[node]; }

  /// The root must take `total` (in units, mirrored).
  void check_total(core::Minor total) const {
    const bool too_low = total < gathered_[0].lower;
    if (!too_low && total <= gathered_[0].upper) return;
    throw Error(ErrorCode::infeasible, "total",
                wording_.amount(core::Wide{sign_} * total * unit_) + " conflicts with " +
                    binding({0}, too_low, total));
  }

 private:
  [[noreturn]] void conflict(std::size_t node, bool lifted, core::Wide sum) const {
    const core::Wide own = handed_down_(node, lifted ? own_[node].upper : own_[node].lower);
    if (!given(node, !lifted)) {
      throw Error(ErrorCode::overflow, label(tree_, node),
                  "its parts come to " + wording_.amount(sum * unit_ * sign_) + ", beyond 64 bits");
    }
    const std::size_t first = children_.first[node];
    const std::vector<std::size_t> parts(
        children_.node.begin() + static_cast<std::ptrdiff_t>(first),
        children_.node.begin() + static_cast<std::ptrdiff_t>(children_.first[node + 1]));
    throw Error(ErrorCode::infeasible, label(tree_, node),
                constraint(node, !lifted) + " conflicts with " + binding(parts, lifted, own));
  }

  /// Whether the caller bound or locked the node on this side.
  bool given(std::size_t node, bool lower) const {
    return !core::is_missing(value_at(bounds_.locked, node)) ||
           !core::is_missing(value_at(lower == (sign_ > 0) ? bounds_.lower : bounds_.upper, node));
  }

  /// "lower 60", "upper 100" or "locked 70", as the caller wrote it and, if he says so, where.
  std::string constraint(std::size_t node, bool lower) const {
    const bool is_locked = !core::is_missing(value_at(bounds_.locked, node));
    const bool is_lower = lower == (sign_ > 0);
    const std::string name = is_locked ? "locked" : is_lower ? "lower" : "upper";
    const auto& values = is_locked ? bounds_.locked : is_lower ? bounds_.lower : bounds_.upper;
    const std::string source = wording_.source(node, name);
    return name + " " + wording_.amount(values[node]) + (source.empty() ? "" : " (" + source + ")");
  }

  /// The constraints at or below `nodes` that together push their sum beyond `limit`; none of them
  /// can be spared.
  std::string binding(std::vector<std::size_t> nodes, bool lower, core::Wide limit) const {
    std::vector<std::size_t> found;
    core::Wide sum = 0;
    while (!nodes.empty()) {
      const std::size_t v = nodes.back();
      nodes.pop_back();
      const bool own_binds =
          lower ? own_[v].lower == gathered_[v].lower : own_[v].upper == gathered_[v].upper;
      if (own_binds && given(v, lower)) {
        // Lower bounds below zero make room rather than need it: they count, but are not named.
        if (!lower || own_[v].lower > 0) {
          found.push_back(v);
        } else {
          sum += own_[v].lower;
        }
      }
      if (own_binds) continue;
      nodes.insert(nodes.end(),
                   children_.node.begin() + static_cast<std::ptrdiff_t>(children_.first[v]),
                   children_.node.begin() + static_cast<std::ptrdiff_t>(children_.first[v + 1]));
    }
    if (lower && handed_down_.is_value()) {
      // The largest needs first, and no more of them than it takes.
      std::sort(found.begin(), found.end(), [&](std::size_t a, std::size_t b) {
        return own_[a].lower != own_[b].lower ? own_[a].lower > own_[b].lower : a < b;
      });
      std::size_t needed = 0;
      while (needed < found.size() && sum <= limit) sum += own_[found[needed++]].lower;
      found.resize(needed);
    }
    std::sort(found.begin(), found.end());
    if (found.empty()) {
      if (!lower) return "the range of 64 bits";
      return std::string("parts that no bound lets go ") + (sign_ > 0 ? "below" : "above") + " 0";
    }

    constexpr std::size_t shown = 8;
    std::string text;
    for (std::size_t i = 0; i < std::min(found.size(), shown); ++i) {
      if (i > 0) text += ", ";
      text += constraint(found[i], lower) + " of " + label(tree_, found[i]);
    }
    if (found.size() > shown) text += " and " + std::to_string(found.size() - shown) + " more";
    return text;
  }

  const Tree& tree_;
  const Children& children_;
  const Bounds& bounds_;
  const HandedDown& handed_down_;
  core::Minor unit_;
  core::Minor sign_;
  const Wording& wording_;
  std::vector<Range> own_;
  std::vector<Range> gathered_;
};

/// Every node's weight: given, or the sum of its children's.
inline std::vector<double> gathered_weights(const Tree& tree, const Children& children,
                                            core::View<const double> weights) {
  const std::size_t n = tree.size();
  std::vector<double> sums(n, 0.0);
  for (std::size_t v = n; v-- > 0;) {
    if (children.count(v) == 0 || !std::isnan(weights[v])) {
      check_weight(weights[v], "weights", v, tree.labels);
      sums[v] = weights[v];
    }
    if (v > 0) sums[static_cast<std::size_t>(tree.parent[v])] += sums[v];
  }
  return sums;
}

/// The checked input of cascade(). All amounts here are in units; those of a negative total are
/// mirrored, and `sign` is -1.
class Descent {
 public:
  Descent(core::Minor total, const Tree& tree, core::View<const double> weights,
          const Bounds& bounds, core::Minor unit, ZeroWeights zero_weights,
          core::View<const double> over_assignment, Wording wording = {})
      : tree_(tree),
        wording_(std::move(wording)),
        unit_(unit),
        zero_weights_(zero_weights),
        units_(checked_units(total, tree, weights, bounds, unit, wording_)),
        sign_(units_ < 0 ? -1 : 1),
        children_(children_of(tree)),
        weight_(gathered_weights(tree, children_, weights)),
        handed_down_(over_assignment, tree.size()),
        range_(tree, children_, bounds, handed_down_, unit, sign_, wording_) {
    range_.check_total(total_in_units());
    // In the order of `children.node`, so that the children of a node lie side by side.
    const std::size_t edges = children_.node.size();
    child_weight_.reserve(edges);
    lower_.reserve(edges);
    upper_.reserve(edges);
    for (const std::size_t v : children_.node) {
      child_weight_.push_back(weight_[v]);
      lower_.push_back(range_[v].lower);
      upper_.push_back(range_[v].upper);
    }
  }

  core::Minor total_in_units() const { return sign_ * units_; }
  core::Minor minor(core::Minor units) const { return sign_ * unit_ * units; }
  core::Minor sign() const { return sign_; }
  const Children& children() const { return children_; }
  const GatheredBounds& range() const { return range_; }
  double weight(std::size_t node) const { return weight_[node]; }

  /// What a node of this value hands down to its children in all.
  core::Wide pool(std::size_t node, core::Minor value) const { return handed_down_(node, value); }

  /// Writes the parts of the children of a node of this value, in the order of `children()`.
  SplitLevel split(std::size_t node, core::Minor value, core::View<core::Minor> part) const {
    const std::size_t first = children_.first[node];
    const std::size_t count = children_.count(node);
    const auto weights = core::View<const double>(child_weight_).subview(first, count);
    const auto lower = core::View<const core::Minor>(lower_).subview(first, count);
    const auto upper = core::View<const core::Minor>(upper_).subview(first, count);
    const core::Wide pool = handed_down_(node, value);
    if (zero_weights_ == ZeroWeights::refuse && !has_guide(pool, weights, lower, upper)) {
      throw Error(ErrorCode::invalid_argument, label(tree_, node),
                  "all free weights below it are zero, so nothing says how to spread " +
                      wording_.amount(sign_ * pool * unit_));
    }
    return detail::split(pool, weights, lower, upper, part);
  }

 private:
  static core::Minor checked_units(core::Minor total, const Tree& tree,
                                   core::View<const double> weights, const Bounds& bounds,
                                   core::Minor unit, const Wording& wording) {
    check_tree(tree);
    total = detail::total_in_units(total, unit, wording);
    check_lengths(bounds, tree.size());
    check_length("weights", weights.size(), tree.size());
    return total;
  }

  const Tree& tree_;
  Wording wording_;
  core::Minor unit_;
  ZeroWeights zero_weights_;
  core::Minor units_;
  core::Minor sign_;
  Children children_;
  std::vector<double> weight_;
  HandedDown handed_down_;
  GatheredBounds range_;
  std::vector<double> child_weight_;
  std::vector<core::Minor> lower_, upper_;
};

}  // namespace salesplan::allocation::detail
