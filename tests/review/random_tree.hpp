// A tree of n nodes, whatever its shape.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace salesplan::review {

inline std::vector<std::int32_t> random_tree(std::mt19937& random, std::size_t n) {
  std::vector<std::int32_t> parent{-1};
  while (parent.size() < n) parent.push_back(static_cast<std::int32_t>(random() % parent.size()));
  return parent;
}

}  // namespace salesplan::review
