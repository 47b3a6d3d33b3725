// What a quarter or a year will come to: the distribution of sums of future values.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "salesplan/core/error.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/forecast/error_quantile.hpp"
#include "salesplan/forecast/series_forecast.hpp"
#include "salesplan/numeric/normal.hpp"

namespace salesplan::forecast {

/// The value that the step u (from 0) stays below with probability p in (0, 1).
inline double quantile(const SeriesForecast& forecast, std::size_t u, double p) {
  return forecast.mean[u] +
         forecast.sd[u] * (forecast.heavy_tails ? heavy_quantile(p) : numeric::normal_quantile(p));
}

/// The value that the sum over the horizon stays below with probability p in (0, 1).
inline double total_quantile(const SeriesForecast& forecast, double p) {
  return forecast.total_mean +
         forecast.total_sd *
             (forecast.heavy_tails ? heavy_quantile(p) : numeric::normal_quantile(p));
}

/// A sum of successive steps.
struct HorizonSum {
  double mean = 0;
  double sd = 0;
  bool heavy_tails = false;

  /// The value it stays below with probability p in (0, 1).
  double quantile(double p) const {
    return mean + sd * (heavy_tails ? heavy_quantile(p) : numeric::normal_quantile(p));
  }
};

namespace detail {

/// Variance of the sum of steps first .. end - 1 whose errors have correlation rho^|u - v|. O(n).
inline double variance_of_sum(const std::vector<double>& sd, std::size_t first, std::size_t end,
                              double rho) {
  double sum = 0, echo = 0;  // echo: the earlier spreads, each times rho to the steps since
  for (std::size_t u = first; u < end; ++u) {
    sum += sd[u] * sd[u] + 2 * sd[u] * echo;
    echo = rho * (echo + sd[u]);
  }
  return sum > 0 ? sum : 0;
}

}  // namespace detail

/// The sums of successive stretches of the horizon, such as its quarters: means that add up to the
/// steps' and spreads between those of a step and of the whole horizon. The errors of two steps are
/// taken to have correlation rho^|u - v|, with the rho that makes the spread of the whole horizon
/// what it is, so a stretch of one step and that of all steps are exact.
/// @param lengths  [k] steps of each stretch, one after another, each >= 1, together at most the
///                 horizon
/// Error(invalid_argument) for other lengths. O(horizon).
inline std::vector<HorizonSum> horizon_sums(const SeriesForecast& forecast,
                                            core::View<const std::size_t> lengths) {
  const std::size_t h = forecast.mean.size();
  const double whole = forecast.total_sd * forecast.total_sd;
  double low = -0.99, high = 1;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (detail::variance_of_sum(forecast.sd, 0, h, middle) < whole ? low : high) = middle;
  }
  const double modelled = detail::variance_of_sum(forecast.sd, 0, h, high);

  std::vector<HorizonSum> sums;
  std::size_t first = 0;
  for (std::size_t i = 0; i < lengths.size(); ++i) {
    if (lengths[i] < 1 || lengths[i] > h - first) {
      throw Error(ErrorCode::invalid_argument, core::at("lengths", static_cast<std::int64_t>(i)),
                  std::to_string(lengths[i]) + " is below 1 or leads beyond the " +
                      std::to_string(h) + " steps of the horizon");
    }
    const std::size_t end = first + lengths[i];
    HorizonSum sum;
    sum.heavy_tails = forecast.heavy_tails;
    for (std::size_t u = first; u < end; ++u) sum.mean += forecast.mean[u];
    double variance = detail::variance_of_sum(forecast.sd, first, end, high);
    // Beyond perfect correlation (a calibrated spread), what is missing grows with the length.
    if (modelled > 0 && whole > modelled && h > 1) {
      const double share = static_cast<double>(lengths[i] - 1) / static_cast<double>(h - 1);
      variance *= 1 + share * (whole / modelled - 1);
    }
    sum.sd = std::sqrt(variance);
    sums.push_back(sum);
    first = end;
  }
  return sums;
}

}  // namespace salesplan::forecast
