// A hierarchy as parent indices: company, region, territory, rep … or year, quarter, month.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "salesplan/core/error.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::allocation {

/// One root, node 0, whose parent is -1; every other node comes after its parent.
struct Tree {
  core::View<const std::int32_t> parent;      ///< [n]
  core::View<const std::string> labels = {};  ///< [n] names for messages; empty: "node 3"

  std::size_t size() const { return parent.size(); }
};

/// What messages call a node.
inline std::string label(const Tree& tree, std::size_t node) {
  return tree.labels.empty() ? "node " + std::to_string(node) : tree.labels[node];
}

/// Error(invalid_argument) unless `tree` is one tree in which parents come before children, which
/// leaves no room for cycles and orphans. O(n).
inline void check_tree(const Tree& tree) {
  const auto refuse = [&](std::size_t i, const std::string& why) -> Error {
    return {ErrorCode::invalid_argument, core::at("parent", static_cast<std::int64_t>(i)),
            std::to_string(tree.parent[i]) + " of " + label(tree, i) + why};
  };
  if (tree.parent.empty()) {
    throw Error(ErrorCode::invalid_argument, "parent", "is empty; a tree has at least its root");
  }
  if (!tree.labels.empty() && tree.labels.size() != tree.size()) {
    throw Error(ErrorCode::invalid_argument, "labels",
                std::to_string(tree.labels.size()) + " labels for " + std::to_string(tree.size()) +
                    " nodes");
  }
  if (tree.parent[0] != -1) throw refuse(0, " must be -1: the first node is the root");
  for (std::size_t i = 1; i < tree.size(); ++i) {
    if (tree.parent[i] < 0) throw refuse(i, " is no node, and only the first node is the root");
    if (static_cast<std::size_t>(tree.parent[i]) >= i) {
      throw refuse(i, " is not an earlier node: parents come before their children");
    }
  }
}

/// The children of every node in one array: those of v are node[first[v] .. first[v + 1]).
struct Children {
  std::vector<std::size_t> first;
  std::vector<std::size_t> node;

  std::size_t count(std::size_t v) const { return first[v + 1] - first[v]; }
};

/// Children in the order of their index. `tree` has been checked. O(n).
inline Children children_of(const Tree& tree) {
  const std::size_t n = tree.size();
  Children children{std::vector<std::size_t>(n + 1), std::vector<std::size_t>(n - 1)};
  for (std::size_t i = 1; i < n; ++i)
    ++children.first[static_cast<std::size_t>(tree.parent[i]) + 1];
  for (std::size_t v = 0; v < n; ++v) children.first[v + 1] += children.first[v];
  std::vector<std::size_t> next(children.first.begin(), children.first.end() - 1);
  for (std::size_t i = 1; i < n; ++i) {
    children.node[next[static_cast<std::size_t>(tree.parent[i])]++] = i;
  }
  return children;
}

}  // namespace salesplan::allocation
