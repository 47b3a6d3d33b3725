// One margin of a table: what its totals may be, and which cells each of them sums.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "salesplan/allocation/bounds.hpp"
#include "salesplan/allocation/margin_problem.hpp"
#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::allocation::detail {

/// One margin laid over the table. A line is a run of cells along the last dimension; on a line the
/// margin's cells are one and the same, or as many as the line has cells.
struct LaidMargin {
  std::vector<double> least;         // that its sums may be; 0 where free
  std::vector<double> most;          // likewise; infinity where free
  std::vector<double> farthest;      // e^price, the largest factor of a total; or empty, no prices
  std::vector<double> pull;          // the product of all its factors; or empty, all exact or free
  std::vector<std::size_t> first;    // of every line: its first margin cell
  std::vector<std::size_t> bounded;  // of every bounded cell: its margin cell
  std::size_t alike = 1;  // so many lines have the same margin cells, each `apart` from the next
  std::size_t apart = 1;
  bool along = false;           // whether the margin has the last dimension
  std::vector<double> factor;   // of this visit
  std::vector<double> sum;      // of its cells without bounds
  std::vector<double> step;     // with bounds: the last step of the factor
  std::vector<double> clipped;  // with bounds: what these make of its bounded cells
  std::vector<double> moving;   // with bounds: of its bounded cells, those that a factor moves
  std::vector<double> settled;  // with bounds: of its cells that can be but one thing
  /// With bounds: a factor that falls short, and one that goes too far.
  struct Bracket {
    double end[2];
  };
  std::vector<Bracket> bracket;
  std::vector<double> log_factor;  // since the last look for a proof
  std::vector<double> product;     // of the factors that log_factor has not taken up yet
  double reach = 1;                // that no factor of a pass exceeds, nor falls below its inverse
  double spread = 1;               // that no product does

  std::size_t size() const { return least.size(); }
  std::size_t cell(std::size_t line, std::size_t k) const { return first[line] + (along ? k : 0); }

  /// What a factor moves of the margin cell, and all that it sums to.
  double moved(std::size_t g) const { return moving.empty() ? sum[g] : sum[g] + moving[g]; }
  double amount(std::size_t g) const { return clipped.empty() ? sum[g] : sum[g] + clipped[g]; }

  bool is_free(std::size_t g) const { return least[g] == 0 && std::isinf(most[g]); }
  bool is_exact(std::size_t g) const { return least[g] == most[g]; }
  bool is_priced(std::size_t g) const { return !farthest.empty() && !std::isinf(farthest[g]); }
  /// Whether it must be met, if it has anything to be met.
  bool binds(std::size_t g) const { return !is_free(g) && !is_priced(g); }
  /// Whether its cells must be nothing.
  bool is_nothing(std::size_t g) const { return most[g] == 0 && !is_priced(g); }
};

inline std::string at(const std::string& name, std::size_t i) {
  return core::at(name, static_cast<std::int64_t>(i));
}

/// Refuses what is not a finite number of at least 0.
inline void need_amounts(core::View<const double> values, const std::string& name,
                         const AmountText& amount, bool may_be_missing = false) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  // First counted without a branch.
  const std::size_t most = values.size() / 4 * 4;
  const double absent = may_be_missing ? 1 : 0;
  double count[4] = {0, 0, 0, 0};
  for (std::size_t i = 0; i < most; i += 4) {
    for (std::size_t j = 0; j < 4; ++j) {
      const double value = values[i + j];
      const double finite = value < infinity ? 1 : 0;
      count[j] += (value >= 0 ? finite : 0) + (value == value ? 0 : absent);
    }
  }
  const bool all = count[0] + count[1] + count[2] + count[3] == static_cast<double>(most);
  for (std::size_t i = all ? most : 0; i < values.size(); ++i) {
    if (values[i] >= 0 && values[i] < infinity) continue;
    if (may_be_missing && core::is_missing(values[i])) continue;
    throw Error(ErrorCode::invalid_argument, at(name, i),
                amount(values[i]) + " is not a finite number of at least 0");
  }
}

/// "of 3 to 5", of the bounds of a total.
inline std::string range_text(double least, double most, const AmountText& amount) {
  if (std::isinf(most)) return "of at least " + amount(least);
  if (least == 0) return "of at most " + amount(most);
  return "of " + amount(least) + " to " + amount(most);
}

/// What every total of a margin may be, and how far it is worth a factor.
inline void read_totals(const Margin& given, const std::string& place, std::size_t count,
                        const AmountText& amount, LaidMargin& margin) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const auto check = [&](core::View<const double> values, const char* name) {
    if (values.empty()) return;
    check_length(place + name, values.size(), count);
    need_amounts(values, place + name, amount, true);
  };
  const bool ranges = !given.lower.empty() || !given.upper.empty();
  if (!ranges || !given.totals.empty()) {
    check_length(place + ".totals", given.totals.size(), count);
  }
  check(given.totals, ".totals");
  check(given.lower, ".lower");
  check(given.upper, ".upper");
  margin.least.assign(count, 0.0);
  margin.most.assign(count, infinity);
  const auto is_given = [](core::View<const double> values, std::size_t g) {
    return !values.empty() && !core::is_missing(values[g]);
  };
  for (std::size_t g = 0; g < count; ++g) {
    double& least = margin.least[g];
    double& most = margin.most[g];
    if (is_given(given.lower, g)) least = given.lower[g];
    if (is_given(given.upper, g)) most = given.upper[g];
    if (least > most) {
      throw Error(ErrorCode::infeasible, at(place + ".lower", g),
                  amount(least) + " exceeds upper " + amount(most));
    }
    if (!is_given(given.totals, g)) continue;
    const double total = given.totals[g];
    if (total < least || total > most) {
      throw Error(ErrorCode::infeasible, at(place + ".totals", g),
                  amount(total) + " is not within its bounds " + range_text(least, most, amount));
    }
    least = most = total;
  }
  bool priced = false;
  if (!given.price.empty()) {
    check_length(place + ".price", given.price.size(), count);
    margin.farthest.assign(count, infinity);
    for (std::size_t g = 0; g < count; ++g) {
      const double price = given.price[g];
      if (price < 0) {
        throw Error(ErrorCode::invalid_argument, at(place + ".price", g),
                    core::to_text(price) + " is negative");
      }
      if (price <= 500) margin.farthest[g] = std::exp(price);
      priced = priced || price <= 500;
    }
  }
  if (ranges || priced) margin.pull.assign(count, 1.0);
}

/// Of every position of an array of these lengths, in row-major order, the sum of its indices times
/// the strides.
inline std::vector<std::size_t> offsets(const std::vector<std::size_t>& lengths,
                                        const std::vector<std::size_t>& strides) {
  std::vector<std::size_t> all{0};
  for (std::size_t d = 0; d < lengths.size(); ++d) {
    std::vector<std::size_t> deeper;
    deeper.reserve(all.size() * lengths[d]);
    for (const std::size_t offset : all) {
      for (std::size_t i = 0; i < lengths[d]; ++i) deeper.push_back(offset + i * strides[d]);
    }
    all = std::move(deeper);
  }
  return all;
}

}  // namespace salesplan::allocation::detail
