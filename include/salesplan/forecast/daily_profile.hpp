// How a month's sales fall on its days: weekdays, holidays, make-up workdays, the rush at the end.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "salesplan/calendar/date.hpp"
#include "salesplan/calendar/period.hpp"
#include "salesplan/calendar/workday_calendar.hpp"
#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::forecast {

/// Factors of a day's sales against the mean day of its month.
struct DailyProfile {
  /// Monday .. Sunday, then weekdays that are holidays, then weekend days that are worked.
  std::array<double, 9> kind{1, 1, 1, 1, 1, 1, 1, 1, 1};
  /// By workday of the month: the first, second and third; the others; the fifth from the end to
  /// the last. Days without work take the place of the workday before them.
  std::array<double, 9> phase{1, 1, 1, 1, 1, 1, 1, 1, 1};
  std::size_t days = 0;  ///< it was learned from
};

/// The profile of a daily history: in turn the mean ratio of each kind and phase to what the other
/// explains, each with some more days of ratio 1, so that little data changes little: `kind_prior`
/// for a kind, `phase_prior` for a phase, of which a month has but one day; both >= 1.
/// @param first   the date of values[0]
/// @param values  [n] sales of successive days, >= 0, NaN = missing; months with a mean of 0 and
///                negative values are left out
/// Error(invalid_argument) for values that are infinite, and dates outside 1400..9999, and priors.
/// O(n).
DailyProfile daily_profile(const calendar::WorkdayCalendar& calendar, calendar::Date first,
                           core::View<const double> values, double kind_prior = 4,
                           double phase_prior = 4);

/// What each day of a month is worth, in mean days: kind times phase. O(days of the month).
std::vector<double> daily_factors(const DailyProfile& profile,
                                  const calendar::WorkdayCalendar& calendar,
                                  calendar::Period month);

/// The share of each day of a month, together 1. O(days of the month).
std::vector<double> daily_shares(const DailyProfile& profile,
                                 const calendar::WorkdayCalendar& calendar, calendar::Period month);

}  // namespace salesplan::forecast

#ifndef SALESPLAN_COMPILED
#include "salesplan/forecast/daily_profile_inl.hpp"
#endif
