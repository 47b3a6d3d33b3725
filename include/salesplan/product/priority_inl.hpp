// Bodies of priority.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

#include "salesplan/product/priority.hpp"

namespace salesplan::product {
namespace detail {

SALESPLAN_INLINE void check_criteria(const Criteria& criteria) {
  const std::size_t k = criteria.columns();
  if (k == 0) throw Error(ErrorCode::invalid_argument, "column", "is empty");
  if (criteria.higher_is_better.size() != k) {
    throw Error(ErrorCode::invalid_argument, "higher_is_better",
                std::to_string(criteria.higher_is_better.size()) + " values for " +
                    std::to_string(k) + " columns");
  }
  if (criteria.value.size() % k != 0) {
    throw Error(ErrorCode::invalid_argument, "value",
                std::to_string(criteria.value.size()) + " values do not fill " + std::to_string(k) +
                    " columns");
  }
  for (std::size_t i = 0; i < criteria.value.size(); ++i) {
    if (std::isinf(criteria.value[i])) {
      throw Error(ErrorCode::invalid_argument, core::at("value", static_cast<std::int64_t>(i)),
                  core::to_text(criteria.value[i]) + " is not finite");
    }
  }
}

/// The known values of a column, as value and row, the worst first.
struct Known {
  double value;
  std::size_t row;
};

SALESPLAN_INLINE std::vector<Known> known_values(const Criteria& criteria, std::size_t column) {
  std::vector<Known> known;
  const double sign = criteria.higher_is_better[column] ? 1 : -1;
  for (std::size_t i = 0; i < criteria.rows(); ++i) {
    const double x = criteria.value[i * criteria.columns() + column];
    if (!core::is_missing(x)) known.push_back({sign * x, i});
  }
  std::stable_sort(known.begin(), known.end(),
                   [](const Known& a, const Known& b) { return a.value < b.value; });
  return known;
}

/// Sets the known rows of a column of `z` and gives the others their mean.
template <class Score>
void fill_column(std::size_t columns, std::size_t column, const std::vector<Known>& known,
                 std::vector<double>& z, double none_known, Score&& score) {
  double mean = known.empty() ? none_known : 0;
  for (std::size_t i = 0; i < known.size(); ++i)
    mean += score(i) / static_cast<double>(known.size());
  for (std::size_t i = column; i < z.size(); i += columns) z[i] = mean;
  for (std::size_t i = 0; i < known.size(); ++i) z[known[i].row * columns + column] = score(i);
}

/// Ranks 1 .. n, the largest first, equal scores by position.
SALESPLAN_INLINE std::vector<std::size_t> ranks(const std::vector<double>& score) {
  std::vector<std::size_t> order(score.size()), rank(score.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return score[a] > score[b]; });
  for (std::size_t i = 0; i < order.size(); ++i) rank[order[i]] = i + 1;
  return rank;
}

SALESPLAN_INLINE std::vector<double> checked_weights(std::vector<double> weights,
                                                     std::size_t columns) {
  if (weights.size() != columns) {
    throw Error(
        ErrorCode::invalid_argument, "weights",
        std::to_string(weights.size()) + " values for " + std::to_string(columns) + " columns");
  }
  double sum = 0;
  for (std::size_t j = 0; j < columns; ++j) {
    if (!(weights[j] >= 0 && weights[j] <= 1e100)) {
      throw Error(ErrorCode::invalid_argument, core::at("weights", static_cast<std::int64_t>(j)),
                  core::to_text(weights[j]) + " is outside [0, 1e100]");
    }
    sum += weights[j];
  }
  if (sum == 0) throw Error(ErrorCode::invalid_argument, "weights", "are all 0");
  for (double& w : weights) w /= sum;
  return weights;
}

SALESPLAN_INLINE std::vector<double> topsis(const Criteria& criteria,
                                            const std::vector<double>& weights) {
  const std::size_t k = criteria.columns(), n = criteria.rows();
  std::vector<double> weighted(criteria.value.size());
  std::vector<double> to_best(n, 0.0), to_worst(n, 0.0);
  for (std::size_t j = 0; j < k; ++j) {
    const std::vector<Known> known = known_values(criteria, j);
    fill_column(k, j, known, weighted, 0, [&](std::size_t i) { return known[i].value; });
    double length = 0;
    for (std::size_t i = 0; i < n; ++i) length = std::hypot(length, weighted[i * k + j]);
    if (known.empty() || length == 0) continue;
    const double best = known.back().value, worst = known.front().value;
    for (std::size_t i = 0; i < n; ++i) {
      const double x = weighted[i * k + j];
      to_best[i] = std::hypot(to_best[i], weights[j] * ((best - x) / length));
      to_worst[i] = std::hypot(to_worst[i], weights[j] * ((x - worst) / length));
    }
  }
  std::vector<double> closeness(n);
  for (std::size_t i = 0; i < n; ++i) {
    const double sum = to_best[i] + to_worst[i];
    closeness[i] = sum > 0 ? to_worst[i] / sum : 0.5;
  }
  return closeness;
}

}  // namespace detail

