// The outlook: the forecast of the plan's series from what was known at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/forecast/panel.hpp"
#include "salesplan/plan/history.hpp"

namespace salesplan::plan {

/// Forecasts of every series and, as the last row, of the company as a whole. [series + 1, horizon]
struct Outlook {
  std::size_t series = 0;         ///< without the company
  std::size_t horizon = 0;        ///< planned months ahead
  forecast::PanelForecast panel;  ///< minor units a month
};

/// What is known of the series and, last, of the company at the end of `closed` planned months: the
/// history, and the actual months of the plan; months between them are missing. Sales a workday
/// where the forecast counts workdays. A series starts with its first sale.
struct KnownSeries {
  std::size_t months = 0;             ///< from the history's first
  std::vector<double> values;         ///< of all series, one after the other
  std::vector<std::int64_t> offsets;  ///< [series + 2] where each begins
};
KnownSeries known_series(const Specification& spec, const History& history, std::size_t closed);

/// Forecasts the months of the plan from `closed` on, from the history and the first `closed`
/// actual months; months between the history and the plan are missing. Monthly series are, if the
/// specification says so, divided by the workdays of the month and multiplied by those of the month
/// forecast; the standard deviation of the sum is scaled by the mean number of workdays. With the
/// calendar "CN" and 32 known months, clear effects of the lunar new year and of workdays are
/// regressors (`forecast_with`).
Outlook outlook(const Specification& spec, const History& history, std::size_t closed);

/// The standard deviation that the upper end of a central interval of `level` around a normal mean
/// implies. (The lower end may have been raised to zero.)
double sd_of_interval(double mean, double upper, double level);

}  // namespace salesplan::plan

#ifndef SALESPLAN_COMPILED
#include "salesplan/plan/outlook_inl.hpp"
#endif
