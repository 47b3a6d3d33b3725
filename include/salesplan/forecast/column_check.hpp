// The check of a matrix given row by row, one row a series.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "salesplan/core/error.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::forecast::detail {

/// Error(invalid_argument) unless `values` fills [n, columns] with numbers in lowest..1e100, within
/// which squares and their sums stay finite.
inline void check_columns(const char* name, core::View<const double> values, std::size_t n,
                          std::size_t columns, double lowest = -1e100) {
  if (columns == 0 || values.size() / columns != n || values.size() % columns != 0) {
    throw Error(ErrorCode::invalid_argument, name,
                std::to_string(values.size()) + " values for " + std::to_string(n) + " series in " +
                    std::to_string(columns) + " columns");
  }
  for (std::size_t k = 0; k < values.size(); ++k) {
    if (!(values[k] >= lowest && values[k] <= 1e100)) {
      throw Error(ErrorCode::invalid_argument, core::at(name, static_cast<std::int64_t>(k)),
                  core::to_text(values[k]) + " is not in " + core::to_text(lowest) + "..1e100");
    }
  }
}

}  // namespace salesplan::forecast::detail
