// Bodies of histories.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>
#include <string>
#include <tuple>

#include "salesplan/core/error.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/customer/columns.hpp"
#include "salesplan/customer/histories.hpp"

namespace salesplan::customer::detail {

SALESPLAN_INLINE void check_histories(const Histories& h) {
  const std::size_t n = h.x.size();
  if (n == 0) throw Error(ErrorCode::invalid_argument, "x", "is empty");
  if (n >= std::numeric_limits<std::uint32_t>::max()) {
    throw Error(ErrorCode::invalid_argument, "x", "more than 4294967294 customers");
  }
  check_size("t_x", h.t_x.size(), n);
  check_size("T", h.T.size(), n);
  if (!h.log_gaps.empty()) check_size("log_gaps", h.log_gaps.size(), n);
  for (std::size_t i = 0; i < n; ++i) {
    const double x = h.x[i], t_x = h.t_x[i], T = h.T[i];
    if (!(x >= 0 && x <= 1e7 && x == std::floor(x))) {
      throw bad_value("x", i, x, "is not an integer in 0..1e7");
    }
    if (!(T >= 0 && T <= 1e9)) throw bad_value("T", i, T, "is not in 0..1e9");
    if (!(t_x >= 0 && t_x <= T))
      throw bad_value("t_x", i, t_x, "is not in 0..T = " + core::to_text(T));
    if ((x == 0) != (t_x == 0)) {
      throw bad_value("t_x", i, t_x,
                      "with x = " + core::to_text(x) + ": zero where, and only where, x is");
    }
    if (!h.log_gaps.empty() && !std::isfinite(h.log_gaps[i])) {
      throw bad_value("log_gaps", i, h.log_gaps[i], "is not finite");
    }
  }
}

/// For each customer the number of its history, by first appearance; `first` lists the customer
/// where each first appeared. An open-addressing table at most half full.
inline std::vector<std::uint32_t> number_histories(const Histories& h,
                                                   std::vector<std::uint32_t>& first) {
  constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
  const std::size_t n = h.x.size();
  const auto hash = [&](std::size_t i) {
    std::uint64_t key = 0;
    for (double value : {h.x[i], h.t_x[i], h.T[i]}) {
      value += 0.0;  // -0 is 0
      std::uint64_t bits;
      std::memcpy(&bits, &value, sizeof bits);
      key = (key ^ bits ^ (key >> 29)) * 0x9E3779B97F4A7C15u;
    }
    return key ^ (key >> 32);
  };
  std::vector<std::uint32_t> slots(1024, none), number(n);
  const auto find = [&](std::size_t i) {
    const std::size_t mask = slots.size() - 1;
    std::size_t slot = static_cast<std::size_t>(hash(i)) & mask;
    for (; slots[slot] != none; slot = (slot + 1) & mask) {
      const std::size_t j = first[slots[slot]];
      if (h.x[i] == h.x[j] && h.t_x[i] == h.t_x[j] && h.T[i] == h.T[j]) break;
    }
    return slot;
  };
  for (std::size_t i = 0; i < n; ++i) {
    std::size_t slot = find(i);
    if (slots[slot] == none) {
      if (2 * first.size() + 2 > slots.size()) {
        slots.assign(2 * slots.size(), none);
        for (std::uint32_t k = 0; k < first.size(); ++k) slots[find(first[k])] = k;
        slot = find(i);
      }
      slots[slot] = static_cast<std::uint32_t>(first.size());
      first.push_back(static_cast<std::uint32_t>(i));
    }
    number[i] = slots[slot];
  }
  return number;
}

SALESPLAN_INLINE Distinct distinct_histories(const Histories& h) {
  check_histories(h);
  std::vector<std::uint32_t> first;
  Distinct out;
  out.row_of = number_histories(h, first);
  const std::size_t m = first.size();
  std::vector<std::uint32_t> order(m), rank(m);
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const std::size_t i = first[a], j = first[b];
    return std::tie(h.x[i], h.t_x[i], h.T[i]) < std::tie(h.x[j], h.t_x[j], h.T[j]);
  });
  out.customers.assign(m, 0);
  for (std::vector<double>* column : {&out.x, &out.t_x, &out.T}) column->reserve(m);
  out.level.reserve(m);
  for (std::size_t k = 0; k < m; ++k) {
    rank[order[k]] = static_cast<std::uint32_t>(k);
    const std::size_t i = first[order[k]];
    out.x.push_back(h.x[i]);
    out.t_x.push_back(h.t_x[i]);
    out.T.push_back(h.T[i]);
    if (out.levels.empty() || out.levels.back() != h.x[i]) out.levels.push_back(h.x[i]);
    out.level.push_back(out.levels.size() - 1);
  }
  for (std::uint32_t& row : out.row_of) {
    row = rank[row];
    out.customers[row] += 1;
  }
  return out;
}

}  // namespace salesplan::customer::detail
