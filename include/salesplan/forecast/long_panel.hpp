// A panel from long rows, as tables hold them: series, date, value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "salesplan/calendar/date.hpp"
#include "salesplan/calendar/period.hpp"
#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/forecast/panel.hpp"

namespace salesplan::forecast {

/// The grain of dates that stand for periods: months, quarters or years where all are first or all
/// are last days of them, weeks where all fall on one weekday and at least two differ, else days.
/// Error(invalid_argument) for no dates and dates out of range. O(n).
calendar::Grain grain_of(core::View<const calendar::Date> dates);

/// The values of a usual season: 7 days, 52 weeks, 12 months, 4 quarters; 1 for years.
int usual_season(calendar::Grain grain);

/// The panel that long rows are.
struct LongPanel {
  std::vector<double> values;           ///< series after series
  std::vector<std::int64_t> offsets;    ///< [n + 1]
  std::vector<calendar::Period> first;  ///< [n] the period of each series' first value

  Panel panel() const { return {values, offsets}; }
};

/// Sorts rows into series. Periods left out inside a series are missing; every series ends with the
/// last period of the table, so that what is missing there is a step ahead; where `sum` is set,
/// values of one series and period add up.
/// @param series  [rows] number of the series, 0 .. n - 1 each at least once
/// @param date    [rows] any day of the period
/// @param value   [rows] NaN = missing
/// Error(duplicate) for a period given twice, naming the row, unless `sum`; Error(invalid_argument)
/// for lengths and numbers that do not fit, and a table that spans more than 10,000,000 periods.
/// O(rows log rows + values).
LongPanel long_panel(core::View<const std::int64_t> series, core::View<const calendar::Date> date,
                     core::View<const double> value, calendar::Grain grain, bool sum = false);

}  // namespace salesplan::forecast

#ifndef SALESPLAN_COMPILED
#include "salesplan/forecast/long_panel_inl.hpp"
#endif
