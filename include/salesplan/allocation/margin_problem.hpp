// A table and its totals over some of its dimensions: what they must be, may be or should be.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "salesplan/core/number_text.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::allocation {

/// Totals of the table over some of its dimensions, row-major over these. Each is exact, or has
/// bounds, or is free; with a price it may be missed.
struct Margin {
  std::string name;                     ///< for messages, e.g. "territory × month"
  std::vector<std::size_t> dimensions;  ///< indices into the shape, ascending; none = grand total
  core::View<const double> totals;      ///< >= 0, NaN = not exact; empty where there are bounds
  core::View<const double> lower = {};  ///< of what is not exact; >= 0, NaN = none; or empty
  core::View<const double> upper = {};  ///< likewise
  /// What a unit by which the sum misses its total or bound costs, in units of relative entropy;
  /// >= 0, NaN or above 500 = it must not; or empty. For a total of price p the cells below are
  /// multiplied or divided by no more than e^p.
  core::View<const double> price = {};
};

using AmountText = std::function<std::string(double)>;

/// A table of cells with its margins, all amounts non-negative.
struct MarginProblem {
  std::vector<std::size_t> shape;  ///< the length of every dimension, each at least 1
  core::View<const double> basis;  ///< [cells] row-major; finite, >= 0; 0 stays 0
  core::View<const Margin> margins;
  core::View<const double> lower = {};  ///< [cells] or empty; NaN = none
  core::View<const double> upper = {};  ///< [cells] or empty; NaN = none; = lower locks the cell
  core::View<const std::vector<std::string>> labels = {};  ///< a list a dimension, or empty
  /// How refusals write an amount.
  AmountText amount = core::to_text;
};

}  // namespace salesplan::allocation
