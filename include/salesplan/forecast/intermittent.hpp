// Demand with many zeros: its class, and the methods of Croston, Syntetos-Boylan and Teunter.
#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include "salesplan/core/missing.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/forecast/series_forecast.hpp"

namespace salesplan::forecast {

enum class Demand { smooth, erratic, intermittent, lumpy };

/// The class of a demand by its mean interval between demands (1.32) and the squared coefficient of
/// variation of its sizes (0.49). A series with a negative value, or without demand, is smooth.
/// @param y  [n] values, NaN = missing
/// @source Syntetos, Boylan & Croston (2005), J. Oper. Res. Soc. 56, 495.
inline Demand demand_class(core::View<const double> y) {
  double periods = 0, demands = 0, mean = 0, squares = 0;
  for (double v : y) {
    if (core::is_missing(v)) continue;
    if (v < 0) return Demand::smooth;
    periods += 1;
    if (v == 0) continue;
    demands += 1;
    const double d = v - mean;
    mean += d / demands;
    squares += d * (v - mean);
  }
  if (demands == 0) return Demand::smooth;
  const bool rare = periods / demands >= 1.32;
  const bool varied = squares / demands / mean / mean >= 0.49;
  return rare ? (varied ? Demand::lumpy : Demand::intermittent)
              : (varied ? Demand::erratic : Demand::smooth);
}

enum class IntermittentMethod {
  croston,  ///< smoothed size over smoothed interval
  sba,      ///< Croston's times 1 - alpha / 2, which takes out its bias
  tsb,      ///< smoothed size times smoothed probability, which also falls while nothing sells
};

namespace detail {

struct IntermittentRun {
  double rate = 0;  ///< expected demand of a period after the last value
  double mean_square = std::numeric_limits<double>::infinity();  ///< of the one-step errors
};

/// Runs a method with smoothing `size_gain` of the demand sizes and `time_gain` of the intervals or
/// the probability. Both start at the first demand.
inline IntermittentRun run_intermittent(core::View<const double> y, IntermittentMethod method,
                                        double size_gain, double time_gain) {
  const bool tsb = method == IntermittentMethod::tsb;
  const double factor = method == IntermittentMethod::sba ? 1 - time_gain / 2 : 1;
  double size = 0, interval = 0, since = 0, squares = 0, count = 0;
  bool started = false;
  const auto rate = [&] { return tsb ? size * interval : factor * size / interval; };
  for (double v : y) {
    if (core::is_missing(v)) continue;
    since += 1;
    if (started) {
      squares += (v - rate()) * (v - rate());
      count += 1;
    }
    if (v != 0 && !started) {
      size = v;
      interval = tsb ? 1 / since : since;
    } else if (v != 0) {
      size += size_gain * (v - size);
      interval += time_gain * ((tsb ? 1 : since) - interval);
    } else if (tsb && started) {
      interval -= time_gain * interval;
    }
    if (v != 0) {
      started = true;
      since = 0;
    }
  }
  return {rate(), count > 0 ? squares / count : 0};
}

}  // namespace detail

/// Forecast of an intermittent demand, the same for every step; the gains (0.05 .. 0.3) have the
/// least squared one-step errors. The spread is that of these errors.
/// @param y    [n] values >= 0, NaN = missing, at least one above 0
/// @param gap  steps to leave out before the first of the `horizon` steps
/// @source Croston (1972), Oper. Res. Q. 23, 289; Syntetos & Boylan (2005), Int. J. Forecasting 21,
/// 303; Teunter, Syntetos & Babai (2011), Eur. J. Oper. Res. 214, 606. Cost O(n).
inline SeriesForecast forecast_intermittent(core::View<const double> y, IntermittentMethod method,
                                            std::size_t gap, std::size_t horizon) {
  constexpr double gains[] = {0.05, 0.1, 0.15, 0.2, 0.25, 0.3};
  detail::IntermittentRun best;
  double best_gain = 0;
  for (double size_gain : gains) {
    for (double time_gain : gains) {
      const auto run = detail::run_intermittent(y, method, size_gain, time_gain);
      if (run.mean_square < best.mean_square) {
        best = run;
        best_gain = size_gain;
      }
    }
  }
  SeriesForecast forecast;
  forecast.model = method == IntermittentMethod::croston ? "croston"
                   : method == IntermittentMethod::sba   ? "sba"
                                                         : "tsb";
  forecast.mean.assign(gap + horizon, best.rate);
  spread_linear(
      forecast, gap, [&](std::size_t t, std::size_t u) { return t == u ? 1 : best_gain; },
      [&](std::size_t) { return best.mean_square; });
  return forecast;
}

}  // namespace salesplan::forecast
