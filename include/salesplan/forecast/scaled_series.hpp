// A series in units of its own size, so that the searches need no other scale.
#pragma once

#include <cmath>
#include <vector>

#include "salesplan/core/missing.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::forecast::detail {

struct ScaledSeries {
  std::vector<double> y;  ///< NaN = missing
  double unit = 1;        ///< mean absolute value of the original
  double observed = 0;
  bool positive = true;
};

inline ScaledSeries scale_series(core::View<const double> y) {
  ScaledSeries series;
  double size = 0;
  for (double v : y) {
    if (core::is_missing(v)) continue;
    series.observed += 1;
    size += std::fabs(v) / static_cast<double>(y.size());
    series.positive = series.positive && v > 0;
  }
  if (size > 0) series.unit = size * static_cast<double>(y.size()) / series.observed;
  series.y.assign(y.begin(), y.end());
  for (double& v : series.y) v /= series.unit;
  return series;
}

}  // namespace salesplan::forecast::detail
