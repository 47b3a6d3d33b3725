// Bodies of outlook.hpp.
#pragma once

#include <algorithm>
#include <numeric>

#include "salesplan/core/missing.hpp"
#include "salesplan/forecast/calendar_regressors.hpp"
#include "salesplan/forecast/forecast.hpp"
#include "salesplan/forecast/regression.hpp"
#include "salesplan/numeric/normal.hpp"
#include "salesplan/plan/outlook.hpp"

namespace salesplan::plan {
namespace detail {

/// Workdays of the month `at` months after the first known one; 1 where they do not count.
inline double workdays_of(const Specification& spec, const History& history, std::size_t at) {
  if (!spec.forecast.per_workday) return 1;
  const calendar::Period month = calendar::shift(history.first, static_cast<std::int64_t>(at));
  return static_cast<double>(std::max<std::int64_t>(spec.workdays.workdays(month).days, 1));
}

/// The forecast of monthly series that all end `known` months after the first one of the history.
/// In the Chinese calendar the lunar new year moves sales between January and February, and
/// workdays around it: clear effects of either are taken into account, where there are enough
/// months.
inline forecast::PanelForecast forecast_months(const Specification& spec, const History& history,
                                               const forecast::Panel& panel, std::size_t known,
                                               const forecast::Options& options) {
  constexpr std::size_t enough = 32;  // two seasons and five values more than effects
  if (spec.workdays.name() != "CN" || known < enough) return forecast::forecast(panel, options);
  forecast::CalendarEffects effects;
  effects.holidays = forecast::lunar_new_year_effects();
  const forecast::Regressors months =
      forecast::calendar_regressors(spec.workdays, history.first, known + options.horizon, effects);
  const std::size_t k = months.names.size();
  forecast::Regressors all{months.names, {}};
  for (std::size_t i = 0; i < panel.size(); ++i) {
    const std::size_t start = known - panel.series(i).size();
    all.values.insert(all.values.end(),
                      months.values.begin() + static_cast<std::ptrdiff_t>(start * k),
                      months.values.end());
  }
  return forecast::forecast_with(panel, all, options, {true}).forecast;
}

}  // namespace detail

SALESPLAN_INLINE KnownSeries known_series(const Specification& spec, const History& history,
                                          std::size_t closed) {
  const std::size_t cells = history.cells;
  const std::vector<std::size_t> group = group_of_cells(spec, spec.forecast.by);
  const std::size_t series = group_count(spec, spec.forecast.by);
  const std::size_t first_planned = history.months + history.gap;
  const std::size_t known = first_planned + closed;
  const std::size_t rows = series + 1;
  std::vector<double> monthly(rows * known, core::missing_number);
  const auto add_month = [&](const table::Cube& cube, std::size_t from, std::size_t at) {
    for (std::size_t r = 0; r < rows; ++r) monthly[r * known + at] = 0;
    const double days = detail::workdays_of(spec, history, at);
    for (std::size_t c = 0; c < cells; ++c) {
      const double value = static_cast<double>(cube[from * cells + c]) / days;
      monthly[group[c] * known + at] += value;
      monthly[series * known + at] += value;
    }
  };
  for (std::size_t m = 0; m < history.months; ++m) add_month(history.revenue, m, m);
  for (std::size_t m = 0; m < closed; ++m) add_month(history.actual, m, first_planned + m);

  KnownSeries result{known, {}, {0}};
  for (std::size_t r = 0; r < rows; ++r) {
    const auto begin = monthly.begin() + static_cast<std::ptrdiff_t>(r * known);
    const auto end = begin + static_cast<std::ptrdiff_t>(known);
    const auto start = std::find_if(begin, end, [](double v) { return v > 0 || v < 0; });
    result.values.insert(result.values.end(), start, end);
    result.offsets.push_back(static_cast<std::int64_t>(result.values.size()));
  }
  return result;
}

SALESPLAN_INLINE Outlook outlook(const Specification& spec, const History& history,
                                 std::size_t closed) {
  Outlook result;
  result.series = group_count(spec, spec.forecast.by);
  result.horizon = spec.months - closed;
  const std::size_t first_planned = history.months + history.gap;
  const std::size_t rows = result.series + 1;
  const KnownSeries known = known_series(spec, history, closed);

  forecast::Options options;
  options.model = spec.forecast.model;
  options.horizon = result.horizon;
  options.season_length = 12;
  options.levels = spec.forecast.levels;
  options.non_negative = true;
  try {
    result.panel = detail::forecast_months(spec, history, {known.values, known.offsets},
                                           known.months, options);
  } catch (const Error& error) {
    throw error.moved_to("forecast." + error.place());
  }

  // Back from sales a workday to sales a month.
  std::vector<double> days(result.horizon);
  for (std::size_t k = 0; k < result.horizon; ++k) {
    days[k] = detail::workdays_of(spec, history, first_planned + closed + k);
  }
  const double mean_days =
      std::accumulate(days.begin(), days.end(), 0.0) / static_cast<double>(days.size());
  const auto to_months = [&](std::vector<double>& matrix) {
    for (std::size_t i = 0; i < matrix.size(); ++i) matrix[i] *= days[i % result.horizon];
  };
  forecast::PanelForecast& panel = result.panel;
  to_months(panel.mean);
  for (forecast::Interval& interval : panel.intervals) {
    to_months(interval.lower);
    to_months(interval.upper);
  }
  for (std::size_t r = 0; r < rows; ++r) {
    const auto row = panel.mean.begin() + static_cast<std::ptrdiff_t>(r * result.horizon);
    panel.total_mean[r] =
        std::accumulate(row, row + static_cast<std::ptrdiff_t>(result.horizon), 0.0);
    panel.total_sd[r] *= mean_days;
  }
  return result;
}

SALESPLAN_INLINE double sd_of_interval(double mean, double upper, double level) {
  return (upper - mean) / numeric::normal_quantile(0.5 + level / 2);
}

}  // namespace salesplan::plan
