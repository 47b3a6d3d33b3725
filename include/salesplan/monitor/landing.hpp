// Landing: where the month will end, how sure that is, and how likely the target is.
#pragma once

#include <cstddef>
#include <vector>

#include "salesplan/calendar/date.hpp"
#include "salesplan/calendar/period.hpp"
#include "salesplan/calendar/workday_calendar.hpp"
#include "salesplan/core/config.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/forecast/daily_profile.hpp"
#include "salesplan/monitor/pace.hpp"

namespace salesplan::monitor {

/// How the months of one unit come in, learned from its past.
struct LandingModel {
  forecast::DailyProfile own;     ///< the unit's days
  forecast::DailyProfile pooled;  ///< those of the whole it belongs to; empty: all workdays alike
  double own_weight = 0;          ///< of `own` against `pooled`, 0..1: little for thin units
  double day = 0;                 ///< sales of a mean day to be expected of the next month
  double smoothing = 0;           ///< weight of a month in `day` against those before it
  double prior_weight = 0;  ///< of that expectation, in months: what the month itself sells is
                            ///< weighed by the share that is in
  double spread = core::missing_number;  ///< relative; NaN where too few months are known
  bool only_sales = true;                ///< no day of the past was negative
  std::size_t months = 0;                ///< whole months learned from
};

/// Learns from the whole months of a daily history by forecasting each month after the third from
/// those before it, on each of its days: `smoothing`, `prior_weight` and `own_weight` are those
/// with the least mean absolute error relative to the months' sales; `spread` makes the central
/// 80 % interval of those forecasts hold what came.
/// @param first  the date of values[0]
/// @param values [n] sales of successive days in any unit, finite; returns may make a day negative;
///               parts of months at either end are left out
/// @param pooled the profile of the whole, which thin units borrow
/// @throws Error(invalid_argument) naming "values[i]". O(n · months).
LandingModel learn_landing(const calendar::WorkdayCalendar& calendar, calendar::Date first,
                           core::View<const double> values,
                           const forecast::DailyProfile& pooled = {});

/// A month after some of its days, minor units.
struct Landing {
  Pace pace;         ///< by the learned share
  double mean = 0;   ///< projected month end
  double sd = 0;     ///< NaN without a spread; 0 when the month is over
  double lower = 0;  ///< central interval at the level asked for
  double upper = 0;
  double probability = 0;  ///< of reaching the target; NaN without a spread
};

/// The landing of a month of which `sold` is in by the evening of `through`. With f the share
/// expected by then, k the prior weight and e the month expected before it began, a whole month
/// like this one is worth r = (k e + sold)/(k + f), the month ends at sold + (1 - f) r, and its
/// variance is (spread r)² (1 - f)(k + 1)/(k + f): that of a credibility estimate, which falls to 0
/// at the end. An empty model is the straight line by workdays.
/// @param through a day of `month`, or the day before it
/// @param level   of the interval, in (0, 1)
/// @throws Error(invalid_argument) naming "through" or "level".
/// @source Bühlmann & Gisler (2005), A Course in Credibility Theory, ch. 3.
Landing landing(const LandingModel& model, const calendar::WorkdayCalendar& calendar,
                calendar::Period month, calendar::Date through, core::Minor sold,
                core::Minor target, double level = 0.8);

/// The share of the month expected by the evening of each of its days, ending with 1.
std::vector<double> expected_shares(const LandingModel& model,
                                    const calendar::WorkdayCalendar& calendar,
                                    calendar::Period month);

}  // namespace salesplan::monitor

#ifndef SALESPLAN_COMPILED
#include "salesplan/monitor/landing_inl.hpp"
#endif
