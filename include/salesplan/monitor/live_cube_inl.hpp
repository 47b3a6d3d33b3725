// Bodies of live_cube.hpp.
#pragma once

#include <algorithm>
#include <limits>
#include <utility>

#include "salesplan/core/error.hpp"
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
        steps_[d].push_back(static_cast<std::uint32_t>(static_cast<std::size_t>(at) * stride_[d]));
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

  // Customer by customer, as the order does not matter and the cells of one are quickly at hand.
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < customers.size(); ++row) {
    if (customers[row] >= 0) rows.push_back(row);
  }
  std::sort(rows.begin(), rows.end(),
            [&](std::size_t a, std::size_t b) { return customers[a] < customers[b]; });
  for (const std::size_t row : rows) {
    touch(leaves.data() + row * axes);
    count_customer(customers[row], orders.empty() ? 1 : orders[row]);
  }
}

SALESPLAN_INLINE void LiveCube::touch(const std::int32_t* leaves) {
  touched_.assign(1, 0);
  for (std::size_t d = 0; d < dimensions_.size(); ++d) {
    const auto leaf = static_cast<std::size_t>(leaves[d]);
    const std::uint32_t from = first_step_[d][leaf], to = first_step_[d][leaf + 1];
    const std::size_t before = touched_.size();
    touched_.resize(before * (to - from));
    for (std::size_t s = to - from; s-- > 0;) {  // the leaf's own step goes first, so is done last
      for (std::size_t i = 0; i < before; ++i) {
        touched_[s * before + i] = touched_[i] + steps_[d][from + s];
      }
    }
  }
}

SALESPLAN_INLINE void LiveCube::count_customer(std::int32_t customer, std::int64_t orders) {
  Customer& known = customers_[customer];
  std::int64_t& placed = known.orders.at(touched_[0]);
  const bool was = placed > 0;
  placed += orders;
  const bool is = placed > 0;
  if (was == is) return;
  const int step = is ? 1 : -1;
  for (const std::uint32_t cell : touched_) {
    std::int32_t& leaf_cells = known.leaf_cells.at(cell);
    leaf_cells += step;
    if (leaf_cells == (is ? 1 : 0)) active_[cell] += step;
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
    both += customer.leaf_cells.find(static_cast<std::uint32_t>(cell)) > 0 &&
                    customer.leaf_cells.find(static_cast<std::uint32_t>(other)) > 0
                ? 1
                : 0;
  }
  return both;
}

}  // namespace salesplan::monitor
