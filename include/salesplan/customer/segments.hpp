// Customer segments found in the data: k-means on standardised features, and how stable they are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::customer {

struct SegmentOptions {
  int segments = 4;        ///< 1..1000, at most the number of customers
  int starts = 10;         ///< 1..1000; the best of so many searches counts
  int resamples = 20;      ///< 0..1000; for the stability, 0 for none
  std::uint64_t seed = 1;  ///< the same segments for the same seed, whatever the threads
  int threads = 1;         ///< as in core::parallel_for
};

struct Segments {
  std::vector<std::int64_t> segment;  ///< [n] 0 for the largest segment, ties by first member
  std::vector<double> centre;         ///< [segments x features] in the units of the features
  std::vector<std::int64_t> size;     ///< [segments]
  double within = 0;  ///< share of the (standardised) variance left within segments, 0..1
  /// Mean adjusted Rand index between these segments and those of resampled customers: 1 the same,
  /// 0 as alike as chance; above 0.8 they can be acted upon. NaN without resamples.
  double stability = 0;
};

/// Segments of customers by k-means (k-means++ starts, Lloyd's steps) on features brought to mean 0
/// and variance 1; a feature without variance counts for nothing. Skewed features (spend, counts)
/// are better given as logarithms.
/// @param features [n x columns], row-major, finite. @param columns >= 1.
/// @throws Error(invalid_argument) for sizes, options and values outside their domain.
/// O(starts·steps·n·segments·columns), and as much for every resample.
/// @source Arthur & Vassilvitskii, SODA 2007 (k-means++); Hubert & Arabie, Journal of
/// Classification 2, 1985 (adjusted Rand index); Hennig, CSDA 52(1), 2007 (stability by bootstrap).
Segments find_segments(core::View<const double> features, std::size_t columns,
                       const SegmentOptions& options = {});

/// Adjusted Rand index of two labellings of the same items, labels >= 0; 1 where both have one
/// class or all items apart. @throws Error(invalid_argument) for sizes and negative labels. O(n log
/// n).
double adjusted_rand_index(core::View<const std::int64_t> a, core::View<const std::int64_t> b);

}  // namespace salesplan::customer

#ifndef SALESPLAN_COMPILED
#include "salesplan/customer/segments_inl.hpp"
#endif
