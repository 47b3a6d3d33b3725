// The cycle of a series: its trend, its season, and where it changed course, in numbers and words.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "salesplan/calendar/workday_calendar.hpp"
#include "salesplan/core/config.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/forecast/explain.hpp"

namespace salesplan::review {

/// A new level or pace from a value on. Ratios are to the level that the old course had led to; NaN
/// where that is not above 0.
struct Turn {
  std::size_t at = 0;      ///< position of the first value of the new course
  double jump = 0;         ///< of the level
  double pace_before = 0;  ///< change a step before it
  double pace = 0;         ///< change a step from then on
};

struct Cycle {
  double growth = core::missing_number;  ///< of the trend over the last season, a ratio
  double trend_strength = 0;             ///< 0 .. 1
  double season_strength = 0;            ///< 0 .. 1
  std::size_t peak = 0;    ///< position, within the last season, of the highest season
  std::size_t trough = 0;  ///< and of the lowest
  double peak_effect = 0;  ///< the season there, as a ratio to the mean
  double trough_effect = 0;
  std::vector<Turn> turns;  ///< by position
};

/// What forecast::diagnose finds in a series.
/// @param y [n] NaN = missing. @param season_length >= 1. Errors as for forecast::clean. O(n^2).
Cycle cycle(core::View<const double> y, std::size_t season_length);

/// "North: the trend rose by 12 % in the last 12 months. Strongest is December, 35 % above the
/// mean, weakest February, 20 % below (strength 0.71). From 2019-04 on: level +20 %, then +1.2 % a
/// month instead of -0.3 %."; and the same in Chinese. Seasons of a strength below 0.4 are not
/// clear; of the turns the latest three are told.
/// @param story  what the series is called, its values and dates
std::string sentence(const Cycle& cycle, const forecast::Story& story, calendar::Language language);

}  // namespace salesplan::review

#ifndef SALESPLAN_COMPILED
#include "salesplan/review/cycle_inl.hpp"
#endif
