// Bodies of basis.hpp.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "salesplan/allocation/basis.hpp"
#include "salesplan/allocation/bounds.hpp"
#include "salesplan/core/error.hpp"
#include "salesplan/core/number_text.hpp"

namespace salesplan::allocation {
namespace detail {

/// The values with missing as 0; anything negative or infinite is an error.
SALESPLAN_INLINE std::vector<double> known_values(core::View<const double> values,
                                                  const std::string& place) {
  std::vector<double> known(values.begin(), values.end());
  for (std::size_t i = 0; i < known.size(); ++i) {
    if (std::isnan(known[i])) known[i] = 0;
    if (!(known[i] >= 0) || std::isinf(known[i])) {
      throw Error(ErrorCode::invalid_argument, core::at(place, static_cast<std::int64_t>(i)),
                  core::to_text(known[i]) + " is not a finite number of at least 0");
    }
  }
  return known;
}

/// Scales `values` to sum 1 and returns whether they could be (they are not all zero).
SALESPLAN_INLINE bool normalise(std::vector<double>& values) {
  double largest = 0;
  for (const double value : values) largest = value > largest ? value : largest;
  if (largest == 0) return false;
  double sum = 0;
  for (double& value : values) sum += value /= largest;  // the sum itself might overflow
  for (double& value : values) value /= sum;
  return true;
}

}  // namespace detail

SALESPLAN_INLINE std::vector<double> blend(core::View<const Basis> bases) {
  if (bases.empty()) {
    throw Error(ErrorCode::invalid_argument, "bases", "is empty; at least one is needed");
  }
  std::vector<double> shares;
  for (std::size_t k = 0; k < bases.size(); ++k) {
    const double share = bases[k].share;
    if (!(share >= 0) || std::isinf(share)) {
      throw Error(ErrorCode::invalid_argument,
                  core::at("bases", static_cast<std::int64_t>(k)) + ".share",
                  core::to_text(share) + " is not a finite number of at least 0");
    }
    shares.push_back(share);
  }
  if (!detail::normalise(shares)) {
    throw Error(ErrorCode::invalid_argument, "bases", "all shares are 0");
  }

  std::vector<double> mix(bases[0].weights.size());
  for (std::size_t k = 0; k < bases.size(); ++k) {
    const std::string place = core::at("bases", static_cast<std::int64_t>(k)) + ".weights";
    detail::check_length(place, bases[k].weights.size(), mix.size());
    std::vector<double> weights = detail::known_values(bases[k].weights, place);
    if (shares[k] == 0) continue;
    if (!detail::normalise(weights)) {
      throw Error(ErrorCode::invalid_argument, place, "all are zero or missing");
    }
    for (std::size_t i = 0; i < mix.size(); ++i) mix[i] += shares[k] * weights[i];
  }
  return mix;
}

SALESPLAN_INLINE std::vector<double> with_new_cells(core::View<const double> weights, double share,
                                                    core::View<const double> prior) {
  if (!(share >= 0 && share < 1)) {
    throw Error(ErrorCode::invalid_argument, "share", core::to_text(share) + " is not in [0, 1)");
  }
  const std::size_t n = weights.size();
  std::vector<double> known = detail::known_values(weights, "weights");
  std::vector<double> fresh(n, 1.0);
  if (!prior.empty()) {
    detail::check_length("prior", prior.size(), n);
    fresh = detail::known_values(prior, "prior");
  }
  for (std::size_t i = 0; i < n; ++i) {
    if (known[i] > 0) fresh[i] = 0;
  }
  const bool any_known = detail::normalise(known);
  const bool any_fresh = detail::normalise(fresh);
  if (!any_known && !any_fresh) {
    throw Error(ErrorCode::invalid_argument, "weights", "all are zero or missing");
  }
  const double fresh_share = !any_fresh ? 0 : !any_known ? 1 : share;
  for (std::size_t i = 0; i < n; ++i) {
    known[i] = (1 - fresh_share) * known[i] + fresh_share * fresh[i];
  }
  return known;
}

}  // namespace salesplan::allocation
