// Bodies of segments.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <utility>

#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/parallel.hpp"
#include "salesplan/customer/columns.hpp"
#include "salesplan/customer/segments.hpp"
#include "salesplan/numeric/random.hpp"

namespace salesplan::customer {
namespace detail {

/// Rows of standardised features.
struct Points {
  std::size_t columns;
  std::vector<double> value;

  std::size_t size() const { return value.size() / columns; }
  const double* row(std::size_t i) const { return value.data() + i * columns; }
};

inline double squared_distance(const double* a, const double* b, std::size_t columns) {
  double sum = 0;
  for (std::size_t j = 0; j < columns; ++j) sum += (a[j] - b[j]) * (a[j] - b[j]);
  return sum;
}

struct Means {
  std::vector<double> centre;
  std::vector<std::int64_t> label;
  double within = std::numeric_limits<double>::infinity();  ///< sum of squared distances
};

/// The nearest centre of each point, ties to the lower one; sets labels and `within`.
inline bool relabel(const Points& points, Means& means) {
  const std::size_t k = means.centre.size() / points.columns;
  bool changed = false;
  means.within = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    double best = std::numeric_limits<double>::infinity();
    std::int64_t label = 0;
    for (std::size_t c = 0; c < k; ++c) {
      const double distance =
          squared_distance(points.row(i), &means.centre[c * points.columns], points.columns);
      if (distance < best) {
        best = distance;
        label = static_cast<std::int64_t>(c);
      }
    }
    changed = changed || means.label[i] != label;
    means.label[i] = label;
    means.within += best;
  }
  return changed;
}

/// One search from a k-means++ start. A centre that loses all its points stays where it is.
inline Means k_means(const Points& points, std::size_t k, numeric::Random random) {
  const std::size_t n = points.size(), columns = points.columns;
  Means means{{}, std::vector<std::int64_t>(n, -1)};
  std::vector<double> distance(n, std::numeric_limits<double>::infinity());
  for (std::size_t c = 0; c < k; ++c) {
    std::size_t chosen = static_cast<std::size_t>(random.below(n));
    if (c > 0) {
      const double total = std::accumulate(distance.begin(), distance.end(), 0.0);
      double left = random.uniform() * total;
      for (std::size_t i = 0; i < n && total > 0; ++i) {
        if (distance[i] > 0) chosen = i;
        if ((left -= distance[i]) <= 0 && distance[i] > 0) break;
      }
    }
    means.centre.insert(means.centre.end(), points.row(chosen), points.row(chosen) + columns);
    for (std::size_t i = 0; i < n; ++i) {
      distance[i] =
          std::min(distance[i], squared_distance(points.row(i), points.row(chosen), columns));
    }
  }
  constexpr int most_steps = 300;
  for (int step = 0; step < most_steps && relabel(points, means); ++step) {
    std::vector<double> sum(k * columns), count(k);
    for (std::size_t i = 0; i < n; ++i) {
      const auto c = static_cast<std::size_t>(means.label[i]);
      count[c] += 1;
      for (std::size_t j = 0; j < columns; ++j) sum[c * columns + j] += points.row(i)[j];
    }
    for (std::size_t at = 0; at < sum.size(); ++at) {
      if (count[at / columns] > 0) means.centre[at] = sum[at] / count[at / columns];
    }
  }
  return means;
}

/// The best of several searches; the lower start on a tie, so threads do not matter.
inline Means best_means(const Points& points, std::size_t k, const SegmentOptions& options,
                        std::uint64_t seed, int threads) {
  std::vector<Means> found(static_cast<std::size_t>(options.starts));
  core::parallel_for(found.size(), threads, 1, [&](std::size_t s) {
    found[s] = k_means(points, k, numeric::Random(seed, s));
  });
  return *std::min_element(found.begin(), found.end(),
                           [](const Means& a, const Means& b) { return a.within < b.within; });
}

}  // namespace detail