SALESPLAN_INLINE std::vector<double> normalise(const Criteria& criteria, Normalisation how) {
  detail::check_criteria(criteria);
  const std::size_t k = criteria.columns();
  std::vector<double> z(criteria.value.size());
  for (std::size_t j = 0; j < k; ++j) {
    const std::vector<detail::Known> known = detail::known_values(criteria, j);
    const double low = known.empty() ? 0 : known.front().value;
    const double range = known.empty() ? 0 : known.back().value / 2 - low / 2;  // cannot overflow
    detail::fill_column(k, j, known, z, 0.5, [&](std::size_t i) {
      if (!(range > 0)) return 0.5;
      if (how == Normalisation::min_max) return (known[i].value / 2 - low / 2) / range;
      const auto same = std::equal_range(
          known.begin(), known.end(), known[i],
          [](const detail::Known& a, const detail::Known& b) { return a.value < b.value; });
      return 0.5 *
             static_cast<double>((same.first - known.begin()) + (same.second - known.begin() - 1)) /
             static_cast<double>(known.size() - 1);
    });
  }
  return z;
}

SALESPLAN_INLINE std::vector<double> entropy_weights(const Criteria& criteria) {
  const std::vector<double> z = normalise(criteria, Normalisation::min_max);
  const std::size_t k = criteria.columns(), n = criteria.rows();
  std::vector<double> weights(k, 0.0);
  double sum = 0;
  for (std::size_t j = 0; j < k && n > 1; ++j) {
    double total = 0, entropy = 0;
    for (std::size_t i = 0; i < n; ++i) total += z[i * k + j];
    for (std::size_t i = 0; i < n; ++i) {
      const double p = z[i * k + j] / total;
      if (p > 0) entropy -= p * std::log(p);
    }
    weights[j] = 1 - entropy / std::log(static_cast<double>(n));
    if (weights[j] < 1e-12) weights[j] = 0;
    sum += weights[j];
  }
  for (double& w : weights) w = sum > 0 ? w / sum : 1 / static_cast<double>(k);
  return weights;
}

SALESPLAN_INLINE Priority priority(const Criteria& criteria, const PriorityOptions& options) {
  Priority result;
  result.normalised = normalise(criteria, options.normalisation);
  const std::size_t k = criteria.columns(), n = criteria.rows();
  result.weights = options.weights.empty() ? entropy_weights(criteria)
                                           : detail::checked_weights(options.weights, k);
  if (options.method == Method::topsis) {
    result.score = detail::topsis(criteria, result.weights);
  } else {
    result.score.assign(n, 0.0);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < k; ++j) {
        result.score[i] += result.weights[j] * result.normalised[i * k + j];
      }
    }
  }
  result.rank = detail::ranks(result.score);
  return result;
}

}  // namespace salesplan::product
