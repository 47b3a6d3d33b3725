// Bodies of cube.hpp.
#pragma once

#include <utility>

#include "salesplan/core/money.hpp"
#include "salesplan/table/cube.hpp"

namespace salesplan::table {

SALESPLAN_INLINE Cube::Cube(std::vector<std::size_t> extents) : extents_(std::move(extents)) {
  std::size_t count = 1;
  for (std::size_t extent : extents_) {
    if (extent != 0 && count > max_cells / extent) {
      throw Error(ErrorCode::overflow, "cube", "more than " + std::to_string(max_cells) + " cells");
    }
    count *= extent;
  }
  cells_.assign(count, 0);
}

SALESPLAN_INLINE std::size_t Cube::index(const std::vector<std::size_t>& position) const {
  std::size_t i = 0;
  for (std::size_t a = 0; a < extents_.size(); ++a) i = i * extents_[a] + position[a];
  return i;
}

SALESPLAN_INLINE std::vector<std::size_t> Cube::position(std::size_t index) const {
  std::vector<std::size_t> at(extents_.size());
  for (std::size_t a = extents_.size(); a-- > 0;) {
    at[a] = index % extents_[a];
    index /= extents_[a];
  }
  return at;
}

SALESPLAN_INLINE Cube aggregate(const Measure& measure, const std::vector<Axis>& axes) {
  std::vector<std::size_t> extents;
  for (const Axis& axis : axes) {
    extents.push_back(axis.extent);
    if (axis.positions->size() != measure.values.size()) {
      throw Error(ErrorCode::invalid_argument,
                  core::at("axes", static_cast<std::int64_t>(extents.size()) - 1),
                  std::to_string(axis.positions->size()) + " positions for " +
                      std::to_string(measure.values.size()) + " values of " + measure.name);
    }
  }
  Cube cube(std::move(extents));
  for (std::size_t row = 0; row < measure.values.size(); ++row) {
    std::size_t i = 0;
    bool inside = true;
    for (const Axis& axis : axes) {
      const std::int32_t at = (*axis.positions)[row];
      inside = inside && at >= 0;
      if (at >= 0 && static_cast<std::size_t>(at) >= axis.extent) {
        throw Error(ErrorCode::invalid_argument,
                    core::at("positions", static_cast<std::int64_t>(row)),
                    std::to_string(at) + " is beyond the " + std::to_string(axis.extent) +
                        " positions of its axis");
      }
      i = i * axis.extent + static_cast<std::size_t>(at);
    }
    if (inside) cube[i] = core::add(cube[i], measure.values[row], measure.name.c_str());
  }
  return cube;
}

SALESPLAN_INLINE Cube marginal(const Cube& cube, const std::vector<std::size_t>& kept) {
  std::vector<std::size_t> extents;
  for (std::size_t a : kept) extents.push_back(cube.extents()[a]);
  Cube result(std::move(extents));

  // The step of each axis in the result; an axis summed over does not move it.
  std::vector<std::size_t> step(cube.axes(), 0);
  std::size_t stride = 1;
  for (std::size_t k = kept.size(); k-- > 0;) {
    step[kept[k]] = stride;
    stride *= cube.extents()[kept[k]];
  }
  std::vector<std::size_t> at(cube.axes(), 0);
  std::size_t target = 0;
  for (std::size_t i = 0; i < cube.size(); ++i) {
    result[target] = core::add(result[target], cube[i], "marginal");
    for (std::size_t a = cube.axes(); a-- > 0;) {
      target += step[a];
      if (++at[a] < cube.extents()[a]) break;
      target -= step[a] * at[a];
      at[a] = 0;
    }
  }
  return result;
}

SALESPLAN_INLINE Cube roll_up(const Cube& cube, std::size_t axis, const Dimension& dimension) {
  std::vector<std::size_t> extents = cube.extents();
  if (extents[axis] != dimension.leaf_count()) {
    throw Error(ErrorCode::invalid_argument, "roll_up",
                "axis has " + std::to_string(extents[axis]) + " positions, dimension " +
                    dimension.name() + " has " + std::to_string(dimension.leaf_count()) +
                    " leaves");
  }
  std::size_t outer = 1;
  std::size_t inner = 1;
  for (std::size_t a = 0; a < axis; ++a) outer *= extents[a];
  for (std::size_t a = axis + 1; a < extents.size(); ++a) inner *= extents[a];
  const std::size_t leaves = dimension.leaf_count();
  const std::size_t members = dimension.size();
  extents[axis] = members;
  Cube result(std::move(extents));
  for (std::size_t o = 0; o < outer; ++o) {
    // Depth-first order puts children behind their parent: from the end, each is complete when
    // it is added to its parent.
    for (std::size_t m = members; m-- > 0;) {
      const std::int32_t member = static_cast<std::int32_t>(m);
      const std::size_t to = (o * members + m) * inner;
      if (dimension.is_leaf(member) && m != 0) {
        const std::size_t leaf = static_cast<std::size_t>(dimension.first_leaf(member));
        for (std::size_t i = 0; i < inner; ++i)
          result[to + i] = cube[(o * leaves + leaf) * inner + i];
      }
      if (m == 0) continue;
      const std::size_t up =
          (o * members + static_cast<std::size_t>(dimension.parent(member))) * inner;
      for (std::size_t i = 0; i < inner; ++i) {
        result[up + i] = core::add(result[up + i], result[to + i], "roll_up");
      }
    }
  }
  return result;
}

}  // namespace salesplan::table
