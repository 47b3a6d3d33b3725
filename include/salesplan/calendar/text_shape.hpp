// Whether a text has the shape of a date or period, before its numbers are read.
#pragma once

#include <cstddef>
#include <string_view>

namespace salesplan::calendar {

/// Whether `text` has the length of `shape`, a digit wherever `shape` has '9' and the same
/// character elsewhere: "2026-W07" has the shape "9999-W99".
constexpr bool has_shape(std::string_view text, std::string_view shape) {
  if (text.size() != shape.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool fits = shape[i] == '9' ? text[i] >= '0' && text[i] <= '9' : text[i] == shape[i];
    if (!fits) return false;
  }
  return true;
}

}  // namespace salesplan::calendar
