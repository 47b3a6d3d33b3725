// Top-down and middle-out: the forecast of one level, shared out below it and summed above it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/forecast/summing_structure.hpp"

namespace salesplan::forecast {

/// How shares follow from history.
enum class HistoricalProportions {
  average,      ///< mean over the periods of bottom / whole; periods with a whole of 0 are left out
  of_averages,  ///< Σ bottom / Σ whole
};

/// The share of each bottom series in the series of `from` that holds it. Shares of one series sum
/// to 1; where its history is all 0 they are equal.
/// @param from    rows of series that hold each bottom series exactly once; empty: the total
/// @param history [m, periods] row-major, >= 0, of the bottom series
/// @throws Error(invalid_argument) naming "from[k]", "history[k]"; Error(not_found) where there is
/// no total, or a bottom series is in none of `from`. O(m · periods).
/// @source Gross & Sohl (1990), Disaggregation methods to expedite product line forecasting,
/// Journal of Forecasting 9 (methods A and F).
std::vector<double> historical_proportions(const SummingStructure& structure,
                                           core::View<const std::int64_t> from,
                                           core::View<const double> history, std::size_t periods,
                                           HistoricalProportions kind);

/// The base forecasts of `from` shared out by fixed proportions, and summed above. With `from` the
/// total it is top-down; with a level in the middle, middle-out.
/// @param base        [n, columns] row-major, finite; only rows of `from` count
/// @param proportions [m] >= 0, brought to a sum of 1 within each series of `from`
/// @returns [n, columns], coherent.
/// @throws as historical_proportions; Error(invalid_argument) naming "base[k]", "proportions[j]".
std::vector<double> top_down(const SummingStructure& structure, core::View<const double> base,
                             std::size_t columns, core::View<const double> proportions,
                             core::View<const std::int64_t> from = {});

/// The base forecasts of `from` shared out level by level in proportion to the base forecasts of
/// the children; in proportion to their numbers of bottom series where these sum to 0 or less.
/// @throws as top_down; Error(invalid_argument) where the structure is no tree, naming two series
/// that cross. O(non-zeros · log + n · columns).
/// @source Athanasopoulos, Ahmed & Hyndman (2009), Hierarchical forecasts for Australian domestic
/// tourism, International Journal of Forecasting 25.
std::vector<double> top_down_by_forecast(const SummingStructure& structure,
                                         core::View<const double> base, std::size_t columns,
                                         core::View<const std::int64_t> from = {});

}  // namespace salesplan::forecast

#ifndef SALESPLAN_COMPILED
#include "salesplan/forecast/top_down_inl.hpp"
#endif
