// What a panel must be before anything reads it.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>

#include "salesplan/core/error.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/core/view.hpp"
#include "salesplan/forecast/panel.hpp"

namespace salesplan::forecast {

/// Error(invalid_argument) naming "values[i]" for a value beyond 1e150 in size, whose square would
/// leave the range of a double.
inline void check_values(core::View<const double> values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::fabs(values[i]) > 1e150) {
      throw Error(ErrorCode::invalid_argument, core::at("values", static_cast<std::int64_t>(i)),
                  core::to_text(values[i]) + " is beyond 1e150 in size");
    }
  }
}

/// Error(invalid_argument) naming "offsets[i]" for offsets that do not start at 0, fall, or do not
/// end with the last value; and as above for the values. O(n + values).
inline void check_panel(const Panel& panel) {
  const auto limit = static_cast<std::int64_t>(panel.values.size());
  for (std::size_t i = 0; i < panel.offsets.size(); ++i) {
    const std::int64_t offset = panel.offsets[i];
    if (i == 0 ? offset != 0 : offset < panel.offsets[i - 1] || offset > limit) {
      throw Error(ErrorCode::invalid_argument, core::at("offsets", static_cast<std::int64_t>(i)),
                  std::to_string(offset) +
                      (i == 0 ? " is not 0" : " falls or exceeds the number of values"));
    }
  }
  if (limit != (panel.offsets.empty() ? 0 : panel.offsets.back())) {
    throw Error(ErrorCode::invalid_argument, "offsets", "end before the last value");
  }
  check_values(panel.values);
}

}  // namespace salesplan::forecast
