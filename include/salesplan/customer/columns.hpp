// Checks of the columns that come in with one value a customer.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>

#include "salesplan/core/error.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::customer::detail {

/// "field[i]: value why".
inline Error bad_value(const char* field, std::size_t i, double value, const std::string& why) {
  return {ErrorCode::invalid_argument, core::at(field, static_cast<std::int64_t>(i)),
          core::to_text(value) + " " + why};
}

inline void check_size(const char* field, std::size_t size, std::size_t n) {
  if (size != n) {
    throw Error(ErrorCode::invalid_argument, field,
                std::to_string(size) + " values for " + std::to_string(n) + " customers");
  }
}

/// Error unless low <= value <= high.
inline void check_range(const char* place, double value, double low, double high) {
  if (!(value >= low && value <= high)) {
    throw Error(
        ErrorCode::invalid_argument, place,
        core::to_text(value) + " is not in " + core::to_text(low) + ".." + core::to_text(high));
  }
}

/// Error unless there are n values, each finite and >= 0.
inline void check_amounts(const char* field, core::View<const double> values, std::size_t n) {
  check_size(field, values.size(), n);
  for (std::size_t i = 0; i < n; ++i) {
    if (!(values[i] >= 0 && std::isfinite(values[i]))) {
      throw bad_value(field, i, values[i], "is not finite and >= 0");
    }
  }
}

}  // namespace salesplan::customer::detail
