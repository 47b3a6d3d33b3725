// What the calendar and promotions did to sales, apart from performance.
#pragma once

#include <vector>

#include "salesplan/calendar/workday_calendar.hpp"
#include "salesplan/core/config.hpp"
#include "salesplan/forecast/calendar_regressors.hpp"
#include "salesplan/review/bridge.hpp"

namespace salesplan::review {

/// A holiday that moves, and what sales on its days are relative to others: 0.2 hardly any, 1.5 a
/// half more.
struct HolidayWeight {
  forecast::MovingHoliday holiday;
  double factor = 1;  ///< finite, >= 0
};

/// The selling days of a period: a workday counts 1, another day `off_day`, each times the factors
/// of the holidays whose days it is among.
/// @throws Error(invalid_argument) for an off_day or factor that is negative or not finite.
/// O(days).
double selling_days(const calendar::WorkdayCalendar& workdays, calendar::Period period,
                    double off_day = 0, core::View<const HolidayWeight> holidays = {});

/// Sales of each node before and after; leaves count. All [n].
struct CalendarAndPromotion {
  core::View<const core::Minor> before;
  core::View<const core::Minor> after;
  core::View<const double> days_before;  ///< selling days, finite and > 0; empty: no effect
  core::View<const double> days_after;
  core::View<const core::Minor> promotion_before = {};  ///< of sales, what promotions brought
  core::View<const core::Minor> promotion_after = {};   ///< (uplift); empty: none
};

/// "calendar" = (before - promotion_before)(days_after / days_before - 1), "promotion" =
/// promotion_after - promotion_before, and "performance", the rest.
/// @throws Error(invalid_argument) for other lengths and days outside their domain. O(n).
Bridge calendar_and_promotion(const allocation::Tree& tree, const CalendarAndPromotion& sales);

}  // namespace salesplan::review

#ifndef SALESPLAN_COMPILED
#include "salesplan/review/calendar_effect_inl.hpp"
#endif
