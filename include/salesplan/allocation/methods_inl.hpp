// Bodies of methods.hpp: each makes numbers for the free cells, and `applied` puts them in.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "salesplan/allocation/methods.hpp"
#include "salesplan/allocation/split.hpp"
#include "salesplan/core/error.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/core/wide.hpp"

namespace salesplan::allocation {
namespace detail {

SALESPLAN_INLINE void check_given(core::Minor value, const std::string& place) {
  if (core::is_missing(value)) throw Error(ErrorCode::invalid_argument, place, "is missing");
}

/// The cells of a slice that take part in a method.
SALESPLAN_INLINE std::vector<std::size_t> free_cells(const Slice& slice, Cells cells) {
  if (!slice.held.empty()) check_length("held", slice.held.size(), slice.values.size());
  std::vector<std::size_t> free;
  for (std::size_t i = 0; i < slice.values.size(); ++i) {
    if (core::is_missing(slice.values[i]))
      check_given(slice.values[i], item_place("values", i, {}));
    const bool held = !slice.held.empty() && slice.held[i] != 0;
    if (!held && (cells == Cells::all || slice.values[i] != 0)) free.push_back(i);
  }
  return free;
}

/// `made` is what the method says for each of the `free` cells.
SALESPLAN_INLINE std::vector<core::Minor> applied(const Slice& slice,
                                                  const std::vector<std::size_t>& free,
                                                  const std::vector<core::Minor>& made,
                                                  Action action) {
  std::vector<core::Minor> values(slice.values.begin(), slice.values.end());
  for (std::size_t k = 0; k < free.size(); ++k) {
    core::Minor& value = values[free[k]];
    value = action == Action::replace ? made[k]
            : action == Action::add   ? core::add(value, made[k], "values")
                                      : core::subtract(value, made[k], "values");
  }
  return values;
}

/// What the free cells have to take: the amount, less what the cells outside hold on replace.
SALESPLAN_INLINE core::Minor free_amount(const Slice& slice, const std::vector<std::size_t>& free,
                                         core::Minor amount, Action action) {
  check_given(amount, "amount");
  core::Wide rest = amount;
  if (action == Action::replace) {
    for (const core::Minor value : slice.values) rest -= value;
    for (const std::size_t i : free) rest += slice.values[i];
  }
  if (free.empty() && rest != 0) {
    throw Error(ErrorCode::infeasible, "held",
                "no cell is free to take the remaining " + slice.wording.amount(rest));
  }
  const auto minor = static_cast<core::Minor>(rest);
  if (minor != rest || core::is_missing(minor)) {
    throw Error(ErrorCode::overflow, "amount",
                "leaves " + slice.wording.amount(rest) + " for the free cells, beyond 64 bits");
  }
  return minor;
}

/// Weights of either sign, as two lists of non-negative ones.
struct SignedWeights {
  std::vector<double> up, down;
  double rise = 0;  // Σ up
  double fall = 0;  // Σ down
};

SALESPLAN_INLINE SignedWeights by_sign(const std::vector<double>& weights, const char* place) {
  SignedWeights sides;
  sides.up.resize(weights.size());
  sides.down.resize(weights.size());
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const double size = std::abs(weights[i]);
    check_weight(size, place, i);
    (weights[i] > 0 ? sides.up : sides.down)[i] = size;
    (weights[i] > 0 ? sides.rise : sides.fall) += size;
  }
  return sides;
}

/// Parts that sum to `amount`: the positive weights share `gain`, the negative ones the rest.
SALESPLAN_INLINE std::vector<core::Minor> both_sides(core::Minor amount, core::Minor gain,
                                                     const SignedWeights& sides) {
  std::vector<core::Minor> parts = spread(gain, sides.up);
  const std::vector<core::Minor> losses =
      spread(core::subtract(amount, gain, "amount"), sides.down);
  for (std::size_t i = 0; i < parts.size(); ++i) parts[i] += losses[i];
  return parts;
}

/// `amount` in proportion to weights of either sign, exact to the unit.
SALESPLAN_INLINE std::vector<core::Minor> in_proportion(core::Minor amount,
                                                        const std::vector<double>& weights,
                                                        const char* place, ZeroWeights zero) {
  const SignedWeights sides = by_sign(weights, place);
  if (sides.fall == 0) return spread(amount, sides.up, {}, 1, zero);
  if (sides.rise == 0) return spread(amount, sides.down);
  if (sides.rise == sides.fall) {
    throw Error(ErrorCode::invalid_argument, place,
                "the free cells sum to 0 without being 0, so nothing is in proportion to them");
  }
  const double gain = static_cast<double>(amount) * (sides.rise / (sides.rise - sides.fall));
  return both_sides(amount, core::round_to_minor(gain, "amount"), sides);
}

SALESPLAN_INLINE std::vector<double> picked(core::View<const double> values,
                                            const std::vector<std::size_t>& cells) {
  std::vector<double> chosen;
  chosen.reserve(cells.size());
  for (const std::size_t i : cells) chosen.push_back(values[i]);
  return chosen;
}

/// Whole numbers near the real ones whose sum is the rounded sum.
SALESPLAN_INLINE std::vector<core::Minor> rounded(const std::vector<double>& real,
                                                  const char* place) {
  const SignedWeights sides = by_sign(real, place);
  return both_sides(core::round_to_minor(sides.rise - sides.fall, place),
                    core::round_to_minor(sides.rise, place), sides);
}

/// "4 4 5" as one token a cell: repeated by "*", or all over again.
SALESPLAN_INLINE std::vector<std::string> pattern_tokens(std::string_view pattern, std::size_t n) {
  std::vector<std::string> tokens;
  std::size_t star = 0;  // one after the token that fills
  for (std::size_t i = 0; i < pattern.size();) {
    const std::size_t end = pattern[i] == '*' ? i + 1 : pattern.find_first_of(" *", i);
    const std::string_view token = pattern.substr(i, end - i);
    i = end < pattern.size() ? end : pattern.size();
    if (token.empty()) {
      ++i;
    } else if (token != "*") {
      tokens.emplace_back(token);
    } else if (tokens.empty() || star != 0) {
      throw Error(ErrorCode::parse, core::at("pattern", static_cast<std::int64_t>(tokens.size())),
                  star != 0 ? "is a second *" : "is a * without a token before it");
    } else {
      star = tokens.size();
    }
  }
  const std::size_t given = tokens.size();
  if (star != 0 && given <= n) {
    tokens.insert(tokens.begin() + static_cast<std::ptrdiff_t>(star), n - given, tokens[star - 1]);
  } else if (star == 0 && given > 0 && n % given == 0) {
    for (std::size_t i = given; i < n; ++i) tokens.push_back(tokens[i - given]);
  }
  if (tokens.size() != n) {
    throw Error(ErrorCode::invalid_argument, "pattern",
                std::to_string(given) + " tokens do not fit " + std::to_string(n) + " cells");
  }
  return tokens;
}

}  // namespace detail

