// Numbers to text and back without the locale.
#pragma once

#include <charconv>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "salesplan/core/error.hpp"
#include "salesplan/core/money.hpp"
#include "salesplan/core/wide.hpp"

namespace salesplan::core {

/// The shortest text that reads back to the same double; "nan", "inf", "-inf" for the others.
inline std::string to_text(double value) {
  char buffer[32];
  const auto result = std::to_chars(buffer, buffer + sizeof buffer, value);
  return {buffer, result.ptr};
}

/// The double written in `text`, which must be used up: digits, sign, point, exponent; no blanks,
/// no thousands separators, no "nan" or "inf". Error(parse) otherwise, naming `place`.
inline double parse_number(std::string_view text, const std::string& place) {
  std::string_view digits = text;
  if (!digits.empty() && digits.front() == '+') digits.remove_prefix(1);
  double value = 0;
  const char* end = digits.data() + digits.size();
  const bool starts_well = !digits.empty() &&
                           (digits.front() == '-' || digits.front() == '.' ||
                            (digits.front() >= '0' && digits.front() <= '9')) &&
                           (digits.size() == text.size() || digits.front() != '-');
  const auto result = std::from_chars(digits.data(), end, value);
  if (!starts_well || result.ptr != end || result.ec == std::errc::invalid_argument ||
      value - value != 0) {
    throw Error(ErrorCode::parse, place, quoted(text) + " is not a number");
  }
  if (result.ec == std::errc::result_out_of_range) {
    throw Error(ErrorCode::overflow, place, quoted(text) + " is out of range");
  }
  return value;
}

/// The integer written in `text`, which must be used up. Error(parse) or Error(overflow) otherwise.
inline std::int64_t parse_integer(std::string_view text, const std::string& place) {
  std::int64_t value = 0;
  const char* end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, value);
  if (result.ec == std::errc::result_out_of_range) {
    throw Error(ErrorCode::overflow, place, quoted(text) + " exceeds 64 bits");
  }
  if (result.ec != std::errc() || result.ptr != end) {
    throw Error(ErrorCode::parse, place, quoted(text) + " is not an integer");
  }
  return value;
}

/// An amount such as "-1234.56" as minor units with `decimals` decimals (0..9), read digit by
/// digit so that no binary fraction comes in. Further decimals are rounded, halves away from zero;
/// `*rounded` (may be null) is set when a non-zero digit was dropped.
inline Minor parse_amount(std::string_view text, int decimals, const std::string& place,
                          bool* rounded = nullptr) {
  const auto refuse = [&](ErrorCode code, const char* why) -> Error {
    return {code, place, quoted(text) + " " + why};
  };
  std::size_t i = 0;
  bool negative = false;
  if (i < text.size() && (text[i] == '-' || text[i] == '+')) negative = text[i++] == '-';
  constexpr std::uint64_t limit = std::uint64_t{1} << 63;  // magnitude of the smallest Minor
  std::uint64_t magnitude = 0;
  const auto push = [&](unsigned digit) {
    if (magnitude > (limit - digit) / 10) throw refuse(ErrorCode::overflow, "exceeds 64 bits");
    magnitude = magnitude * 10 + digit;
  };
  bool any = false;
  for (; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i) {
    push(static_cast<unsigned>(text[i] - '0'));
    any = true;
  }
  int taken = 0;
  bool up = false;
  bool dropped = false;
  if (i < text.size() && text[i] == '.') {
    for (++i; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i) {
      any = true;
      if (taken < decimals) {
        push(static_cast<unsigned>(text[i] - '0'));
      } else {
        if (taken == decimals) up = text[i] >= '5';
        dropped = dropped || text[i] != '0';
      }
      ++taken;
    }
  }
  if (!any || i != text.size()) throw refuse(ErrorCode::parse, "is not an amount");
  for (; taken < decimals; ++taken) push(0);
  if (up) {
    if (magnitude == limit) throw refuse(ErrorCode::overflow, "exceeds 64 bits");
    ++magnitude;
  }
  if (rounded != nullptr) *rounded = dropped;
  if (!negative && magnitude == limit) throw refuse(ErrorCode::overflow, "exceeds 64 bits");
  return negative ? static_cast<Minor>(0 - magnitude) : static_cast<Minor>(magnitude);
}

/// "1234.56" for 123456 with 2 decimals.
inline std::string amount_text(Wide minor, int decimals) {
  std::string text = wide_text(minor);
  if (decimals > 0) {
    const std::size_t places = static_cast<std::size_t>(decimals);
    const std::size_t sign = minor < 0 ? 1 : 0;
    if (text.size() <= sign + places) text.insert(sign, sign + places + 1 - text.size(), '0');
    text.insert(text.size() - places, 1, '.');
  }
  return text;
}

}  // namespace salesplan::core
