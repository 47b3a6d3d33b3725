// Bodies of live_cube.hpp.
#pragma once

#include <algorithm>
#include <limits>
#include <utility>

#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/monitor/live_cube.hpp"
#include "salesplan/table/cube.hpp"

namespace salesplan::monitor {
namespace detail {

/// |value|, of the smallest integer too.
inline std::uint64_t size_of(std::int64_t value) {
  return value < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(value)
                   : static_cast<std::uint64_t>(value);
}

}  // namespace detail

SALESPLAN_INLINE LiveCube::LiveCube(std::vector<table::Dimension> dimensions, std::size_t measures)
    : dimensions_(std::move(dimensions)), measures_(measures), stride_(dimensions_.size(), 1) {
  std::size_t cells = 1;
  for (std::size_t d = dimensions_.size(); d-- > 0;) {
    stride_[d] = cells;
    const std::size_t members = dimensions_[d].size();
    if (members == 0) {
      throw Error(ErrorCode::invalid_argument, core::at("dimensions", static_cast<std::int64_t>(d)),
                  "has no members");
    }
    if (members > table::Cube::max_cells / cells) {
      throw Error(ErrorCode::overflow, "dimensions",
                  "more than " + std::to_string(table::Cube::max_cells) + " cells");
    }
    cells *= members;
  }
  if (measures > table::Cube::max_cells / cells) {
    throw Error(ErrorCode::overflow, "measures",
                "more than " + std::to_string(table::Cube::max_cells) + " values");
  }
  for (std::size_t d = 0; d < dimensions_.size(); ++d) {
    const table::Dimension& dimension = dimensions_[d];
    steps_.emplace_back();
    first_step_.emplace_back();
    for (std::size_t leaf = 0; leaf < dimension.leaf_count(); ++leaf) {
      first_step_[d].push_back(static_cast<std::uint32_t>(steps_[d].size()));
      for (std::int32_t at = dimension.leaf(leaf); at >= 0; at = dimension.parent(at)) {
        steps_[d].push_back(
            {static_cast<std::uint32_t>(static_cast<std::size_t>(at) * stride_[d]),
             static_cast<std::uint32_t>(dimension.first_leaf(at)),
             static_cast<std::uint32_t>(dimension.end_leaf(at) - dimension.first_leaf(at))});
      }
    }
    first_step_[d].push_back(static_cast<std::uint32_t>(steps_[d].size()));
  }
  sums_.assign(cells * measures, 0);
  size_.assign(measures, 0);
  active_.assign(cells, 0);
}

SALESPLAN_INLINE void LiveCube::add(core::View<const std::int32_t> leaves,
                                    core::View<const std::int64_t> values,
                                    core::View<const std::int32_t> customers,
                                    core::View<const std::int32_t> orders) {
  const std::size_t axes = dimensions_.size();
  const std::size_t n = axes > 0 ? leaves.size() / axes : 0;
  const auto check = [](bool good, const char* name, std::size_t has) {
    if (!good) {
      throw Error(ErrorCode::invalid_argument, name,
                  std::to_string(has) + " values do not fit the other columns");
    }
  };
  check(leaves.size() == n * axes, "leaves", leaves.size());
  check(values.size() == n * measures_, "values", values.size());
  check(customers.empty() || customers.size() == n, "customers", customers.size());
  check(orders.empty() || orders.size() == n, "orders", orders.size());
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    const std::size_t leaf_count = dimensions_[i % axes].leaf_count();
    if (leaves[i] < 0 || static_cast<std::size_t>(leaves[i]) >= leaf_count) {
      throw Error(ErrorCode::invalid_argument, core::at("leaves", static_cast<std::int64_t>(i)),
                  std::to_string(leaves[i]) + " is none of " + std::to_string(leaf_count) +
                      " leaves of " + dimensions_[i % axes].name());
    }
  }
  for (std::size_t i = 0; i < customers.size(); ++i) {
    if (customers[i] < -1) {
      throw Error(ErrorCode::invalid_argument, core::at("customers", static_cast<std::int64_t>(i)),
                  std::to_string(customers[i]) + " is below -1");
    }
  }
  std::vector<std::uint64_t> size = size_;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (core::is_missing(values[i])) {
      throw Error(ErrorCode::invalid_argument, core::at("values", static_cast<std::int64_t>(i)),
                  "is missing");
    }
    constexpr std::uint64_t limit = std::numeric_limits<std::int64_t>::max();
    std::uint64_t& sum = size[i % measures_];
    const std::uint64_t more = detail::size_of(values[i]);
    if (more > limit - sum) {
      throw Error(ErrorCode::overflow, core::at("values", static_cast<std::int64_t>(i)),
                  "with all before it exceeds 64 bits");
    }
    sum += more;
  }

  for (std::size_t row = 0; row < n; ++row) {
    touch(leaves.data() + row * axes);
    const std::int64_t* fact = values.data() + row * measures_;
    for (const std::uint32_t cell : touched_) {
      std::int64_t* sum = sums_.data() + std::size_t{cell} * measures_;
      for (std::size_t m = 0; m < measures_; ++m) sum[m] += fact[m];
    }
  }
  size_ = std::move(size);

  for (std::size_t row = 0; row < customers.size(); row += rows_at_once) {
    const std::size_t end = std::min(row + rows_at_once, customers.size());
    count_customers(leaves.data(), customers.data(), orders.empty() ? nullptr : orders.data(), row,
                    end);
  }
}

