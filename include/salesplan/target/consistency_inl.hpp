// Bodies of consistency.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/wide.hpp"
#include "salesplan/target/consistency.hpp"

namespace salesplan::target {

SALESPLAN_INLINE std::vector<Difference> differences(const allocation::Tree& tree,
                                                     core::View<const core::Minor> value) {
  allocation::check_tree(tree);
  const std::size_t n = tree.size();
  if (value.size() != n) {
    throw Error(ErrorCode::invalid_argument, "value",
                std::to_string(value.size()) + " values for " + std::to_string(n) + " nodes");
  }
  std::vector<core::Wide> sum(n);
  std::vector<bool> inner(n);
  for (std::size_t v = 0; v < n; ++v) {
    if (core::is_missing(value[v])) {
      throw Error(ErrorCode::invalid_argument, core::at("value", static_cast<std::int64_t>(v)),
                  "the value of " + label(tree, v) + " is missing");
    }
    if (v == 0) continue;
    const auto parent = static_cast<std::size_t>(tree.parent[v]);
    sum[parent] += value[v];
    inner[parent] = true;
  }
  std::vector<Difference> found;
  for (std::size_t v = 0; v < n; ++v) {
    if (!inner[v] || sum[v] == value[v]) continue;
    const auto parts = static_cast<core::Minor>(sum[v]);
    if (parts != sum[v]) {
      throw Error(ErrorCode::overflow, label(tree, v),
                  "its parts sum to " + core::wide_text(sum[v]) + ", beyond 64 bits");
    }
    found.push_back({v, label(tree, v), value[v], parts,
                     core::subtract(parts, value[v], label(tree, v).c_str())});
  }
  return found;
}

}  // namespace salesplan::target
