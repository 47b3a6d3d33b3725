// Text in HTML: whatever it holds, it stays text.
#pragma once

#include <string>

namespace salesplan::adapters {

/// `text` for the content of an element or a quoted attribute.
inline std::string escaped(const std::string& text) {
  std::string result;
  for (char c : text) {
    if (c == '&') {
      result += "&amp;";
    } else if (c == '<') {
      result += "&lt;";
    } else if (c == '>') {
      result += "&gt;";
    } else if (c == '"') {
      result += "&quot;";
    } else {
      result += c;
    }
  }
  return result;
}

}  // namespace salesplan::adapters
