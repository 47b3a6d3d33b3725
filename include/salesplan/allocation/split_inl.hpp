// Bodies of split.hpp: the level λ by Newton steps, then largest remainder.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "salesplan/allocation/bounds.hpp"
#include "salesplan/allocation/split.hpp"
#include "salesplan/core/error.hpp"
#include "salesplan/core/number_text.hpp"

namespace salesplan::allocation::detail {

SALESPLAN_INLINE void check_weight(double weight, const char* name, std::size_t i,
                                   core::View<const std::string> labels) {
  if (weight == 0 || (weight >= 1e-100 && weight <= 1e100)) return;
  throw Error(ErrorCode::invalid_argument, item_place(name, i, labels),
              core::to_text(weight) + " is neither 0 nor in [1e-100, 1e100]");
}

SALESPLAN_INLINE bool has_guide(core::Wide total, core::View<const double> weights,
                                core::View<const core::Minor> lower,
                                core::View<const core::Minor> upper) {
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] > 0 && lower[i] < upper[i]) return true;
    total -= std::clamp(core::Minor{0}, lower[i], upper[i]);
  }
  return total == 0;
}

SALESPLAN_INLINE LockedSum locked_sum(core::View<const core::Minor> locked) {
  LockedSum locks{0, !locked.empty()};
  for (const core::Minor value : locked) {
    if (core::is_missing(value)) {
      locks.all = false;
    } else {
      locks.sum += value;
    }
  }
  return locks;
}

SALESPLAN_INLINE void check_sums(core::Wide total, core::Wide lowest, core::Wide highest,
                                 core::View<const core::Minor> locked, const Wording& wording) {
  const bool above = lowest > total;
  if (!above && highest >= total) return;
  const core::Wide sum = above ? lowest : highest;
  const LockedSum locks = locked_sum(locked);
  // Without bounds an item may be anything from 0 towards the total.
  const bool by_locks =
      locks.all || (above ? total >= 0 && locks.sum > total : total < 0 && locks.sum < total);
  throw Error(ErrorCode::infeasible,
              by_locks ? "locked"
              : above  ? "lower"
                       : "upper",
              "sum " + wording.amount(sum) + (above ? " exceeds" : " is below") + " the total " +
                  wording.amount(total));
}

// The loops over all items have no branches that depend on which bound holds: mispredicted, those
// cost more than all the arithmetic.

/// A λ strictly between `low` and `high` where λ is known to lie, by variable fixing: items which
/// the bracket holds at a bound stay there, and the others share the rest as if unbounded.
SALESPLAN_INLINE double fixing_step(core::Wide total, core::View<const double> weights,
                                    core::View<const core::Minor> lower,
                                    core::View<const core::Minor> upper, double low, double level,
                                    double high) {
  auto rest = static_cast<double>(total);
  double weight = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const auto least = static_cast<double>(lower[i]);
    const auto most = static_cast<double>(upper[i]);
    // An infinity times a weight of 0 is NaN, which is not free either.
    const bool free = least < most && low * weights[i] < most && high * weights[i] > least;
    weight += free ? weights[i] : 0;
    rest -= free ? 0 : clip(level * weights[i], least, most);
  }
  return weight > 0 ? rest / weight : 0;
}

/// The λ with Σ clip(λ·weight) = total, to the precision of doubles: Newton steps on the piecewise
/// linear sum, and a step of variable fixing where one would leave the bracket.
SALESPLAN_INLINE double water_level(core::Wide total, core::View<const double> weights,
                                    core::View<const core::Minor> lower,
                                    core::View<const core::Minor> upper) {
  const std::size_t n = weights.size();
  // A thousandth of a unit over all items, or what the sum of n doubles cannot resolve.
  const double tolerance =
      1e-3 + static_cast<double>(n) * 0x1p-52 * std::abs(static_cast<double>(total));
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  double level = fixing_step(total, weights, lower, upper, low, 0, high);
  for (;;) {
    double sum = 0;
    double moving = 0;  // the weight of the items that follow λ
    for (std::size_t i = 0; i < n; ++i) {
      const double wish = level * weights[i];
      const auto least = static_cast<double>(lower[i]);
      const auto most = static_cast<double>(upper[i]);
      const double follows[] = {0, weights[i]};
      sum += clip(wish, least, most);
      moving += follows[static_cast<int>(wish > least) & static_cast<int>(wish < most)];
    }
    const double missing = static_cast<double>(total) - sum;
    if (std::abs(missing) <= tolerance) return level;
    (missing > 0 ? low : high) = level;
    const auto inside = [&](double x) { return x > low && x < high; };
    double next = level + missing / moving;
    if (!inside(next)) next = fixing_step(total, weights, lower, upper, low, level, high);
    if (!inside(next)) return level;
    level = next;
  }
}

/// The whole number at or below `x`, which is in [-2^63, 2^63].
inline core::Minor floor_to_minor(double x) {
  if (x >= 0x1p63) return std::numeric_limits<core::Minor>::max();
  const auto whole = static_cast<core::Minor>(x);
  return whole - static_cast<core::Minor>(static_cast<double>(whole) > x);
}

