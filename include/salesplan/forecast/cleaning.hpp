// What in a history should not be taken as sales as usual: outliers, level shifts, stock-outs.
#pragma once

#include <cstddef>
#include <vector>

#include "salesplan/core/config.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::forecast {

enum class Oddity { outlier, level_shift, stock_out };

/// "outlier", "level shift", "stock-out".
const char* oddity_name(Oddity kind);

/// Something found in a history, at `first` and the `length` values from there on.
struct Finding {
  Oddity kind;
  std::size_t first = 0;
  std::size_t length = 1;  ///< of a level shift: the values to the next one or the end
  double observed = 0;     ///< mean of the values there
  double expected = 0;     ///< mean of what trend and season would have had; before a level shift
};

/// What is corrected; everything is found in any case.
struct Correction {
  bool outliers = true;       ///< set to what was expected
  bool stock_outs = true;     ///< set to what was expected: sales are not demand where stock is out
  bool level_shifts = false;  ///< what came before is moved to the new level
};

struct Cleaning {
  std::vector<Finding> findings;  ///< in time
  std::vector<double> cleaned;    ///< [n] the corrected series; missing values stay missing
};

/// Finds oddities and corrects those asked for.
///
/// Stock-outs are runs of zeros in a series that has no more than a fifth of them and is otherwise
/// at least one unit of its own quartile away from them. An outlier is a value whose remainder from
/// trend and season (`stl`, the season the same every year, robust weights) lies
/// beyond the quartiles of an ordinary fit's by more than three times their distance. A level shift
/// is a start of a `segments` line that jumps by more than three times the spread of the steps
/// before it and goes on for at least four values.
/// @param y              [n] values, NaN = missing, at most 1e150 in size
/// @param season_length  m >= 1
/// A series of fewer than eight values is returned as it is. Error(invalid_argument) for
/// season_length 0 and values out of range.
/// @source Hyndman & Athanasopoulos (2021), Forecasting: Principles and Practice, 13.9. O(n^2).
Cleaning clean(core::View<const double> y, std::size_t season_length,
               const Correction& correction = {});

}  // namespace salesplan::forecast

#ifndef SALESPLAN_COMPILED
#include "salesplan/forecast/cleaning_inl.hpp"
#endif
