// The forecast of one series: mean and spread of every step and of their sum.
#pragma once

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "salesplan/core/view.hpp"

namespace salesplan::forecast {

/// Mean and standard deviation of the next h values, and of their sum.
struct SeriesForecast {
  std::vector<double> mean;  ///< [h]
  std::vector<double> sd;    ///< [h]
  double total_mean = 0;
  double total_sd = 0;
  bool heavy_tails = false;  ///< errors like Student's with 4 degrees of freedom, not normal
  std::string model;         ///< what was used, and why when it was a fallback
};

/// Fills the spread and the totals of a linear innovations model, whose value u steps ahead is
/// mean_u + e_u + sum over t < u of a(t, u) e_t, the e_t uncorrelated with variance `variance(t)`.
/// The first `gap` steps (values missing at the series' end) are dropped from `mean` and the sum.
/// @param forecast  its `mean` holds gap + h values on entry, h on return
/// @param response  a(t, u) for 0 <= t <= u, a(u, u) included
/// Cost O((gap + h)^2).
template <class Response, class Variance>
void spread_linear(SeriesForecast& forecast, std::size_t gap, Response&& response,
                   Variance&& variance) {
  const std::size_t steps = forecast.mean.size();
  std::vector<double> squares(steps, 0.0);
  double total = 0;
  for (std::size_t t = 0; t < steps; ++t) {
    double sum = 0;
    const double v = variance(t);
    for (std::size_t u = t; u < steps; ++u) {
      const double a = response(t, u);
      squares[u] += a * a * v;
      if (u >= gap) sum += a;
    }
    total += sum * sum * v;
  }
  const auto first = static_cast<std::ptrdiff_t>(gap);
  forecast.mean.erase(forecast.mean.begin(), forecast.mean.begin() + first);
  forecast.sd.assign(squares.begin() + first, squares.end());
  forecast.total_mean = 0;
  for (double m : forecast.mean) forecast.total_mean += m;
  for (double& s : forecast.sd) s = s > 0 ? std::sqrt(s) : 0.0;
  forecast.total_sd = total > 0 ? std::sqrt(total) : 0.0;
}

}  // namespace salesplan::forecast
