// A few leaf cells of a cube, to compare another one with.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace salesplan::monitor {

/// The leaves of each cell, in a column for each dimension, as they are compared.
class LeafCells {
 public:
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

  /// [size] the leaf ordinals in a dimension.
  const std::uint32_t* column(std::size_t dimension) const {
    return leaves_.data() + dimension * capacity_;
  }

  /// @param leaves [dimensions], as many at each call
  void add(const std::int32_t* leaves, std::size_t dimensions) {
    if (size_ == capacity_) grow(dimensions);
    for (std::size_t d = 0; d < dimensions; ++d) {
      leaves_[d * capacity_ + size_] = static_cast<std::uint32_t>(leaves[d]);
    }
    ++size_;
  }

  /// Removes a cell that is here.
  void remove(const std::int32_t* leaves, std::size_t dimensions) {
    std::size_t at = 0;
    while (!is(at, leaves, dimensions)) ++at;
    --size_;
    for (std::size_t d = 0; d < dimensions; ++d) {
      leaves_[d * capacity_ + at] = leaves_[d * capacity_ + size_];
    }
  }

 private:
  bool is(std::size_t at, const std::int32_t* leaves, std::size_t dimensions) const {
    for (std::size_t d = 0; d < dimensions; ++d) {
      if (column(d)[at] != static_cast<std::uint32_t>(leaves[d])) return false;
    }
    return true;
  }

  void grow(std::size_t dimensions) {
    const std::size_t capacity = std::max<std::size_t>(4, 2 * capacity_);
    std::vector<std::uint32_t> wider(dimensions * capacity);
    for (std::size_t d = 0; d < dimensions; ++d) {
      std::copy_n(column(d), size_, wider.data() + d * capacity);
    }
    leaves_ = std::move(wider);
    capacity_ = capacity;
  }

  std::vector<std::uint32_t> leaves_;
  std::size_t size_ = 0, capacity_ = 0;
};

}  // namespace salesplan::monitor
