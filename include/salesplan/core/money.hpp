// Money in integer minor units (cents, fen): checked arithmetic that never wraps.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

#include "salesplan/core/error.hpp"

namespace salesplan::core {

/// Minor units of a currency. What is planned is counted in these; what is estimated is double.
using Minor = std::int64_t;

/// a + b, or Error(overflow) naming `place`.
inline Minor add(Minor a, Minor b, const char* place) {
  constexpr Minor low = std::numeric_limits<Minor>::min();
  constexpr Minor high = std::numeric_limits<Minor>::max();
  if ((b > 0 && a > high - b) || (b < 0 && a < low - b)) {
    throw Error(ErrorCode::overflow, place,
                std::to_string(a) + " + " + std::to_string(b) + " exceeds 64 bits");
  }
  return a + b;
}

/// a - b, or Error(overflow) naming `place`.
inline Minor subtract(Minor a, Minor b, const char* place) {
  constexpr Minor low = std::numeric_limits<Minor>::min();
  constexpr Minor high = std::numeric_limits<Minor>::max();
  if ((b < 0 && a > high + b) || (b > 0 && a < low + b)) {
    throw Error(ErrorCode::overflow, place,
                std::to_string(a) + " - " + std::to_string(b) + " exceeds 64 bits");
  }
  return a - b;
}

/// Minor units in one unit of a currency with so many decimals: 100 for 2.
inline double minor_per_unit(int decimals) { return std::pow(10.0, decimals); }

/// The minor units nearest to `amount` (already in minor units), halves away from zero.
/// NaN and anything beyond 64 bits is an error naming `place`.
inline Minor round_to_minor(double amount, const std::string& place) {
  // 2^63 is a double; every double below it in magnitude rounds to a value that fits.
  constexpr double limit = 9223372036854775808.0;
  if (std::isnan(amount)) throw Error(ErrorCode::invalid_argument, place, "is not a number");
  if (!(amount < limit && amount > -limit)) {
    throw Error(ErrorCode::overflow, place, "is beyond 64-bit minor units");
  }
  return static_cast<Minor>(std::round(amount));
}

}  // namespace salesplan::core
