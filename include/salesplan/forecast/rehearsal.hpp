// What the members of the automatic forecast did from earlier origins of the series: their weights
// and the spread follow from it.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "salesplan/core/missing.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/forecast/combination.hpp"
#include "salesplan/forecast/single_model.hpp"

namespace salesplan::forecast {
namespace detail {

inline std::vector<SeriesForecast> forecast_pool(core::View<const double> y, std::size_t m,
                                                 std::size_t gap, std::size_t horizon) {
  std::vector<SeriesForecast> members;
  for (const char* model : {"ets", "ces", "dot", "arima", "theta", "snaive"}) {
    members.push_back(forecast_single(model, y, m, gap, horizon));
  }
  return members;
}

/// What the members forecast from an earlier origin, and the values that came.
struct Rehearsal {
  core::View<const double> actual;
  std::vector<SeriesForecast> members;
};

inline std::vector<Rehearsal> rehearse(core::View<const double> y, std::size_t m,
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
    rehearsals.push_back({y.subview(y.size() - steps, steps), forecast_pool(past, m, gap, steps)});
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

}  // namespace detail
}  // namespace salesplan::forecast
