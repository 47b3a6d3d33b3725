// A panel: series of different lengths in one flat array, and its forecast.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "salesplan/core/view.hpp"

namespace salesplan::forecast {

/// n series, oldest value first: series i is values[offsets[i] .. offsets[i+1]). NaN is missing.
struct Panel {
  core::View<const double> values;         ///< [offsets[n]]
  core::View<const std::int64_t> offsets;  ///< [n + 1], starts at 0, never falls

  std::size_t size() const { return offsets.empty() ? 0 : offsets.size() - 1; }
  core::View<const double> series(std::size_t i) const {
    return values.subview(static_cast<std::size_t>(offsets[i]),
                          static_cast<std::size_t>(offsets[i + 1] - offsets[i]));
  }
};

/// A central prediction interval of one level for every series and step, row-major [n, h].
struct Interval {
  double level = 0;  ///< coverage in (0, 1)
  std::vector<double> lower;
  std::vector<double> upper;
};

/// The forecast of a panel. Matrices are row-major [n, h].
struct PanelForecast {
  std::size_t n = 0;
  std::size_t h = 0;
  std::vector<double> mean;
  std::vector<Interval> intervals;  ///< in the order of the requested levels
  std::vector<double> total_mean;   ///< [n] mean of the sum over the horizon
  std::vector<double> total_sd;     ///< [n] standard deviation of that sum (not a sum of sds)
  std::vector<std::string> model;   ///< [n] what was used, and why when it was a fallback
};

}  // namespace salesplan::forecast
