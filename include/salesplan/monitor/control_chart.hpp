// Control charts: has the KPI shifted, with a stated mean time between false alarms.
#pragma once

#include "salesplan/core/config.hpp"

namespace salesplan::monitor {

enum class Side { upper, lower, both };  ///< which shift alarms

/// Average run length of an EWMA chart: the mean number of observations to an alarm when they are
/// independent N(shift, 1). z_t = (1 - λ) z_{t-1} + λ x_t from 0; alarm where it is beyond
/// limit · √(λ/(2 - λ)), on the `side`s asked for; on one side z is kept from falling below 0.
/// The Markov chain of z on midpoints, extrapolated to infinitely many states; infinity from 1e12
/// on.
/// @param lambda in (0, 1]  @param limit > 0
/// @throws Error(invalid_argument).
/// @source Lucas & Saccucci (1990), Technometrics 32(1), 1; Brook & Evans (1972), Biometrika 59,
/// 539.
double ewma_run_length(double lambda, double limit, double shift = 0, Side side = Side::both);

/// Average run length of CUSUM charts S_t = max(0, S_{t-1} + x_t - k) from 0, alarm where S > h:
/// of one, or of two against each other's direction, 1/ARL = 1/ARL⁺ + 1/ARL⁻; infinity from 1e12
/// on.
/// @param allowance k >= 0  @param limit h > 0
/// @throws Error(invalid_argument).
/// @source Brook & Evans (1972); Van Dobben de Bruyn (1968) for both sides.
double cusum_run_length(double allowance, double limit, double shift = 0, Side side = Side::both);

/// The limit of an EWMA or CUSUM chart whose false alarms are `run_length` observations apart on
/// average, to 1e-6. @param run_length in 2..1e6. @throws Error(invalid_argument).
double ewma_limit(double lambda, double run_length, Side side = Side::both);
double cusum_limit(double allowance, double run_length, Side side = Side::both);

/// Where a chart stands, in standard deviations.
struct Chart {
  double up = 0;    ///< EWMA, or the sum of what is above
  double down = 0;  ///< EWMA, or the sum of what is below, as a positive number
};

/// The chart after one more standardised observation; a missing one changes nothing. O(1).
Chart ewma_step(const Chart& chart, double x, double lambda, Side side);
Chart cusum_step(const Chart& chart, double x, double allowance);

}  // namespace salesplan::monitor

#ifndef SALESPLAN_COMPILED
#include "salesplan/monitor/control_chart_inl.hpp"
#endif
