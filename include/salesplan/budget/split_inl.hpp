// Bodies of split.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "salesplan/allocation/spread.hpp"
#include "salesplan/budget/split.hpp"
#include "salesplan/core/error.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/core/wide.hpp"
#include "salesplan/numeric/spend_split.hpp"

namespace salesplan::budget {
namespace detail {

inline void check_total(core::Minor total) {
  if (total < 0) {
    throw Error(ErrorCode::invalid_argument, "total",
                std::to_string(total) + " is missing or negative");
  }
}

/// Adds share · value_i / Σvalue to the weights.
inline void add_basis(std::vector<double>& weights, double share, core::View<const double> values,
                      const char* name) {
  if (share == 0) return;
  allocation::detail::check_length(name, values.size(), weights.size());
  double sum = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!(values[i] >= 0 && values[i] <= 1e100)) {
      throw Error(ErrorCode::invalid_argument, core::at(name, static_cast<std::int64_t>(i)),
                  core::to_text(values[i]) + " is outside [0, 1e100]");
    }
    sum += values[i];
  }
  if (sum == 0) throw Error(ErrorCode::invalid_argument, name, "is all zero");
  for (std::size_t i = 0; i < weights.size(); ++i) weights[i] += share * (values[i] / sum);
}

}  // namespace detail

SALESPLAN_INLINE std::vector<core::Minor> split(core::Minor total, std::size_t n,
                                                const Basis& basis,
                                                core::View<const double> history,
                                                core::View<const double> target,
                                                const allocation::Bounds& bounds) {
  detail::check_total(total);
  const double shares[] = {basis.history, basis.target, basis.equal};
  const auto is_share = [](double s) { return s >= 0 && s <= 1e6; };
  if (!std::all_of(std::begin(shares), std::end(shares), is_share) ||
      basis.history + basis.target + basis.equal == 0) {
    throw Error(ErrorCode::invalid_argument, "basis",
                "history, target and equal must be in [0, 1e6] and not all 0");
  }
  std::vector<double> weights(n, n == 0 ? 0 : basis.equal / static_cast<double>(n));
  detail::add_basis(weights, basis.history, history, "history");
  detail::add_basis(weights, basis.target, target, "target");
  for (double& weight : weights) weight = weight < 1e-100 ? 0 : weight;
  return allocation::spread(total, weights, bounds);
}

SALESPLAN_INLINE BestSplit best_split(core::Minor total,
                                      core::View<const numeric::ResponseCurve> curves,
                                      const allocation::Bounds& bounds) {
  detail::check_total(total);
  allocation::detail::check_lengths(bounds, curves.size());
  std::vector<numeric::SpendChannel> channels;
  channels.reserve(curves.size());
  core::Wide lowest = 0;
  for (std::size_t i = 0; i < curves.size(); ++i) {
    numeric::check_response(curves[i],
                            [i] { return core::at("curves", static_cast<std::int64_t>(i)); });
    const allocation::detail::Range range =
        allocation::detail::range_in_units(bounds, i, 1, 0, total);
    if (range.lower < 0) {
      throw Error(ErrorCode::invalid_argument, core::at("lower", static_cast<std::int64_t>(i)),
                  std::to_string(range.lower) + " is negative");
    }
    lowest += range.lower;
    channels.push_back({{curves[i]},
                        static_cast<double>(range.lower),
                        static_cast<double>(std::min(range.upper, std::max(total, range.lower)))});
  }
  if (lowest > total) {
    throw Error(ErrorCode::infeasible, "lower",
                "sum " + core::wide_text(lowest) + " exceeds the total " + std::to_string(total));
  }
  const numeric::SpendSplit best = numeric::split_spend(static_cast<double>(total), channels);
  std::vector<double> weights = best.spend;
  for (double& weight : weights) weight = weight < 1e-100 ? 0 : weight;
  BestSplit result;
  // What no curve asks for is spread equally.
  result.amount = allocation::spread(total, weights, bounds, 1, allocation::ZeroWeights::equal);
  for (std::size_t i = 0; i < curves.size(); ++i) {
    result.response += numeric::response(curves[i], static_cast<double>(result.amount[i]));
  }
  result.bound = best.bound;
  result.marginal = best.marginal;
  return result;
}

}  // namespace salesplan::budget
