// 128-bit integers: sums and products of minor units that cannot overflow.
#pragma once

#include <string>

namespace salesplan::core {

__extension__ typedef __int128 Wide;

/// The decimal digits of `value`.
inline std::string wide_text(Wide value) {
  const bool negative = value < 0;
  std::string digits;
  do {
    const int digit = static_cast<int>(value % 10);
    digits.insert(digits.begin(), static_cast<char>('0' + (negative ? -digit : digit)));
    value /= 10;
  } while (value != 0);
  return negative ? "-" + digits : digits;
}

}  // namespace salesplan::core