/// a - b held within 64 bits: the room of an item, of which only "enough" matters.
SALESPLAN_INLINE core::Minor room(core::Minor a, core::Minor b) {
  constexpr core::Wide limit = std::numeric_limits<core::Minor>::max();
  return static_cast<core::Minor>(std::clamp(core::Wide{a} - b, -limit, limit));
}

/// Where all weighted items are at a bound and `total` is not reached: they stay there, and the
/// others share the rest equally. Says nothing where it is not so.
SALESPLAN_INLINE std::optional<SplitLevel> split_beyond_weights(core::Wide total,
                                                                core::View<const double> weights,
                                                                core::View<const core::Minor> lower,
                                                                core::View<const core::Minor> upper,
                                                                core::View<core::Minor> part) {
  const auto is_zero = [](double weight) { return weight == 0; };
  if (std::none_of(weights.begin(), weights.end(), is_zero)) return std::nullopt;
  const std::size_t n = weights.size();
  core::Wide lowest = 0, highest = 0;  // what weighted items can bring, the others being at 0
  for (std::size_t i = 0; i < n; ++i) {
    const bool weighted = weights[i] > 0;
    const core::Minor idle = std::clamp(core::Minor{0}, lower[i], upper[i]);
    lowest += weighted ? lower[i] : idle;
    highest += weighted ? upper[i] : idle;
  }
  if (total >= lowest && total <= highest) return std::nullopt;

  std::vector<double> equal(n);
  std::vector<core::Minor> low(lower.begin(), lower.end()), high(upper.begin(), upper.end());
  for (std::size_t i = 0; i < n; ++i) {
    if (weights[i] > 0) {
      (total > highest ? low[i] : high[i]) = total > highest ? high[i] : low[i];
    } else {
      equal[i] = 1;
    }
  }
  const SplitLevel rest = split(total, equal, low, high, part);
  return SplitLevel{rest.level, total > highest ? 1 : -1};
}

SALESPLAN_INLINE SplitLevel split(core::Wide total, core::View<const double> weights,
                                  core::View<const core::Minor> lower,
                                  core::View<const core::Minor> upper,
                                  core::View<core::Minor> part) {
  if (const auto beyond = split_beyond_weights(total, weights, lower, upper, part)) return *beyond;

  const std::size_t n = weights.size();
  const double level = water_level(total, weights, lower, upper);
  // Remainders are counted in 2^-26 of a unit: what is nearer than that, doubles cannot tell from a
  // tie. An item that has no room to rise has -1. They fall into buckets, the first for the -1, so
  // that only the bucket in which the last raised part lies must be sorted.
  int bits = 0;
  while (bits < 12 && (std::size_t{16} << bits) < n) ++bits;
  const auto real_part = [&](std::size_t i) {
    return clip(level * weights[i], static_cast<double>(lower[i]), static_cast<double>(upper[i]));
  };
  const auto remainder = [&](std::size_t i, double real) {
    const double above = std::max(real - static_cast<double>(part[i]), 0.0);
    // `above` is within 0..1, so that truncation rounds it; std::lround is a call for every part.
    // NOLINTNEXTLINE(bugprone-incorrect-roundings)
    return part[i] < upper[i] ? static_cast<std::int32_t>(above * (1 << 26) + 0.5) : -1;
  };
  const std::unique_ptr<std::uint16_t[]> bucket(new std::uint16_t[n]);
  std::vector<std::size_t> held((std::size_t{1} << bits) + 2);
  core::Wide rest = total;
  for (std::size_t i = 0; i < n; ++i) {
    const double real = real_part(i);
    part[i] = std::clamp(floor_to_minor(real), lower[i], upper[i]);
    rest -= part[i];
    bucket[i] = static_cast<std::uint16_t>((remainder(i, real) >> (26 - bits)) + 1);
    ++held[bucket[i]];
  }
  if (rest == 0) return {level};
  if (rest > 0 && rest <= static_cast<core::Wide>(n - held[0])) {
    auto count = static_cast<std::size_t>(rest);
    std::size_t last = held.size() - 1;
    for (; held[last] < count; --last) count -= held[last];
    std::vector<std::pair<std::int32_t, std::size_t>> tied;  // remainders, negative, and items
    tied.reserve(held[last]);
    for (std::size_t i = 0; i < n; ++i) {
      if (bucket[i] == last) tied.emplace_back(-remainder(i, real_part(i)), i);
      part[i] += bucket[i] > last ? 1 : 0;
    }
    const auto middle = tied.begin() + static_cast<std::ptrdiff_t>(count);
    std::nth_element(tied.begin(), middle, tied.end());
    for (auto one = tied.begin(); one != middle; ++one) ++part[one->second];
    return {level};
  }

  // Beyond 2^53 doubles lose the last bits: what they missed is split again, around the parts.
  std::vector<core::Minor> down(n), up(n), more(n);
  for (std::size_t i = 0; i < n; ++i) {
    down[i] = room(lower[i], part[i]);
    up[i] = room(upper[i], part[i]);
  }
  split(rest, weights, down, up, more);
  for (std::size_t i = 0; i < n; ++i) part[i] += more[i];
  return {level};
}

}  // namespace salesplan::allocation::detail
