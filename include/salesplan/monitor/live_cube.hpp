// The live cube: facts as they come update every cell they belong to, and nothing else.
#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/monitor/cell_counts.hpp"
#include "salesplan/table/dimension.hpp"

namespace salesplan::monitor {

/// Sums of whole-number measures, and distinct customers, in every cell: one member, leaf or
/// parent, of each dimension. A fact changes the product of its leaves' depths in cells, at once; a
/// correction or a return is a fact with negative values, a late one goes to the leaf of its own
/// period. As sums of integers do not depend on their order, the cells are bit for bit those of
/// table::aggregate() and roll_up() over all facts so far. One thread at a time.
class LiveCube {
 public:
  /// @param dimensions of the cells; periods are one of them like any other
  /// @param measures   how many sums a cell has
  /// @throws Error(overflow) for more values than table::Cube::max_cells.
  LiveCube(std::vector<table::Dimension> dimensions, std::size_t measures);

  const std::vector<table::Dimension>& dimensions() const { return dimensions_; }
  std::size_t measures() const { return measures_; }
  std::size_t cells() const { return active_.size(); }

  /// Adds n facts, all or none.
  /// @param leaves    [n, dimensions] leaf ordinals, row-major
  /// @param values    [n, measures] row-major
  /// @param customers [n] >= 0, -1 for nobody; empty: nobody
  /// @param orders    [n] orders the customer placed (1), or took back (-1), in this leaf cell;
  ///                  empty: 1 each
  /// @throws Error(invalid_argument) naming "leaves[i]" …; Error(overflow) where the sizes of all
  /// values of a measure ever added exceed 64 bits, so that no cell can.
  /// O(n · product of depths); for customers only where one comes to a leaf cell or leaves it.
  void add(core::View<const std::int32_t> leaves, core::View<const std::int64_t> values,
           core::View<const std::int32_t> customers = {},
           core::View<const std::int32_t> orders = {});

  /// The cell of a member of each dimension. Error(invalid_argument) naming "members[i]".
  std::size_t cell(core::View<const std::int32_t> members) const;

  std::int64_t value(std::size_t cell, std::size_t measure) const {
    return sums_[cell * measures_ + measure];
  }

  /// Distinct customers with orders in any leaf cell of the cell.
  std::int64_t customers(std::size_t cell) const { return active_[cell]; }

  /// Those who are customers of both: of this month and the month before, say. O(customers).
  std::int64_t customers_of_both(std::size_t cell, std::size_t other) const;

 private:
  // Where a customer is active: a leaf cell by its net orders, any by its active leaf cells.
  struct Customer {
    CellCounts<std::int64_t> orders;
    CellCounts<std::int32_t> leaf_cells;
  };
  void touch(const std::int32_t* leaves);
  void count_customer(std::int32_t customer, std::int64_t orders);

  std::vector<table::Dimension> dimensions_;
  std::size_t measures_;
  // For each dimension and leaf, the steps in `sums_` of the leaf and its ancestors, end to end.
  std::vector<std::vector<std::uint32_t>> steps_, first_step_;
  std::vector<std::size_t> stride_;
  std::vector<std::int64_t> sums_;
  std::vector<std::uint64_t> size_;   // [measures] sum of sizes of all values
  std::vector<std::int64_t> active_;  // [cells] distinct customers
  std::unordered_map<std::int32_t, Customer> customers_;
  std::vector<std::uint32_t> touched_;  // cells of the fact at hand, its leaf cell first
};

}  // namespace salesplan::monitor

#ifndef SALESPLAN_COMPILED
#include "salesplan/monitor/live_cube_inl.hpp"
#endif
