// Bodies of theta.hpp.
#pragma once

#include "salesplan/core/config.hpp"
#include "salesplan/forecast/scaled_series.hpp"
#include "salesplan/forecast/seasonal_adjustment.hpp"
#include "salesplan/forecast/theta.hpp"
#include "salesplan/forecast/theta_search.hpp"

namespace salesplan::forecast {

SALESPLAN_INLINE SeriesForecast forecast_theta(core::View<const double> y,
                                               std::size_t season_length, Theta theta,
                                               std::size_t gap, std::size_t horizon) {
  const detail::ScaledSeries series = detail::scale_series(y);
  const SeasonalAdjustment season = adjust_season(series.y, season_length, series.positive);
  detail::ThetaProblem problem(season.adjusted, theta);
  detail::Point point{};
  detail::LaneSearch<detail::ThetaProblem>(problem).minimise(problem.starts(), point);
  problem.set(0, point);
  problem.run();
  return problem.forecast(season, series.unit, gap, horizon);
}

}  // namespace salesplan::forecast
