// Trend, season and remainder of a series by local regression (STL), for one season or several.
#pragma once

#include <cstddef>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::forecast {

struct StlOptions {
  std::size_t season_window = 11;  ///< seasons a seasonal value looks at, odd, >= 3; 0: all alike
  std::size_t trend_window = 0;    ///< values, odd; 0: 1.5 m / (1 - 1.5 / season_window)
  std::size_t robust_rounds = 0;   ///< passes that give outliers less weight; usual: 15
};

struct Decomposition {
  std::vector<double> trend;                ///< [n]
  std::vector<std::vector<double>> season;  ///< one [n] for each season length
  std::vector<double> remainder;            ///< [n]
};

/// y = trend + season + remainder.
/// @param y              [n] finite, n >= 2 m
/// @param season_length  m >= 2
/// Error(invalid_argument) for a series too short and windows outside their domain.
/// Cost O(n (trend window + m + n / m)) a pass.
/// @source Cleveland, Cleveland, McRae & Terpenning (1990), J. Official Statistics 6, 3.
Decomposition stl(core::View<const double> y, std::size_t season_length,
                  const StlOptions& options = {});

/// The same for several seasons, each in turn on the series without the others, twice; the i-th
/// shortest looks at 7 + 4 i seasons.
/// @param season_lengths  [k] rising, each >= 2; those with fewer than two seasons, n <= 2 m, are
///                        left out: their `season` is 0. Without any the trend is a local line
///                        over a quarter of the values
/// @source Bandara, Hyndman & Bergmeir (2025), Int. J. Operational Research 52, 79.
Decomposition mstl(core::View<const double> y, core::View<const std::size_t> season_lengths,
                   std::size_t robust_rounds = 0);

}  // namespace salesplan::forecast

#ifndef SALESPLAN_COMPILED
#include "salesplan/forecast/stl_inl.hpp"
#endif
