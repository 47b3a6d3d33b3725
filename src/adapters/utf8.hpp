// UTF-8 at the door: text from outside is checked once, where it comes in.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace salesplan::adapters {

/// The byte at which `text` stops being UTF-8 (overlong forms, surrogates, values beyond U+10FFFF
/// and NUL are refused too), or npos when it is sound.
std::size_t find_invalid_utf8(std::string_view text);

/// Error(parse) with file and line when `text` is not UTF-8; UTF-16 is recognised and named.
void require_utf8(std::string_view text, const std::string& name);

}  // namespace salesplan::adapters
