// Bodies of bridge.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <utility>

#include "salesplan/core/error.hpp"
#include "salesplan/core/wide.hpp"
#include "salesplan/review/bridge.hpp"

namespace salesplan::review {

SALESPLAN_INLINE std::vector<core::Minor> whole_parts(core::Minor total,
                                                      core::View<const double> wanted,
                                                      const char* place) {
  const std::size_t n = wanted.size();
  std::vector<core::Minor> part(n);
  std::vector<double> fraction(n);
  core::Wide missing = total;
  for (std::size_t i = 0; i < n; ++i) {
    part[i] = core::round_to_minor(std::floor(wanted[i]), place);
    fraction[i] = wanted[i] - std::floor(wanted[i]);
    missing -= part[i];
  }
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return fraction[a] > fraction[b]; });
  // Beyond 2^53 the doubles may miss by more than one each: all bear it alike.
  const core::Wide count = static_cast<core::Wide>(n);
  core::Wide each = missing / count;
  if (missing % count < 0) --each;
  const auto extra = static_cast<std::size_t>(missing - each * count);
  for (std::size_t k = 0; k < n; ++k) {
    const core::Wide share = each + (k < extra ? 1 : 0);
    part[order[k]] = core::add(part[order[k]], static_cast<core::Minor>(share), place);
  }
  return part;
}

SALESPLAN_INLINE Bridge roll_up(const allocation::Tree& tree, std::vector<std::string> effects,
                                core::View<const core::Minor> base,
                                core::View<const core::Minor> actual,
                                core::View<const core::Minor> amount) {
  allocation::check_tree(tree);
  const std::size_t n = tree.size(), k = effects.size();
  if (base.size() != n || actual.size() != n || amount.size() != n * k) {
    throw Error(ErrorCode::invalid_argument, "bridge",
                "base and actual must have a value a node, and amount one a node and effect");
  }
  Bridge result{std::move(effects), std::vector<core::Minor>(n), std::vector<core::Minor>(n),
                std::vector<core::Minor>(n * k)};
  std::vector<bool> inner(n);
  for (std::size_t i = 1; i < n; ++i) inner[static_cast<std::size_t>(tree.parent[i])] = true;
  for (std::size_t i = n; i-- > 0;) {
    if (!inner[i]) {
      core::Wide sum = 0;
      for (std::size_t e = 0; e < k; ++e) {
        sum += amount[i * k + e];
        result.amount[i * k + e] = amount[i * k + e];
      }
      result.base[i] = base[i];
      result.actual[i] = actual[i];
      if (sum != static_cast<core::Wide>(actual[i]) - base[i]) {
        throw Error(ErrorCode::invalid_argument, core::at("amount", static_cast<std::int64_t>(i)),
                    "the effects of " + allocation::label(tree, i) + " sum to " +
                        core::wide_text(sum) + ", not to actual - base");
      }
    }
    if (i == 0) break;
    const auto up = static_cast<std::size_t>(tree.parent[i]);
    result.base[up] = core::add(result.base[up], result.base[i], "base");
    result.actual[up] = core::add(result.actual[up], result.actual[i], "actual");
    for (std::size_t e = 0; e < k; ++e) {
      core::Minor& sum = result.amount[up * k + e];
      sum = core::add(sum, result.amount[i * k + e], "amount");
    }
  }
  return result;
}

SALESPLAN_INLINE Bridge split(const allocation::Tree& tree, const Bridge& whole,
                              const std::string& name, const Bridge& part) {
  const std::size_t n = tree.size();
  const auto found = std::find(whole.effects.begin(), whole.effects.end(), name);
  if (found == whole.effects.end()) {
    throw Error(ErrorCode::not_found, "effect", core::quoted(name) + " is no effect of the bridge");
  }
  if (whole.base.size() != n || part.base.size() != n) {
    throw Error(ErrorCode::invalid_argument, "part", "is a bridge of another tree");
  }
  const auto at = static_cast<std::size_t>(found - whole.effects.begin());
  std::vector<std::string> effects = whole.effects;
  effects.insert(effects.begin() + static_cast<std::ptrdiff_t>(at), part.effects.begin(),
                 part.effects.end());
  for (const std::string& one : effects) {
    if (std::count(effects.begin(), effects.end(), one) > 1) {
      throw Error(ErrorCode::duplicate, "effect", core::quoted(one) + " would be there twice");
    }
  }
  std::vector<core::Minor> amount;
  amount.reserve(n * effects.size());
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t e = 0; e < whole.effects.size(); ++e) {
      core::Minor rest = whole.at(i, e);
      for (std::size_t p = 0; e == at && p < part.effects.size(); ++p) {
        amount.push_back(part.at(i, p));
        rest = core::subtract(rest, part.at(i, p), "amount");
      }
      amount.push_back(rest);
    }
  }
  return roll_up(tree, std::move(effects), whole.base, whole.actual, amount);
}

}  // namespace salesplan::review
