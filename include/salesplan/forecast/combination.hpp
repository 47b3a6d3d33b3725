// Several forecasts of one series made into one.
#pragma once

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "salesplan/forecast/series_forecast.hpp"

namespace salesplan::forecast {

/// The weighted mean of the members' means, step by step, and of their spreads: as if they were
/// wrong together, which forecasts of the same series are.
/// @param members  at least one, of the same horizon
/// @param weights  one a member, their sum 1
inline SeriesForecast combine(const std::vector<SeriesForecast>& members,
                              const std::vector<double>& weights) {
  SeriesForecast result;
  const std::size_t horizon = members.front().mean.size();
  result.mean.assign(horizon, 0);
  result.sd.assign(horizon, 0);
  for (std::size_t i = 0; i < members.size(); ++i) {
    for (std::size_t u = 0; u < horizon; ++u) {
      result.mean[u] += weights[i] * members[i].mean[u];
      result.sd[u] += weights[i] * members[i].sd[u];
    }
    result.total_mean += weights[i] * members[i].total_mean;
    result.total_sd += weights[i] * members[i].total_sd;
    if (i > 0) result.model += ", ";
    result.model += std::to_string(std::lround(100 * weights[i]));
    result.model += "% ";
    result.model += members[i].model;
  }
  return result;
}

}  // namespace salesplan::forecast
