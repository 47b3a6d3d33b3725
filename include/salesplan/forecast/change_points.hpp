// Where a series changed its course: a new level or a new slope.
#pragma once

#include <cstddef>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::forecast {

/// A stretch on which the series follows one line.
struct Segment {
  std::size_t first = 0;  ///< position of its first value
  double level = 0;       ///< of the line at `first`
  double slope = 0;       ///< change a step
};

/// The straight lines, one after another, that describe the series best: least squares, each line
/// more paying for its three parameters by a fall of n log(sum of squares / n) of 3 log n + 6 (the
/// Bayesian criterion, and what chance gives when the best of many places is taken).
/// @param y         [n] values without season, NaN = missing, at least two observed
/// @param shortest  the fewest values of a segment, >= 2
/// Error(invalid_argument) for shortest below 2. One segment when n < 2 shortest. At most ten.
/// @source Bai & Perron (1998), Econometrica 66, 47 (the partition by dynamic programming).
/// O(10 n^2); series beyond 3000 values are looked at from their end.
std::vector<Segment> segments(core::View<const double> y, std::size_t shortest);

}  // namespace salesplan::forecast

#ifndef SALESPLAN_COMPILED
#include "salesplan/forecast/change_points_inl.hpp"
#endif
