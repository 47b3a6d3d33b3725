// The effect of a promotion on one series: what happened against a forecast of what would have.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/promotion/estimate.hpp"

namespace salesplan::promotion {

struct CounterfactualOptions {
  std::size_t start = 0;   ///< first period of the promotion
  std::size_t length = 0;  ///< its periods, and those in which it still works; 0 = to the end
  /// A model of the forecast room. ARIMA tells a level that stays from one that wanders, as what a
  /// regression on controls leaves mostly does; "auto" allows for both and is wider.
  std::string model = "arima";
  int season_length = 1;      ///< values in a season
  std::size_t placebos = 20;  ///< at most so many placebo windows
  double level = 0.95;        ///< coverage of the intervals
};

struct CounterfactualEffect {
  std::vector<double> baseline;  ///< [length] forecast without the promotion
  std::vector<double> effect;    ///< [length] actual - baseline, NaN where the actual is missing
  Estimate baseline_total;
  Estimate total;           ///< sum of the effect over the promotion
  Interval total_interval;  ///< of it
  double p_value = 1;       ///< two-sided, of no effect, by the forecast's own spread
  /// Effects found by the same procedure in windows of the same length before the promotion, where
  /// there was none, each divided by its standard deviation; latest first.
  std::vector<double> placebo;
  double placebo_p_value = 1;  ///< (1 + placebos at least as extreme) / (1 + placebos)
  std::string model;           ///< what the forecast room used
};

/// The series before `start` is forecast over the promotion; the difference is the effect. With
/// controls (series that the promotion cannot touch: other regions, the market) the series is first
/// regressed on them before `start`, what is left is forecast, and the controls' actual values
/// during the promotion carry the rest; the regression's uncertainty is part of the spread.
/// Placebo windows end before the promotion and do not overlap.
/// @param y         [n], NaN = missing
/// @param controls  each [n], finite; the model has an intercept besides
/// @throws Error(invalid_argument) for fewer than five values before `start`, a window outside the
///         series, sizes that do not fit, options outside their domain, collinear controls.
/// One forecast for the effect and one for each placebo.
/// @source Brodersen et al. (2015), Inferring causal impact using Bayesian structural time-series
/// models, Annals of Applied Statistics 9(1), for the setting; Abadie, Diamond & Hainmueller (2010)
/// for the placebo test.
CounterfactualEffect counterfactual_effect(core::View<const double> y,
                                           const std::vector<core::View<const double>>& controls,
                                           const CounterfactualOptions& options);

}  // namespace salesplan::promotion

#ifndef SALESPLAN_COMPILED
#include "salesplan/promotion/counterfactual_inl.hpp"
#endif
