// Checks of regression data: sizes that fit, finite values, groups in range.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>

#include "salesplan/core/error.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/core/view.hpp"

namespace salesplan::numeric {

/// The number of columns of the row-major design `x`, or Error(invalid_argument) for no rows, rows
/// that do not fit `y`, and values that are not finite.
inline std::size_t design_columns(core::View<const double> x, core::View<const double> y) {
  if (y.empty()) throw Error(ErrorCode::invalid_argument, "y", "is empty");
  if (x.size() % y.size() != 0) {
    throw Error(
        ErrorCode::invalid_argument, "x",
        std::to_string(x.size()) + " values do not fill " + std::to_string(y.size()) + " rows");
  }
  const auto need_finite = [](const char* name, core::View<const double> values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (!std::isfinite(values[i])) {
        throw Error(ErrorCode::invalid_argument, core::at(name, static_cast<std::int64_t>(i)),
                    core::to_text(values[i]) + " is not finite");
      }
    }
  };
  need_finite("x", x);
  need_finite("y", y);
  return x.size() / y.size();
}

/// One more than the largest group, or Error(invalid_argument) for a wrong length or a group
/// outside [0, n).
inline std::size_t group_count(core::View<const std::int32_t> group, std::size_t n) {
  if (group.size() != n) {
    throw Error(ErrorCode::invalid_argument, "group",
                std::to_string(group.size()) + " values for " + std::to_string(n) + " rows");
  }
  std::size_t count = 0;
  for (std::size_t i = 0; i < n; ++i) {
    if (group[i] < 0 || static_cast<std::size_t>(group[i]) >= n) {
      throw Error(ErrorCode::invalid_argument, core::at("group", static_cast<std::int64_t>(i)),
                  std::to_string(group[i]) + " is outside [0, " + std::to_string(n) + ")");
    }
    if (static_cast<std::size_t>(group[i]) >= count) count = static_cast<std::size_t>(group[i]) + 1;
  }
  return count;
}

}  // namespace salesplan::numeric
