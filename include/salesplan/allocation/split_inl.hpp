// Bodies of split.hpp: the level λ by variable fixing, then largest remainder.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
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

struct WeightedRange {
  double weight;
  core::Minor lower;
  core::Minor upper;
};

/// The λ with Σ clip(λ·weight) = total, to the precision of doubles; `free` is used up.
/// A pass sets λ as if nobody were bound. Where clipping then makes the sum too large, λ only
/// falls from here, so the items at their lower bound stay there for good; and likewise above.
SALESPLAN_INLINE double water_level(core::Wide total, std::vector<WeightedRange>& free) {
  double level = 0;
  while (!free.empty()) {
    double weight = 0;
    for (const WeightedRange& item : free) weight += item.weight;
    level = static_cast<double>(total) / weight;

    double lifted = 0;
    double cut = 0;
    for (const WeightedRange& item : free) {
      const double wish = level * item.weight;
      lifted += std::max(static_cast<double>(item.lower) - wish, 0.0);
      cut += std::max(wish - static_cast<double>(item.upper), 0.0);
    }
    const bool too_much = lifted > cut;
    if (lifted == cut) break;

    std::size_t kept = 0;
    for (const WeightedRange& item : free) {
      const double wish = level * item.weight;
      if (too_much ? wish < static_cast<double>(item.lower)
                   : wish > static_cast<double>(item.upper)) {
        total -= too_much ? item.lower : item.upper;
      } else {
        free[kept++] = item;
      }
    }
    free.resize(kept);
  }
  return level;
}

/// Raises the `count` parts of the largest remainder by one; a negative remainder takes no part.
SALESPLAN_INLINE void raise_largest(const std::vector<double>& remainder, std::size_t count,
                                    core::View<core::Minor> part) {
  if (count == 0) return;
  // Buckets by size, so that only the bucket in which the last raised part lies is sorted.
  const std::size_t n = remainder.size();
  std::size_t buckets = 1;
  while (buckets < 4096 && buckets * 16 < n) buckets *= 2;
  const auto bucket_of = [&](double r) {
    return static_cast<std::size_t>(static_cast<std::int64_t>(r * static_cast<double>(buckets)));
  };
  std::vector<std::size_t> held(buckets);
  for (const double r : remainder) {
    if (r >= 0) ++held[bucket_of(r)];
  }
  std::size_t last = buckets - 1;
  for (; held[last] < count; --last) count -= held[last];

  std::vector<std::size_t> tied;
  tied.reserve(held[last]);
  for (std::size_t i = 0; i < n; ++i) {
    if (remainder[i] < 0) continue;
    const std::size_t bucket = bucket_of(remainder[i]);
    if (bucket > last) ++part[i];
    if (bucket == last) tied.push_back(i);
  }
  const auto middle = tied.begin() + static_cast<std::ptrdiff_t>(count);
  std::nth_element(tied.begin(), middle, tied.end(), [&](std::size_t a, std::size_t b) {
    return remainder[a] != remainder[b] ? remainder[a] > remainder[b] : a < b;
  });
  for (auto i = tied.begin(); i != middle; ++i) ++part[*i];
}

/// a - b held within 64 bits: the room of an item, of which only "enough" matters.
SALESPLAN_INLINE core::Minor room(core::Minor a, core::Minor b) {
  constexpr core::Wide limit = std::numeric_limits<core::Minor>::max();
  return static_cast<core::Minor>(std::clamp(core::Wide{a} - b, -limit, limit));
}

SALESPLAN_INLINE void split(core::Wide total, core::View<const double> weights,
                            core::View<const core::Minor> lower,
                            core::View<const core::Minor> upper, core::View<core::Minor> part) {
  const std::size_t n = weights.size();
  std::vector<WeightedRange> weighted;
  weighted.reserve(n);
  core::Wide lowest = 0;   // Σ lower of the weighted items
  core::Wide highest = 0;  // Σ upper
  core::Wide idle = 0;     // Σ clip(0) of the others
  for (std::size_t i = 0; i < n; ++i) {
    if (weights[i] > 0) {
      lowest += lower[i];
      highest += upper[i];
      if (lower[i] < upper[i]) weighted.push_back({weights[i], lower[i], upper[i]});
    } else {
      idle += std::clamp(core::Minor{0}, lower[i], upper[i]);
    }
  }

  // The real solution: level·weight for weighted items, equal_level for the others.
  constexpr double infinity = std::numeric_limits<double>::infinity();
  double level = 0;
  double equal_level = 0;
  const core::Wide wanted = total - idle;
  if (wanted >= lowest && wanted <= highest) {
    core::Wide bound = lowest;
    for (const WeightedRange& item : weighted) bound -= item.lower;  // what the locked ones hold
    level = water_level(wanted - bound, weighted);
  } else {
    level = wanted > highest ? infinity : -infinity;
    std::vector<WeightedRange> others;
    for (std::size_t i = 0; i < n; ++i) {
      if (!(weights[i] > 0)) others.push_back({1.0, lower[i], upper[i]});
    }
    equal_level = water_level(total - (wanted > highest ? highest : lowest), others);
  }

  std::vector<double> remainder(n);
  core::Wide rest = total;
  core::Wide can_rise = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double real = weights[i] > 0 ? level * weights[i] : equal_level;
    if (real >= static_cast<double>(upper[i])) {
      part[i] = upper[i];
      remainder[i] = -1;
    } else if (real <= static_cast<double>(lower[i])) {
      part[i] = lower[i];
      remainder[i] = lower[i] < upper[i] ? 0 : -1;
    } else {
      core::Minor whole = static_cast<core::Minor>(real);
      if (static_cast<double>(whole) > real) --whole;
      part[i] = whole;
      remainder[i] = whole < upper[i] ? real - static_cast<double>(whole) : -1;
    }
    rest -= part[i];
    can_rise += remainder[i] >= 0 ? 1 : 0;
  }
  if (rest >= 0 && rest <= can_rise) {
    raise_largest(remainder, static_cast<std::size_t>(rest), part);
    return;
  }

  // Beyond 2^53 doubles lose the last bits: what they missed is split again, around the parts.
  std::vector<core::Minor> down(n), up(n), more(n);
  for (std::size_t i = 0; i < n; ++i) {
    down[i] = room(lower[i], part[i]);
    up[i] = room(upper[i], part[i]);
  }
  split(rest, weights, down, up, more);
  for (std::size_t i = 0; i < n; ++i) part[i] += more[i];
}

}  // namespace salesplan::allocation::detail