SALESPLAN_INLINE Segments find_segments(core::View<const double> features, std::size_t columns,
                                        const SegmentOptions& options) {
  if (columns == 0 || features.empty() || features.size() % columns != 0) {
    throw Error(
        ErrorCode::invalid_argument, "features",
        std::to_string(features.size()) + " values are not rows of " + std::to_string(columns));
  }
  const std::size_t n = features.size() / columns;
  for (std::size_t i = 0; i < features.size(); ++i) {
    if (!(std::abs(features[i]) <= 1e100)) {
      throw detail::bad_value("features", i, features[i], "is not within -1e100..1e100");
    }
  }
  detail::check_range("segments", options.segments, 1, std::min(1000.0, static_cast<double>(n)));
  detail::check_range("starts", options.starts, 1, 1000);
  detail::check_range("resamples", options.resamples, 0, 1000);

  detail::Points points{columns, {features.begin(), features.end()}};
  std::vector<double> mean(columns), deviation(columns);
  for (std::size_t at = 0; at < features.size(); ++at) {
    mean[at % columns] += features[at] / static_cast<double>(n);
  }
  for (std::size_t at = 0; at < features.size(); ++at) {
    const double off = features[at] - mean[at % columns];
    deviation[at % columns] += off * off / static_cast<double>(n);
  }
  double variance = 0;  // of all points: one for each feature that varies
  for (std::size_t j = 0; j < columns; ++j) {
    deviation[j] = std::sqrt(deviation[j]);
    // What rounding leaves of a constant feature is not variance.
    if (!(deviation[j] > 1e-12 * std::abs(mean[j]))) deviation[j] = 0;
    if (deviation[j] > 0) variance += static_cast<double>(n);
  }
  for (std::size_t at = 0; at < features.size(); ++at) {
    const std::size_t j = at % columns;
    points.value[at] = deviation[j] > 0 ? (features[at] - mean[j]) / deviation[j] : 0;
  }

  const auto k = static_cast<std::size_t>(options.segments);
  detail::Means means = detail::best_means(points, k, options, options.seed, options.threads);

  Segments out;
  out.within = variance > 0 ? means.within / variance : 0;
  std::vector<std::int64_t> size(k), first(k, std::numeric_limits<std::int64_t>::max());
  for (std::size_t i = 0; i < n; ++i) {
    const auto c = static_cast<std::size_t>(means.label[i]);
    ++size[c];
    first[c] = std::min(first[c], static_cast<std::int64_t>(i));
  }
  std::vector<std::size_t> order(k), rank(k);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::pair(-size[a], first[a]) < std::pair(-size[b], first[b]);
  });
  for (std::size_t r = 0; r < k; ++r) {
    rank[order[r]] = r;
    out.size.push_back(size[order[r]]);
    for (std::size_t j = 0; j < columns; ++j) {
      out.centre.push_back(mean[j] + deviation[j] * means.centre[order[r] * columns + j]);
    }
  }
  for (const std::int64_t label : means.label) {
    out.segment.push_back(static_cast<std::int64_t>(rank[static_cast<std::size_t>(label)]));
  }

  out.stability = core::missing_number;
  if (options.resamples == 0) return out;
  std::vector<double> agreement(static_cast<std::size_t>(options.resamples));
  core::parallel_for(agreement.size(), options.threads, 1, [&](std::size_t b) {
    numeric::Random random(~options.seed, b);
    detail::Points sample{columns, {}};
    for (std::size_t i = 0; i < n; ++i) {
      const double* row = points.row(static_cast<std::size_t>(random.below(n)));
      sample.value.insert(sample.value.end(), row, row + columns);
    }
    detail::Means again = detail::best_means(sample, k, options, random.bits(), 1);
    again.label.assign(n, -1);
    detail::relabel(points, again);
    agreement[b] = adjusted_rand_index(out.segment, again.label);
  });
  out.stability = std::accumulate(agreement.begin(), agreement.end(), 0.0) /
                  static_cast<double>(agreement.size());
  return out;
}

SALESPLAN_INLINE double adjusted_rand_index(core::View<const std::int64_t> a,
                                            core::View<const std::int64_t> b) {
  detail::check_size("b", b.size(), a.size());
  std::map<std::pair<std::int64_t, std::int64_t>, double> both;
  std::map<std::int64_t, double> of_a, of_b;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] < 0 || b[i] < 0) {
      throw Error(ErrorCode::invalid_argument,
                  core::at(a[i] < 0 ? "a" : "b", static_cast<std::int64_t>(i)), "is negative");
    }
    both[{a[i], b[i]}] += 1;
    of_a[a[i]] += 1;
    of_b[b[i]] += 1;
  }
  const auto pairs = [](const auto& counts) {
    double sum = 0;
    for (const auto& [label, count] : counts) sum += count * (count - 1) / 2;
    return sum;
  };
  const double n = static_cast<double>(a.size());
  const double in_a = pairs(of_a), in_b = pairs(of_b);
  const double chance = n > 1 ? in_a * in_b / (n * (n - 1) / 2) : 0;
  const double most = (in_a + in_b) / 2;
  return most > chance ? (pairs(both) - chance) / (most - chance) : 1;
}

}  // namespace salesplan::customer
