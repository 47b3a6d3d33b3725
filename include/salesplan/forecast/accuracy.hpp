// How good a forecast was: the scores of one series, as the forecasting competitions define them.
#pragma once

#include <cmath>
#include <cstddef>
#include <string>

#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::forecast {

namespace detail {

/// Mean of score(i) over the i where it is a number; NaN when there is none.
template <class Score>
double mean_score(std::size_t n, Score&& score) {
  double sum = 0;
  std::size_t count = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double s = score(i);
    if (core::is_missing(s)) continue;
    sum += s;
    ++count;
  }
  return count == 0 ? core::missing_number : sum / static_cast<double>(count);
}

inline void check_same_length(std::size_t actual, std::size_t other, const char* name) {
  if (actual != other) {
    throw Error(ErrorCode::invalid_argument, name,
                std::to_string(other) + " values for " + std::to_string(actual) + " actual ones");
  }
}

/// score / scale, NaN where the scale says nothing.
inline double scaled(double score, double scale) {
  return scale > 0 ? score / scale : core::missing_number;
}

}  // namespace detail

/// Mean absolute seasonal difference of the training values: q = mean over t >= m of
/// |x_t - x_{t-m}|, the scale of MASE, RMSSE and MSIS. NaN values are left out; NaN when no pair is
/// left. @source Hyndman & Koehler (2006), Int. J. Forecasting 22, 679.
/// @param train          [n] training values
/// @param season_length  m >= 1
inline double seasonal_scale(core::View<const double> train, std::size_t season_length) {
  if (season_length == 0) {
    throw Error(ErrorCode::invalid_argument, "season_length", "0 is below 1");
  }
  if (train.size() <= season_length) return core::missing_number;
  return detail::mean_score(train.size() - season_length, [&](std::size_t i) {
    return std::fabs(train[i + season_length] - train[i]);
  });
}

/// Symmetric mean absolute percentage error as a ratio in [0, 2]: mean of 2|y-f| / (|y|+|f|), a
/// pair of zeros counting 0. Pairs with NaN are left out. Times 100 it is the figure of the M
/// competitions.
/// @param actual  [h]  @param forecast  [h]
inline double smape(core::View<const double> actual, core::View<const double> forecast) {
  detail::check_same_length(actual.size(), forecast.size(), "forecast");
  return detail::mean_score(actual.size(), [&](std::size_t i) {
    const double size = std::fabs(actual[i]) + std::fabs(forecast[i]);
    return size == 0 ? 0.0 : 2 * std::fabs(actual[i] - forecast[i]) / size;
  });
}

/// Mean absolute percentage error as a ratio: mean of |y-f| / |y| over the y that are not 0.
inline double mape(core::View<const double> actual, core::View<const double> forecast) {
  detail::check_same_length(actual.size(), forecast.size(), "forecast");
  return detail::mean_score(actual.size(), [&](std::size_t i) {
    return actual[i] == 0 ? core::missing_number
                          : std::fabs(actual[i] - forecast[i]) / std::fabs(actual[i]);
  });
}

/// Mean absolute scaled error: mean|y-f| / q, q from `seasonal_scale`. NaN when q is 0 or NaN.
inline double mase(core::View<const double> actual, core::View<const double> forecast,
                   double scale) {
  detail::check_same_length(actual.size(), forecast.size(), "forecast");
  return detail::scaled(
      detail::mean_score(actual.size(),
                         [&](std::size_t i) { return std::fabs(actual[i] - forecast[i]); }),
      scale);
}

/// Root mean squared scaled error: sqrt(mean (y-f)^2) / q, with the q of MASE.
inline double rmsse(core::View<const double> actual, core::View<const double> forecast,
                    double scale) {
  detail::check_same_length(actual.size(), forecast.size(), "forecast");
  return detail::scaled(std::sqrt(detail::mean_score(actual.size(),
                                                     [&](std::size_t i) {
                                                       const double d = actual[i] - forecast[i];
                                                       return d * d;
                                                     })),
                        scale);
}

/// Mean scaled interval score of an interval of coverage `level` = 1 - a:
/// mean[(U-L) + (2/a)(L-y)1{y<L} + (2/a)(y-U)1{y>U}] / q.
/// @source Gneiting & Raftery (2007), J. Am. Stat. Assoc. 102, 359; M4 competition.
inline double msis(core::View<const double> actual, core::View<const double> lower,
                   core::View<const double> upper, double level, double scale) {
  detail::check_same_length(actual.size(), lower.size(), "lower");
  detail::check_same_length(actual.size(), upper.size(), "upper");
  if (!(level > 0 && level < 1)) {
    throw Error(ErrorCode::invalid_argument, "level", "must lie between 0 and 1");
  }
  const double penalty = 2 / (1 - level);
  return detail::scaled(
      detail::mean_score(actual.size(),
                         [&](std::size_t i) {
                           const double below = lower[i] - actual[i];
                           const double above = actual[i] - upper[i];
                           return upper[i] - lower[i] + (below > 0 ? penalty * below : 0.0) +
                                  (above > 0 ? penalty * above : 0.0) + 0 * actual[i];
                         }),
      scale);
}

/// Share of the values inside [lower, upper], ends included; missing values are left out.
inline double coverage(core::View<const double> actual, core::View<const double> lower,
                       core::View<const double> upper) {
  detail::check_same_length(actual.size(), lower.size(), "lower");
  detail::check_same_length(actual.size(), upper.size(), "upper");
  return detail::mean_score(actual.size(), [&](std::size_t i) {
    if (core::is_missing(actual[i] + lower[i] + upper[i])) return core::missing_number;
    return actual[i] >= lower[i] && actual[i] <= upper[i] ? 1.0 : 0.0;
  });
}

}  // namespace salesplan::forecast
