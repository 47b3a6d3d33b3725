// Bodies of automatic.hpp.
#pragma once

#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/forecast/automatic.hpp"
#include "salesplan/forecast/combination.hpp"
#include "salesplan/forecast/rehearsal.hpp"

namespace salesplan::forecast {
SALESPLAN_INLINE SeriesForecast forecast_auto(core::View<const double> y, std::size_t season_length,
                                              std::size_t gap, std::size_t horizon) {
  const std::vector<detail::Rehearsal> rehearsals =
      detail::rehearse(detail::pool(), y, season_length, horizon);
  const std::vector<SeriesForecast> members =
      detail::forecast_members(detail::pool(), y, season_length, gap, horizon);
  const std::vector<double> weights = detail::weigh(rehearsals, members.size());
  SeriesForecast forecast = combine(members, weights);
  const double widening =
      detail::spread_ratio(rehearsals, weights) * (1 + 5 / static_cast<double>(y.size()));
  detail::widen(forecast, 1.1 * widening, 1.33 * widening);
  return forecast;
}

}  // namespace salesplan::forecast