// Customer by customer, as the order does not matter and the cells of one are quickly at hand.
SALESPLAN_INLINE void LiveCube::count_customers(const std::int32_t* leaves,
                                                const std::int32_t* customers,
                                                const std::int32_t* orders, std::size_t begin,
                                                std::size_t end) {
  std::vector<std::uint64_t> by_customer;  // a customer, then a row after `begin`
  by_customer.reserve(end - begin);
  for (std::size_t row = begin; row < end; ++row) {
    if (customers[row] < 0) continue;
    by_customer.push_back(static_cast<std::uint64_t>(customers[row]) << 32 | (row - begin));
  }
  std::sort(by_customer.begin(), by_customer.end());
  Customer* customer = nullptr;
  for (std::size_t i = 0; i < by_customer.size(); ++i) {
    const std::uint64_t key = by_customer[i] >> 32;
    if (i == 0 || key != by_customer[i - 1] >> 32) {
      customer = &customers_[static_cast<std::int32_t>(key)];
    }
    const std::size_t row = begin + (by_customer[i] & 0xffffffff);
    count_orders(*customer, leaves + row * dimensions_.size(), orders ? orders[row] : 1);
  }
}

SALESPLAN_INLINE void LiveCube::touch(const std::int32_t* leaves) {
  touched_.assign(1, 0);
  for (std::size_t d = 0; d < dimensions_.size(); ++d) {
    const Chain up = chain(d, leaves[d]);
    const std::size_t before = touched_.size();
    touched_.resize(before * up.size());
    for (std::size_t i = 0; i < before; ++i) {
      std::uint32_t* cell = touched_.data() + i;
      const std::uint32_t below = *cell;
      for (const Step* step = up.begin; step != up.end; ++step, cell += before) {
        *cell = below + step->cell;
      }
    }
  }
}

SALESPLAN_INLINE std::uint32_t LiveCube::leaf_cell(const std::int32_t* leaves) const {
  std::uint32_t cell = 0;
  for (std::size_t d = 0; d < dimensions_.size(); ++d) cell += chain(d, leaves[d]).begin->cell;
  return cell;
}

SALESPLAN_INLINE void LiveCube::count_orders(Customer& customer, const std::int32_t* leaves,
                                             std::int64_t orders) {
  const std::uint32_t cell = leaf_cell(leaves);
  std::int64_t& placed = customer.orders.at(cell);
  const bool was = placed > 0;
  placed += orders;
  const bool is = placed > 0;
  if (was == is) return;
  if (customer.few && is && customer.active.size() >= most_compared) {
    count_children(customer);
  }
  if (customer.few) {
    compare(customer, leaves, is);
  } else {
    active_[cell] += is ? 1u : -1u;
    climb(customer, leaves, cell, dimensions_.size(), is, is ? 1u : -1u);
  }
}

