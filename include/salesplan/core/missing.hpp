// How a missing value is written: NaN in doubles, a named constant in integers.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>

namespace salesplan::core {

constexpr double missing_number = std::numeric_limits<double>::quiet_NaN();
constexpr std::int64_t missing_integer = std::numeric_limits<std::int64_t>::min();

inline bool is_missing(double value) { return std::isnan(value); }
constexpr bool is_missing(std::int64_t value) { return value == missing_integer; }

}  // namespace salesplan::core
