// Forecasts of every level at once, which add up.
#pragma once

#include <cstddef>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/forecast/forecast.hpp"
#include "salesplan/forecast/panel.hpp"
#include "salesplan/forecast/reconciliation.hpp"
#include "salesplan/forecast/summing_structure.hpp"

namespace salesplan::forecast {

/// Bottom series over the same periods, summed to all series. A period in which a series that has
/// begun is missing is missing in every sum with it; before its first value it counts as nothing.
/// @param bottom [m, periods] row-major, oldest first, NaN missing
/// @returns [n, periods]. Error(invalid_argument) where `bottom` has another size. O(non-zeros ·
/// periods).
std::vector<double> sum_history(const SummingStructure& structure, core::View<const double> bottom,
                                std::size_t periods);

/// Forecasts all series of a structure one by one and reconciles them: means of every level add up,
/// and so do those of the whole horizon.
///
/// The errors of `origins` earlier one-step forecasts (`cross_validate`) give the weights of
/// "wls_variance" and "mint_shrink", and the spreads: those errors are reconciled as the forecasts
/// are, and what a series' errors become times as large, its intervals and `total_sd` do. Formulas
/// for the spread (`reconciled_sd`) rest on shrunk correlations, which miss that the parts of a
/// total are wrong together: on nine origins of Australian tourism their 80 % intervals of the
/// total covered 18 %, these 58 %, and those of the total's own forecast 65 %. With fewer than two
/// origins the spreads stay those of the base forecasts.
///
/// `options.non_negative` or `weights.non_negative` keeps all means and bounds from falling below
/// 0.
///
/// @param bottom  [m, periods] row-major, oldest first, NaN missing; all end together
/// @param origins 0 .. 1000; those count at which every series has a forecast and a value
/// @returns rows in the order of the structure's series; `.model` names the model of the base
/// forecast.
/// Errors as for `forecast` and `reconcile`; Error(invalid_argument) naming "values" for a series
/// without a value, and "origins" where a method that weighs by errors has fewer than two.
/// Cost: 1 + origins times that of `forecast`.
/// @source As `reconcile`; there residuals of the fit take the place of past errors.
PanelForecast forecast_coherent(const SummingStructure& structure, core::View<const double> bottom,
                                std::size_t periods, const Options& options,
                                const ReconcileOptions& weights = {}, std::size_t origins = 24,
                                const Progress& progress = {});

}  // namespace salesplan::forecast

#ifndef SALESPLAN_COMPILED
#include "salesplan/forecast/coherent_inl.hpp"
#endif
