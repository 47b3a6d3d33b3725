// What models did from earlier origins of the series: the weights of a combination and the spread
// of its errors, or of a single model's, follow from it.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "salesplan/core/missing.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/forecast/combination.hpp"
#include "salesplan/forecast/single_model.hpp"

namespace salesplan::forecast {
namespace detail {

/// The members of the automatic forecast.
inline const std::vector<std::string>& pool() {
  static const std::vector<std::string> models = {"ets", "ces", "dot", "arima", "theta", "snaive"};
  return models;
}

inline std::vector<SeriesForecast> forecast_members(const std::vector<std::string>& models,
                                                    core::View<const double> y, std::size_t m,
                                                    std::size_t gap, std::size_t horizon) {
  std::vector<SeriesForecast> members;
  for (const std::string& model : models) {
    members.push_back(forecast_single(model, y, m, gap, horizon));
  }
  return members;
}

/// What the members forecast from an earlier origin, and the values that came.
struct Rehearsal {
  core::View<const double> actual;
  std::vector<SeriesForecast> members;
};

/// From a third, two thirds and one horizon before the end, as far as the series carries it.
inline std::vector<Rehearsal> rehearse(const std::vector<std::string>& models,
                                       core::View<const double> y, std::size_t m,
                                       std::size_t horizon) {
  constexpr std::size_t origins = 3;
  std::vector<Rehearsal> rehearsals;
  for (std::size_t k = 1; k <= origins; ++k) {
    const std::size_t steps = std::max<std::size_t>(1, horizon * k / origins);
    if (y.size() < steps + std::max<std::size_t>(10, 2 * m + 4)) break;
    std::size_t end = y.size() - steps;
    std::size_t gap = 0;
    for (; core::is_missing(y[end - 1]); --end) ++gap;
    const core::View<const double> past = y.subview(0, end);
    std::size_t observed = 0;
    bool constant = true;
    for (double v : past) {
      if (core::is_missing(v)) continue;
      ++observed;
      constant = constant && v == past.front();
    }
    if (observed < 5 || constant) break;
    rehearsals.push_back(
        {y.subview(y.size() - steps, steps), forecast_members(models, past, m, gap, steps)});
  }
  return rehearsals;
}

/// Inverse mean absolute errors, adding up to 1; equal without rehearsals.
inline std::vector<double> weigh(const std::vector<Rehearsal>& rehearsals, std::size_t members) {
  std::vector<double> error(members, 0.0);
  double all = 0;
  for (const Rehearsal& rehearsal : rehearsals) {
    for (std::size_t u = 0; u < rehearsal.actual.size(); ++u) {
      if (core::is_missing(rehearsal.actual[u])) continue;
      for (std::size_t i = 0; i < members; ++i) {
        error[i] += std::fabs(rehearsal.actual[u] - rehearsal.members[i].mean[u]);
      }
    }
  }
  for (double e : error) all += e;
  std::vector<double> weight(members, 1 / static_cast<double>(members));
  if (!(all > 0)) return weight;
  double sum = 0;
  for (std::size_t i = 0; i < members; ++i) sum += weight[i] = 1 / (error[i] + 1e-6 * all);
  for (double& w : weight) w /= sum;
  return weight;
}

/// How much wider than predicted the errors of the combination were, as a ratio of standard
/// deviations shrunk towards sqrt(1.2).
inline double spread_ratio(const std::vector<Rehearsal>& rehearsals,
                           const std::vector<double>& weights) {
  constexpr double prior_weight = 6, prior = 1.2, highest = 10;
  double sum = prior_weight * prior;
  double count = prior_weight;
  for (const Rehearsal& rehearsal : rehearsals) {
    const SeriesForecast combined = combine(rehearsal.members, weights);
    double squares = 0, expected = 0;
    for (std::size_t u = 0; u < rehearsal.actual.size(); ++u) {
      if (core::is_missing(rehearsal.actual[u])) continue;
      const double e = rehearsal.actual[u] - combined.mean[u];
      squares += e * e;
      expected += combined.sd[u] * combined.sd[u];
    }
    if (!(expected > 0)) continue;
    sum += std::min(highest, squares / expected);
    count += 1;
  }
  return std::sqrt(sum / count);
}

/// Multiplies the spread of the steps and of their sum. What is widened for errors that a model did
/// not foresee has heavy tails.
inline void widen(SeriesForecast& forecast, double steps, double total) {
  for (double& sd : forecast.sd) sd *= steps;
  forecast.total_sd *= total;
  forecast.heavy_tails = true;
}

/// A single model as wide as its errors from earlier origins were, which its own variance, that of
/// one fitted step ahead, falls short of: 1.4 times `spread_ratio`. Cost: four times the model's.
inline SeriesForecast forecast_calibrated(const std::string& model, core::View<const double> y,
                                          std::size_t m, std::size_t gap, std::size_t horizon) {
  SeriesForecast forecast = forecast_single(model, y, m, gap, horizon);
  const double factor = 1.4 * spread_ratio(rehearse({model}, y, m, horizon), {1.0});
  widen(forecast, factor, factor);
  return forecast;
}

}  // namespace detail
}  // namespace salesplan::forecast
