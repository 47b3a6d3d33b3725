// A table and the totals it must meet over some of its dimensions.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "salesplan/core/view.hpp"

namespace salesplan::allocation {

/// Totals that the table must meet over some of its dimensions.
struct Margin {
  std::string name;                     ///< for messages, e.g. "territory × month"
  std::vector<std::size_t> dimensions;  ///< indices into the shape, ascending; none = grand total
  core::View<const double> totals;      ///< row-major over those dimensions; >= 0, NaN = free
};

/// A table of cells with its margins, all amounts non-negative.
struct MarginProblem {
  std::vector<std::size_t> shape;  ///< the length of every dimension, each at least 1
  core::View<const double> basis;  ///< [cells] row-major; finite, >= 0; 0 stays 0
  core::View<const Margin> margins;
  core::View<const double> lower = {};  ///< [cells] or empty; NaN = none
  core::View<const double> upper = {};  ///< [cells] or empty; NaN = none; = lower locks the cell
  core::View<const std::vector<std::string>> labels = {};  ///< a list a dimension, or empty
};

}  // namespace salesplan::allocation
