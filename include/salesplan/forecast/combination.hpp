// Several forecasts of one series made into one.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "salesplan/forecast/series_forecast.hpp"

namespace salesplan::forecast {

/// The mean of the members' means, step by step, and the mean of their spreads: as if they were
/// wrong together, which forecasts of the same series are.
/// @param members  at least one, of the same horizon
inline SeriesForecast combine(const std::vector<SeriesForecast>& members) {
  const double share = 1 / static_cast<double>(members.size());
  SeriesForecast result;
  const std::size_t horizon = members.front().mean.size();
  result.mean.assign(horizon, 0);
  result.sd.assign(horizon, 0);
  for (const SeriesForecast& member : members) {
    for (std::size_t u = 0; u < horizon; ++u) {
      result.mean[u] += share * member.mean[u];
      result.sd[u] += share * member.sd[u];
    }
    result.total_mean += share * member.total_mean;
    result.total_sd += share * member.total_sd;
    result.model += (result.model.empty() ? "mean of " : ", ") + member.model;
  }
  return result;
}

}  // namespace salesplan::forecast
