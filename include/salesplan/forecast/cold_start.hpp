// Forecasts for what is new: short series lean on the grown ones of their group.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/forecast/forecast.hpp"
#include "salesplan/forecast/panel.hpp"

namespace salesplan::forecast {

/// What the grown series of a group have in common. A series is grown when it has two seasons of
/// values (with m = 1: eight), none negative and not all zero.
struct GroupShape {
  std::size_t grown = 0;       ///< how many there are; the rest is unset when there is none
  std::vector<double> season;  ///< [m] index of each place, counted back from the common
                               ///< end; median over the series, mean 1
  double log_level = 0;        ///< mean over the series of the log of their latest level
  double between = 0;          ///< variance of that log between series
  double within = 0;           ///< variance of the log of a value around level and season
};

/// The shape of a group of series that all end in the same period.
/// @param members  positions of its series in the panel
/// O(values m).
GroupShape group_shape(const Panel& panel, core::View<const std::size_t> members,
                       std::size_t season_length);

/// A series of n >= 0 values by the shape of its group: its own level, without season, is trusted
/// by Z = n / (n + within / between) against the group's, on logarithms; the season is the group's.
/// The variance of a step is `within` for itself and, common to all steps, (1 - Z) between + within
/// for the level.
/// `.model` says "group of 7, own level 0.83".
/// @param y    [n_i] values >= 0, NaN = missing; may be empty or all missing
/// @source Buehlmann & Straub (1970), Bulletin Swiss Ass. of Actuaries 70, 111 (the weight).
SeriesForecast forecast_from_group(core::View<const double> y, const GroupShape& shape,
                                   std::size_t horizon);

/// `forecast`, but series that are not grown are forecast by `forecast_from_group` where their
/// group has a grown one and they hold nothing negative.
/// @param group  [n] of each series, any numbers
/// Errors as for `forecast`, and for a wrong number of groups. The panel's series end together:
/// what is missing at an end is NaN.
PanelForecast forecast_in_groups(const Panel& panel, core::View<const std::int32_t> group,
                                 const Options& options);

}  // namespace salesplan::forecast

#ifndef SALESPLAN_COMPILED
#include "salesplan/forecast/cold_start_inl.hpp"
#endif
