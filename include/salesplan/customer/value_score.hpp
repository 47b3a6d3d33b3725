// The value of a customer as one score: purchasing power, frequency, loyalty and what else is
// known.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/customer/columns.hpp"

namespace salesplan::customer {

/// One side of a customer's value: past spend (purchasing power), purchases (frequency), P(alive)
/// (loyalty), potential, share of wallet, satisfaction … The more the better.
struct ValueCriterion {
  std::string name;
  double weight = 1;                 ///< >= 0
  core::View<const double> value{};  ///< [n] finite; NaN = not known
};

/// How a criterion is brought to 0..1.
enum class ValueScale {
  rank,  ///< (rank - 1/2)/known, equal values at their middle rank: no customer can outweigh all;
         ///< neighbours within 1e-9 of each other are equal, as estimates differ by rounding
  min_max,  ///< (value - least)/(largest - least); 1/2 where all are equal
};

namespace detail {

/// Of every value in a rising order, its share in 0..1 by rank: (rank - 1/2)/n, equal values at
/// their middle rank.
inline std::vector<double> rank_shares(const std::vector<double>& rising) {
  const std::size_t n = rising.size();
  std::vector<double> shares(n);
  for (std::size_t first = 0, end = 0; first < n; first = end) {
    end = first + 1;
    while (end < n && rising[end] - rising[end - 1] <= 1e-9 * std::abs(rising[end])) ++end;
    const double share = static_cast<double>(first + end) / (2 * static_cast<double>(n));
    for (std::size_t k = first; k < end; ++k) shares[k] = share;
  }
  return shares;
}

}  // namespace detail

/// Σ weight·scaled / Σ weight over the criteria known of each customer, in 0..1 [n]; NaN where
/// nothing of positive weight is known.
/// @throws Error(invalid_argument) naming "criteria[j].weight" and the like; for weights that are
/// all 0; for columns of different lengths. O(n log n) a criterion.
inline std::vector<double> value_score(const std::vector<ValueCriterion>& criteria,
                                       ValueScale scale = ValueScale::rank) {
  const std::size_t n = criteria.empty() ? 0 : criteria[0].value.size();
  std::vector<double> sum(n), known(n);
  double weights = 0;
  for (std::size_t j = 0; j < criteria.size(); ++j) {
    const ValueCriterion& one = criteria[j];
    const std::string place = core::at("criteria", static_cast<std::int64_t>(j));
    detail::check_size((place + ".value").c_str(), one.value.size(), n);
    if (!(one.weight >= 0 && one.weight <= 1e100)) {
      throw Error(ErrorCode::invalid_argument, place + ".weight",
                  core::to_text(one.weight) + " is not in 0..1e100");
    }
    weights += one.weight;
    std::vector<double> sorted;
    for (std::size_t i = 0; i < n; ++i) {
      if (core::is_missing(one.value[i])) continue;
      if (!(std::abs(one.value[i]) <= 1e150)) {
        throw detail::bad_value((place + ".value").c_str(), i, one.value[i],
                                "is not within -1e150..1e150");
      }
      sorted.push_back(one.value[i]);
    }
    std::sort(sorted.begin(), sorted.end());
    const std::vector<double> shares = detail::rank_shares(sorted);
    for (std::size_t i = 0; i < n; ++i) {
      if (core::is_missing(one.value[i])) continue;
      double scaled = 0.5;
      if (scale == ValueScale::rank) {
        const auto found = std::lower_bound(sorted.begin(), sorted.end(), one.value[i]);
        scaled = shares[static_cast<std::size_t>(found - sorted.begin())];
      } else if (sorted.back() > sorted.front()) {
        scaled = (one.value[i] - sorted.front()) / (sorted.back() - sorted.front());
      }
      sum[i] += one.weight * scaled;
      known[i] += one.weight;
    }
  }
  if (!(weights > 0)) {
    throw Error(ErrorCode::invalid_argument, "criteria", "no criterion has a positive weight");
  }
  for (std::size_t i = 0; i < n; ++i) {
    sum[i] = known[i] > 0 ? sum[i] / known[i] : core::missing_number;
  }
  return sum;
}

}  // namespace salesplan::customer