SALESPLAN_INLINE std::vector<core::Minor> spread_proportional(const Slice& slice,
                                                              core::Minor amount, Action action,
                                                              ZeroWeights zero) {
  const auto free = detail::free_cells(slice, Cells::all);
  const core::Minor rest = detail::free_amount(slice, free, amount, action);
  std::vector<double> weights;
  weights.reserve(free.size());
  for (const std::size_t i : free) weights.push_back(static_cast<double>(slice.values[i]));
  return detail::applied(slice, free, detail::in_proportion(rest, weights, "values", zero), action);
}

SALESPLAN_INLINE std::vector<core::Minor> spread_equal(const Slice& slice, core::Minor amount,
                                                       Action action, Cells cells) {
  const auto free = detail::free_cells(slice, cells);
  const core::Minor rest = detail::free_amount(slice, free, amount, action);
  return detail::applied(slice, free, spread(rest, std::vector<double>(free.size(), 1.0)), action);
}

SALESPLAN_INLINE std::vector<core::Minor> spread_relative(const Slice& slice,
                                                          core::View<const double> reference,
                                                          core::Minor amount, Action action) {
  detail::check_length("reference", reference.size(), slice.values.size());
  const auto free = detail::free_cells(slice, Cells::all);
  const core::Minor rest = detail::free_amount(slice, free, amount, action);
  return detail::applied(slice, free,
                         detail::in_proportion(rest, detail::picked(reference, free), "reference",
                                               ZeroWeights::refuse),
                         action);
}