SALESPLAN_INLINE void LiveCube::compare(Customer& customer, const std::int32_t* leaves,
                                        bool comes) {
  const std::size_t axes = dimensions_.size();
  LeafCells& others = customer.active;
  if (!comes) others.remove(leaves, axes);
  touch(leaves);

  // In each dimension the leaf cell and another one meet some steps up; `meet_` is where in
  // `touched_` that is, and what lies above is a cell of both too.
  meet_.assign(others.size(), 0);
  std::size_t stride = 1;
  for (std::size_t d = 0; d < axes; ++d) {
    const Chain up = chain(d, leaves[d]);
    const std::uint32_t* leaf = others.column(d);
    for (const Step* step = up.begin; step + 1 != up.end; ++step) {  // all are below the root
      const Step below = *step;
      const auto more = static_cast<std::uint32_t>(stride);
      for (std::size_t i = 0; i < meet_.size(); ++i) {
        meet_[i] += leaf[i] - below.first_leaf < below.leaves ? 0 : more;
      }
    }
    stride *= up.size();
  }
  shared_.assign(touched_.size(), 0);
  for (const std::uint32_t at : meet_) shared_[at] = 1;
  stride = 1;
  for (std::size_t d = 0; d < axes; ++d) {
    const std::size_t block = stride * chain(d, leaves[d]).size();
    for (std::size_t first = 0; first < shared_.size(); first += block) {
      for (std::size_t i = first + stride; i < first + block; ++i)
        shared_[i] |= shared_[i - stride];
    }
    stride = block;
  }

  std::size_t alone = 0;
  for (std::size_t i = 0; i < touched_.size(); ++i) {
    touched_[alone] = touched_[i];
    alone += shared_[i] ^ 1u;
  }
  for (std::size_t i = 0; i < alone; ++i) active_[touched_[i]] += comes ? 1u : -1u;
  if (comes) others.add(leaves, axes);
}

SALESPLAN_INLINE void LiveCube::count_children(Customer& customer) {
  const std::size_t axes = dimensions_.size();
  std::vector<std::int32_t> leaves(axes);
  for (std::size_t i = 0; i < customer.active.size(); ++i) {
    for (std::size_t d = 0; d < axes; ++d) {
      leaves[d] = static_cast<std::int32_t>(customer.active.column(d)[i]);
    }
    climb(customer, leaves.data(), leaf_cell(leaves.data()), axes, true, 0);
  }
  customer.active = {};
  customer.few = false;
}

// A cell's children are those in the first dimension in which it is no leaf, so that each cell is
// reached from the leaf cell in one way: up the last dimension first. One whose children were
// active before goes on no further. `axes`: the dimensions in which the cell is still a leaf.
SALESPLAN_INLINE void LiveCube::climb(Customer& customer, const std::int32_t* leaves,
                                      std::uint32_t cell, std::size_t axes, bool comes,
                                      std::uint32_t change) {
  for (std::size_t d = axes; d-- > 0;) {
    const Chain chain = this->chain(d, leaves[d]);
    const std::uint32_t without = cell - chain.begin->cell;
    for (const Step* up = chain.begin + 1; up != chain.end; ++up) {
      const std::uint32_t parent = without + up->cell;
      std::int32_t& children = customer.children.at(parent);
      children += comes ? 1 : -1;
      if (children != (comes ? 1 : 0)) break;
      active_[parent] += change;
      climb(customer, leaves, parent, d, comes, change);
    }
  }
}

SALESPLAN_INLINE std::size_t LiveCube::cell(core::View<const std::int32_t> members) const {
  if (members.size() != dimensions_.size()) {
    throw Error(ErrorCode::invalid_argument, "members",
                std::to_string(members.size()) + " members for " +
                    std::to_string(dimensions_.size()) + " dimensions");
  }
  std::size_t cell = 0;
  for (std::size_t d = 0; d < members.size(); ++d) {
    if (members[d] < 0 || static_cast<std::size_t>(members[d]) >= dimensions_[d].size()) {
      throw Error(ErrorCode::invalid_argument, core::at("members", static_cast<std::int64_t>(d)),
                  std::to_string(members[d]) + " is no member of " + dimensions_[d].name());
    }
    cell += static_cast<std::size_t>(members[d]) * stride_[d];
  }
  return cell;
}

SALESPLAN_INLINE std::int64_t LiveCube::customers_of_both(std::size_t cell,
                                                          std::size_t other) const {
  std::int64_t both = 0;
  for (const auto& [key, customer] : customers_) {
    both += is_active(customer, cell) && is_active(customer, other) ? 1 : 0;
  }
  return both;
}

SALESPLAN_INLINE bool LiveCube::is_active(const Customer& customer, std::size_t cell) const {
  if (!customer.few) {
    const auto at = static_cast<std::uint32_t>(cell);
    return customer.orders.find(at) > 0 || customer.children.find(at) > 0;
  }
  for (std::size_t i = 0; i < customer.active.size(); ++i) {
    bool below = true;
    for (std::size_t d = 0; d < dimensions_.size(); ++d) {
      const auto member = static_cast<std::int32_t>(cell / stride_[d] % dimensions_[d].size());
      const auto leaf = static_cast<std::int32_t>(customer.active.column(d)[i]);
      below = below && dimensions_[d].first_leaf(member) <= leaf &&
              leaf < dimensions_[d].end_leaf(member);
    }
    if (below) return true;
  }
  return false;
}

}  // namespace salesplan::monitor
