// The live cube: facts as they come update every cell they belong to, and nothing else.
#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/monitor/cell_counts.hpp"
#include "salesplan/monitor/leaf_cells.hpp"
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
  /// O(n · product of depths); for customers only where one comes to a leaf cell or leaves it, and
  /// then a comparison with up to 128 others of its leaf cells.
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

  /// Those who are customers of both: of this month and the month before, say. O(customers), with
  /// up to 128 leaf cells of each.
  std::int64_t customers_of_both(std::size_t cell, std::size_t other) const;

 private:
  // A customer is active in a leaf cell by its net orders, in any other by a leaf cell below. To
  // know whether the one that comes or goes is alone below a cell, it is compared with each other
  // one as long as they are few, which takes no memory for the cells above; of more, each cell
  // above counts its active children.
  struct Customer {
    CellCounts<std::int64_t> orders;  // of leaf cells
    bool few = true;
    LeafCells active;                   // the active leaf cells, if few
    CellCounts<std::int32_t> children;  // else
  };
  static constexpr std::size_t most_compared = 128;
  static constexpr std::size_t rows_at_once = std::size_t{1} << 22;  // numbered in 32 bits

  // A leaf or an ancestor: what it adds to the number of a cell, and the leaves below it.
  struct Step {
    std::uint32_t cell, first_leaf, leaves;
  };
  // From a leaf up to the root.
  struct Chain {
    const Step *begin, *end;
    std::size_t size() const { return static_cast<std::size_t>(end - begin); }
  };
  Chain chain(std::size_t d, std::int32_t leaf) const {
    const std::uint32_t* first = first_step_[d].data() + leaf;
    return {steps_[d].data() + first[0], steps_[d].data() + first[1]};
  }

  void touch(const std::int32_t* leaves);
  std::uint32_t leaf_cell(const std::int32_t* leaves) const;
  void count_customers(const std::int32_t* leaves, const std::int32_t* customers,
                       const std::int32_t* orders, std::size_t begin, std::size_t end);
  void count_orders(Customer& customer, const std::int32_t* leaves, std::int64_t orders);
  void compare(Customer& customer, const std::int32_t* leaves, bool comes);
  void count_children(Customer& customer);
  void climb(Customer& customer, const std::int32_t* leaves, std::uint32_t cell, std::size_t axes,
             bool comes, std::uint32_t change);
  bool is_active(const Customer& customer, std::size_t cell) const;

  std::vector<table::Dimension> dimensions_;
  std::size_t measures_;
  std::vector<std::vector<Step>> steps_;  // of each dimension, the chains of its leaves end to end
  std::vector<std::vector<std::uint32_t>> first_step_;
  std::vector<std::size_t> stride_;
  std::vector<std::int64_t> sums_;
  std::vector<std::uint64_t> size_;    // [measures] sum of sizes of all values
  std::vector<std::uint32_t> active_;  // [cells] distinct customers
  std::unordered_map<std::int32_t, Customer> customers_;
  std::vector<std::uint32_t> touched_;  // cells of the fact at hand, its leaf cell first
  std::vector<std::uint32_t> meet_;     // see compare()
  std::vector<unsigned char> shared_;   // [touched_] with another active leaf cell below
};

}  // namespace salesplan::monitor

#ifndef SALESPLAN_COMPILED
#include "salesplan/monitor/live_cube_inl.hpp"
#endif
