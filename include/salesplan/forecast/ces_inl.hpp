// Bodies of ces.hpp.
#pragma once

#include <cmath>
#include <utility>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/forecast/ces.hpp"
#include "salesplan/forecast/ces_search.hpp"
#include "salesplan/forecast/scaled_series.hpp"
#include "salesplan/forecast/season_start.hpp"

namespace salesplan::forecast {
namespace detail {

/// Fits the problem, leaves the fit in lane 0 and returns its corrected Akaike criterion.
inline double fit_ces(CesProblem& problem, double observed) {
  Point point{};
  const double value = LaneSearch<CesProblem>(problem).minimise(problem.starts(), point);
  problem.set(0, point);
  problem.run();
  const double k = problem.parameters();
  return value + 2 * k + 2 * k * (k + 1) / (observed - k - 1);
}

}  // namespace detail

SALESPLAN_INLINE SeriesForecast forecast_ces(core::View<const double> y, std::size_t season_length,
                                             std::size_t gap, std::size_t horizon) {
  const detail::ScaledSeries series = detail::scale_series(y);
  const std::size_t m = season_length;
  const bool seasonal = m >= 2 && y.size() >= 2 * m && series.observed > static_cast<double>(m) + 6;
  SeriesForecast best;
  double lowest = HUGE_VAL;
  for (auto form : {detail::CesSeason::none, detail::CesSeason::partial, detail::CesSeason::full}) {
    if (form != detail::CesSeason::none && !seasonal) continue;
    std::vector<double> season;
    if (form != detail::CesSeason::none) {
      season = seasonal_indices(series.y, m, Season::additive);
    }
    detail::CesProblem problem(series.y, series.observed, form, std::move(season));
    const double criterion = detail::fit_ces(problem, series.observed);
    // With six values the criterion is infinite; the form without a season is then the only one.
    if (best.mean.empty() || criterion < lowest) {
      lowest = criterion;
      best = problem.forecast(series.unit, gap, horizon);
    }
  }
  return best;
}

}  // namespace salesplan::forecast
