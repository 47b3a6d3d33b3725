// A dense cube of one measure over the leaves of its dimensions, and its roll-up.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/table/dimension.hpp"
#include "salesplan/table/fact_table.hpp"

namespace salesplan::table {

/// Row-major cells over axes; axis a has `extents[a]` positions, the last axis runs fastest.
class Cube {
 public:
  Cube() = default;

  /// All zero. Error(overflow) when the number of cells exceeds `max_cells`.
  explicit Cube(std::vector<std::size_t> extents);

  static constexpr std::size_t max_cells = std::size_t{1} << 25;  ///< 256 MB

  const std::vector<std::size_t>& extents() const { return extents_; }
  std::size_t axes() const { return extents_.size(); }
  std::size_t size() const { return cells_.size(); }
  const std::vector<std::int64_t>& cells() const { return cells_; }
  std::vector<std::int64_t>& cells() { return cells_; }

  std::size_t index(const std::vector<std::size_t>& position) const;
  std::vector<std::size_t> position(std::size_t index) const;
  std::int64_t operator[](std::size_t i) const { return cells_[i]; }
  std::int64_t& operator[](std::size_t i) { return cells_[i]; }

 private:
  std::vector<std::size_t> extents_;
  std::vector<std::int64_t> cells_;
};

/// The sum of `measure` in each cell of the given axes: an axis is a column of positions
/// [facts.size()], each in [0, extent), or -1 for a row that is left out. O(rows * axes).
/// Error(overflow) when a sum exceeds 64 bits, Error(invalid_argument) for a position beyond the
/// extent and for columns of different lengths.
struct Axis {
  const std::vector<std::int32_t>* positions;
  std::size_t extent;
};
Cube aggregate(const Measure& measure, const std::vector<Axis>& axes);

/// The cube summed over all axes but `kept` (ascending). Error(overflow) beyond 64 bits. O(cells).
Cube marginal(const Cube& cube, const std::vector<std::size_t>& kept);

/// Every member's value along one axis: the cube with `axis` widened from the leaves of
/// `dimension` to all its members, where a parent is the sum of its children. O(result).
Cube roll_up(const Cube& cube, std::size_t axis, const Dimension& dimension);

}  // namespace salesplan::table

#ifndef SALESPLAN_COMPILED
#include "salesplan/table/cube_inl.hpp"
#endif
