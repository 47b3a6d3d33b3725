// Bodies of histories.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "salesplan/core/error.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/customer/columns.hpp"
#include "salesplan/customer/histories.hpp"

namespace salesplan::customer::detail {

SALESPLAN_INLINE void check_histories(const Histories& h) {
  const std::size_t n = h.x.size();
  if (n == 0) throw Error(ErrorCode::invalid_argument, "x", "is empty");
  if (n >= std::numeric_limits<std::uint32_t>::max() / 2) {
    throw Error(ErrorCode::invalid_argument, "x", "more than 2147483646 customers");
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

/// Mixes a number into a hash.
inline std::uint64_t mix(std::uint64_t key, double value) {
  value += 0.0;  // -0 is 0
  std::uint64_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  return (key ^ bits ^ (key >> 29)) * 0x9E3779B97F4A7C15u;
}

/// Numbers kinds of items by first appearance: an open-addressing table at most half full.
class KindNumbers {
 public:
  /// The kind of an item with that hash for which same(kind) holds, or a new one.
  template <class Same>
  std::uint32_t number(std::uint64_t hash, Same&& same) {
    std::size_t slot = start(hash);
    for (; slots_[slot] != none; slot = (slot + 1) & (slots_.size() - 1)) {
      if (same(slots_[slot])) return slots_[slot];
    }
    const auto kind = static_cast<std::uint32_t>(hashes_.size());
    hashes_.push_back(hash);
    slots_[slot] = kind;
    if (2 * hashes_.size() > slots_.size()) grow();
    return kind;
  }
  std::size_t size() const { return hashes_.size(); }

 private:
  static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

  std::size_t start(std::uint64_t hash) const {
    return static_cast<std::size_t>(hash ^ (hash >> 32)) & (slots_.size() - 1);
  }
  void grow() {
    slots_.assign(4 * slots_.size(), none);
    for (std::uint32_t kind = 0; kind < hashes_.size(); ++kind) {
      std::size_t slot = start(hashes_[kind]);
      while (slots_[slot] != none) slot = (slot + 1) & (slots_.size() - 1);
      slots_[slot] = kind;
    }
  }

  std::vector<std::uint32_t> slots_ = std::vector<std::uint32_t>(1024, none);
  std::vector<std::uint64_t> hashes_;  // of each kind
};

/// The distinct values, ascending, and for each value its position among them.
struct Ranked {
  std::vector<double> distinct;
  std::vector<std::uint32_t> position;
};

inline Ranked ranked(core::View<const double> values) {
  Ranked out;
  std::vector<double> seen;
  KindNumbers numbers;
  out.position.reserve(values.size());
  for (const double value : values) {
    out.position.push_back(
        numbers.number(mix(0, value), [&](std::uint32_t kind) { return seen[kind] == value; }));
    if (numbers.size() > seen.size()) seen.push_back(value);
  }
  std::vector<std::uint32_t> order(seen.size()), rank(seen.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return seen[a] < seen[b]; });
  out.distinct.reserve(seen.size());
  for (std::uint32_t k = 0; k < order.size(); ++k) {
    rank[order[k]] = k;
    out.distinct.push_back(seen[order[k]]);
  }
  for (std::uint32_t& kind : out.position) kind = rank[kind];
  return out;
}

/// Sorts `order` by key[order[k]] < keys, those of one key as they were.
inline void counting_sort(std::vector<std::uint32_t>& order, const std::uint32_t* key,
                          std::size_t keys) {
  std::vector<std::uint32_t> next(keys + 1, 0), sorted(order.size());
  for (const std::uint32_t i : order) ++next[key[i] + 1];
  for (std::size_t k = 0; k < keys; ++k) next[k + 1] += next[k];
  for (const std::uint32_t i : order) sorted[next[key[i]]++] = i;
  order.swap(sorted);
}

SALESPLAN_INLINE Distinct distinct_histories(const Histories& h) {
  check_histories(h);
  Distinct out;
  std::vector<double> x, times;  // of the histories as they first appear; first all t_x, then all T
  std::vector<double> t_x, T;
  KindNumbers numbers;
  out.row_of.reserve(h.x.size());
  for (std::size_t i = 0; i < h.x.size(); ++i) {
    const double count = h.x[i], recency = h.t_x[i], age = h.T[i];
    out.row_of.push_back(
        numbers.number(mix(mix(mix(0, count), recency), age), [&](std::uint32_t kind) {
          return x[kind] == count && t_x[kind] == recency && T[kind] == age;
        }));
    if (numbers.size() == x.size()) continue;
    x.push_back(count);
    t_x.push_back(recency);
    T.push_back(age);
  }
  const std::size_t m = x.size();
  times = t_x;
  times.insert(times.end(), T.begin(), T.end());
  Ranked level = ranked(x), time = ranked(times);
  const std::uint32_t *t_x_at = time.position.data(), *T_at = t_x_at + m;
  std::vector<std::uint32_t> order(m), rank(m);
  std::iota(order.begin(), order.end(), 0u);
  counting_sort(order, T_at, time.distinct.size());
  counting_sort(order, t_x_at, time.distinct.size());
  counting_sort(order, level.position.data(), level.distinct.size());

  for (std::vector<double>* column : {&out.x, &out.t_x, &out.T}) column->reserve(m);
  for (auto* column : {&out.level, &out.t_x_at, &out.T_at}) column->reserve(m);
  for (std::uint32_t k = 0; k < m; ++k) {
    const std::uint32_t i = order[k];
    rank[i] = k;
    out.x.push_back(x[i]);
    out.t_x.push_back(t_x[i]);
    out.T.push_back(T[i]);
    out.level.push_back(level.position[i]);
    out.t_x_at.push_back(t_x_at[i]);
    out.T_at.push_back(T_at[i]);
  }
  out.levels = std::move(level.distinct);
  out.times = std::move(time.distinct);
  out.customers.assign(m, 0);
  for (std::uint32_t& row : out.row_of) {
    row = rank[row];
    out.customers[row] += 1;
  }
  return out;
}

}  // namespace salesplan::customer::detail
