#include "adapters/utf8.hpp"

#include <algorithm>

#include "salesplan/core/error.hpp"

namespace salesplan::adapters {

std::size_t find_invalid_utf8(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  for (std::size_t i = 0; i < text.size();) {
    const unsigned lead = byte(i);
    if (lead != 0 && lead < 0x80) {
      ++i;
      continue;
    }
    const std::size_t more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
    if (lead < 0xC2 || lead > 0xF4 || i + more >= text.size()) return i;
    for (std::size_t k = 1; k <= more; ++k) {
      if ((byte(i + k) & 0xC0U) != 0x80) return i;
    }
    const unsigned next = byte(i + 1);
    if ((lead == 0xE0 && next < 0xA0) || (lead == 0xED && next > 0x9F) ||
        (lead == 0xF0 && next < 0x90) || (lead == 0xF4 && next > 0x8F)) {
      return i;
    }
    i += more + 1;
  }
  return std::string_view::npos;
}

void require_utf8(std::string_view text, const std::string& name) {
  if (text.substr(0, 2) == "\xFF\xFE" || text.substr(0, 2) == "\xFE\xFF") {
    throw Error(ErrorCode::parse, name, "is UTF-16; save it as UTF-8");
  }
  const std::size_t bad = find_invalid_utf8(text);
  if (bad == std::string_view::npos) return;
  const auto line =
      1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(bad), '\n');
  const std::size_t start = text.rfind('\n', bad);
  const std::size_t column = bad - (start == std::string_view::npos ? 0 : start + 1) + 1;
  throw Error(ErrorCode::parse, name + ":" + std::to_string(line) + ":" + std::to_string(column),
              text[bad] == '\0' ? "a NUL byte; the text must be UTF-8"
                                : "not UTF-8; save the file as UTF-8");
}

}  // namespace salesplan::adapters