SALESPLAN_INLINE std::vector<core::Minor> spread_pattern(const Slice& slice,
                                                         std::string_view pattern,
                                                         core::Minor amount, Action action) {
  const auto tokens = detail::pattern_tokens(pattern, slice.values.size());
  std::vector<std::size_t> weighted, whole;
  std::vector<double> weights;
  for (const std::size_t i : detail::free_cells(slice, Cells::all)) {
    const std::string& token = tokens[i];
    if (token == "!") continue;
    if (token == "P") {
      whole.push_back(i);
      continue;
    }
    const std::string place = core::at("pattern", static_cast<std::int64_t>(i));
    const double weight = core::parse_number(token, place);
    if (weight < 0) throw Error(ErrorCode::parse, place, token + " is negative");
    weighted.push_back(i);
    weights.push_back(weight);
  }
  if (!whole.empty()) {
    if (!weighted.empty()) {
      throw Error(ErrorCode::invalid_argument, "pattern", "mixes weights with P");
    }
    detail::check_given(amount, "amount");
    return detail::applied(slice, whole, std::vector<core::Minor>(whole.size(), amount), action);
  }
  const core::Minor rest = detail::free_amount(slice, weighted, amount, action);
  return detail::applied(slice, weighted, spread(rest, weights), action);
}

SALESPLAN_INLINE std::vector<core::Minor> repeat_value(const Slice& slice, core::Minor value,
                                                       Action action, Cells cells) {
  detail::check_given(value, "value");
  const auto free = detail::free_cells(slice, cells);
  return detail::applied(slice, free, std::vector<core::Minor>(free.size(), value), action);
}

SALESPLAN_INLINE std::vector<core::Minor> change_by_ratio(const Slice& slice, double ratio,
                                                          Action action) {
  const auto free = detail::free_cells(slice, Cells::all);
  std::vector<double> change;
  change.reserve(free.size());
  for (const std::size_t i : free) {
    change.push_back(ratio * static_cast<double>(slice.values[i]));
  }
  return detail::applied(slice, free, detail::rounded(change, "ratio"), action);
}

SALESPLAN_INLINE std::vector<core::Minor> change_by_reference(const Slice& slice,
                                                              core::View<const double> reference,
                                                              double ratio, Action action) {
  detail::check_length("reference", reference.size(), slice.values.size());
  const auto free = detail::free_cells(slice, Cells::all);
  std::vector<double> change = detail::picked(reference, free);
  for (double& value : change) value *= 1 + ratio;
  return detail::applied(slice, free, detail::rounded(change, "reference"), action);
}

SALESPLAN_INLINE std::vector<core::Minor> straight_line(const Slice& slice, core::Minor first,
                                                        core::Minor last, Action action) {
  detail::check_given(first, "first");
  detail::check_given(last, "last");
  const auto free = detail::free_cells(slice, Cells::all);
  const auto steps = static_cast<core::Wide>(slice.values.size()) - 1;
  std::vector<core::Minor> line;
  line.reserve(free.size());
  for (const std::size_t i : free) {
    // Rounded half away from `first`: between two 64-bit ends nothing overflows.
    const core::Wide rise = (core::Wide{last} - first) * static_cast<core::Wide>(i);
    const core::Wide half = rise < 0 ? -(steps / 2) : steps / 2;
    line.push_back(steps > 0 ? static_cast<core::Minor>(first + (rise + half) / steps) : first);
  }
  return detail::applied(slice, free, line, action);
}

SALESPLAN_INLINE std::vector<core::Minor> growth_line(const Slice& slice, core::Minor first,
                                                      double rate, Growth growth, Action action) {
  detail::check_given(first, "first");
  if (!(rate >= -1) || std::isinf(rate)) {
    throw Error(ErrorCode::invalid_argument, "rate",
                core::to_text(rate) + " is not a finite number of at least -1");
  }
  const auto free = detail::free_cells(slice, Cells::all);
  std::vector<core::Minor> line;
  line.reserve(free.size());
  for (const std::size_t i : free) {
    const auto steps = static_cast<double>(i);
    const double factor = growth == Growth::compound ? std::pow(1 + rate, steps) : 1 + rate * steps;
    line.push_back(core::round_to_minor(static_cast<double>(first) * factor, "rate"));
  }
  return detail::applied(slice, free, line, action);
}

SALESPLAN_INLINE std::vector<core::Minor> clear(const Slice& slice) {
  return repeat_value(slice, 0);
}

}  // namespace salesplan::allocation
