// Bodies of ets_average.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/forecast/combination.hpp"
#include "salesplan/forecast/ets.hpp"
#include "salesplan/forecast/ets_average.hpp"
#include "salesplan/forecast/snaive.hpp"

namespace salesplan::forecast {

SALESPLAN_INLINE SeriesForecast forecast_ets_average(core::View<const double> y,
                                                     std::size_t season_length, std::size_t gap,
                                                     std::size_t horizon) {
  constexpr double lightest = 1e-3;  // a form of less weight would not be seen
  std::vector<SeriesForecast> members;
  std::vector<double> weights;
  double sum = 0;
  const std::vector<EtsFit> fits = rank_ets(y, season_length);
  for (const EtsFit& fit : fits) {
    const double weight = std::exp(-(fit.aicc - fits.front().aicc) / 4);
    if (!(weight > lightest)) break;
    members.push_back(forecast_ets(fit, gap, horizon));
    weights.push_back(weight);
    sum += weight;
  }
  for (double& weight : weights) weight /= sum;

  SeriesForecast forecast = combine(members, weights);
  const double widening = 1.15 * (1 + 5 / static_cast<double>(y.size()));
  const auto spread = [&](double mean, double limit, auto&& member_mean, auto&& member_sd) {
    double variance = 0;
    for (std::size_t i = 0; i < members.size(); ++i) {
      const double sd = member_sd(members[i]);
      const double apart = member_mean(members[i]) - mean;
      variance += weights[i] * (sd * sd + 2 * apart * apart);
    }
    const double sd = widening * std::sqrt(variance);
    return limit > 0 ? std::min(sd, 2.5 * limit) : sd;
  };
  const SeriesForecast naive =
      forecast_snaive(y, y.size() > season_length ? season_length : 1, gap, horizon);
  for (std::size_t u = 0; u < horizon; ++u) {
    forecast.sd[u] = spread(
        forecast.mean[u], naive.sd[u], [u](const SeriesForecast& f) { return f.mean[u]; },
        [u](const SeriesForecast& f) { return f.sd[u]; });
  }
  forecast.total_sd = spread(
      forecast.total_mean, naive.total_sd, [](const SeriesForecast& f) { return f.total_mean; },
      [](const SeriesForecast& f) { return f.total_sd; });
  forecast.heavy_tails = true;
  forecast.model = members.front().model;
  const std::size_t others = members.size() - 1;
  if (others > 0) {
    forecast.model += " and " + std::to_string(others) + (others == 1 ? " other" : " others");
  }
  return forecast;
}

}  // namespace salesplan::forecast
