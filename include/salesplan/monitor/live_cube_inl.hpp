// Bodies of live_cube.hpp.
#pragma once

#include <limits>
#include <utility>

#include "salesplan/core/error.hpp"
#include "salesplan/monitor/live_cube.hpp"
#include "salesplan/table/cube.hpp"

namespace salesplan::monitor {
namespace detail {

inline std::size_t slot_of(std::uint32_t cell, std::int32_t customer, std::size_t slots) {
  std::uint64_t h = (std::uint64_t{cell} << 32) | static_cast<std::uint32_t>(customer);
  h = (h ^ (h >> 31)) * 0x9E3779B97F4A7C15u;
  return static_cast<std::size_t>(h ^ (h >> 29)) & (slots - 1);
}

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
      throw Error(ErrorCode::invalid_argument,
                  core::at("dimensions", static_cast<std::int64_t>(d)), "has no members");
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
  head_.assign(cells, none);
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
    touched_.assign(1, 0);
    for (std::size_t d = 0; d < axes; ++d) {
      const auto leaf = static_cast<std::size_t>(leaves[row * axes + d]);
      const std::uint32_t from = first_step_[d][leaf], to = first_step_[d][leaf + 1];
      const std::size_t before = touched_.size();
      touched_.resize(before * (to - from));
      for (std::size_t s = to - from; s-- > 0;) {  // the leaf's own step goes first, so is done last
        for (std::size_t i = 0; i < before; ++i) {
          touched_[s * before + i] = touched_[i] + steps_[d][from + s];
        }
      }
    }
    const std::int64_t* fact = values.data() + row * measures_;
    for (const std::uint32_t cell : touched_) {
      std::int64_t* sum = sums_.data() + std::size_t{cell} * measures_;
      for (std::size_t m = 0; m < measures_; ++m) sum[m] += fact[m];
    }
    if (!customers.empty() && customers[row] >= 0) {
      count_customer(customers[row], orders.empty() ? 1 : orders[row]);
    }
  }
  size_ = std::move(size);
}

SALESPLAN_INLINE void LiveCube::count_customer(std::int32_t customer, std::int64_t orders) {
  std::int64_t& placed = presence(touched_[0], customer).count;
  const bool was = placed > 0;
  placed += orders;
  const bool is = placed > 0;
  if (was == is) return;
  active_[touched_[0]] += is ? 1 : -1;
  for (std::size_t i = 1; i < touched_.size(); ++i) {
    std::int64_t& leaf_cells = presence(touched_[i], customer).count;
    leaf_cells += is ? 1 : -1;
    if (leaf_cells == (is ? 1 : 0)) active_[touched_[i]] += is ? 1 : -1;
  }
}

SALESPLAN_INLINE std::uint32_t LiveCube::find(std::uint32_t cell, std::int32_t customer) const {
  if (slots_.empty()) return none;
  std::size_t at = detail::slot_of(cell, customer, slots_.size());
  while (slots_[at] != none) {
    const Presence& p = presences_[slots_[at]];
    if (p.cell == cell && p.customer == customer) return slots_[at];
    at = (at + 1) & (slots_.size() - 1);
  }
  return none;
}

SALESPLAN_INLINE LiveCube::Presence& LiveCube::presence(std::uint32_t cell, std::int32_t customer) {
  const std::uint32_t known = find(cell, customer);
  if (known != none) return presences_[known];
  if (presences_.size() + 1 >= none) {
    throw Error(ErrorCode::overflow, "customers", "too many customers in too many cells");
  }
  if (2 * (presences_.size() + 1) > slots_.size()) {
    rehash(slots_.empty() ? 1024 : 2 * slots_.size());
  }
  presences_.push_back({cell, customer, 0, head_[cell]});
  head_[cell] = static_cast<std::uint32_t>(presences_.size() - 1);
  std::size_t at = detail::slot_of(cell, customer, slots_.size());
  while (slots_[at] != none) at = (at + 1) & (slots_.size() - 1);
  slots_[at] = head_[cell];
  return presences_.back();
}

SALESPLAN_INLINE void LiveCube::rehash(std::size_t slots) {
  slots_.assign(slots, none);
  for (std::size_t i = 0; i < presences_.size(); ++i) {
    std::size_t at = detail::slot_of(presences_[i].cell, presences_[i].customer, slots);
    while (slots_[at] != none) at = (at + 1) & (slots - 1);
    slots_[at] = static_cast<std::uint32_t>(i);
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
  for (std::uint32_t i = head_[cell]; i != none; i = presences_[i].next) {
    if (presences_[i].count <= 0) continue;
    const std::uint32_t there = find(static_cast<std::uint32_t>(other), presences_[i].customer);
    both += there != none && presences_[there].count > 0 ? 1 : 0;
  }
  return both;
}

}  // namespace salesplan::monitor
