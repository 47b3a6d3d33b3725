#include "adapters/utf8.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "refusal.hpp"

namespace salesplan::adapters {
namespace {

using std::string_literals::operator""s;

TEST(Utf8, AcceptsEveryCodePointAndNothingElse) {
  const auto encoded = [](unsigned code) {
    const auto byte = [](unsigned value) { return static_cast<char>(value); };
    std::string text;
    if (code < 0x80) return std::string(1, byte(code));
    if (code < 0x800) return text + byte(0xC0 | code >> 6) + byte(0x80 | (code & 63));
    if (code < 0x10000) {
      return text + byte(0xE0 | code >> 12) + byte(0x80 | (code >> 6 & 63)) +
             byte(0x80 | (code & 63));
    }
    return text + byte(0xF0 | code >> 18) + byte(0x80 | (code >> 12 & 63)) +
           byte(0x80 | (code >> 6 & 63)) + byte(0x80 | (code & 63));
  };
  for (unsigned code = 1; code < 0x110000; ++code) {
    const bool surrogate = code >= 0xD800 && code < 0xE000;
    const std::string text = encoded(code);
    ASSERT_EQ(find_invalid_utf8("ab" + text + "c"), surrogate ? 2 : std::string::npos) << code;
    if (text.size() > 1 && !surrogate) {
      ASSERT_EQ(find_invalid_utf8(text.substr(0, text.size() - 1)), 0U) << code;
    }
  }
  EXPECT_EQ(find_invalid_utf8(""), std::string::npos);
}

TEST(Utf8, RefusesMalformedBytes) {
  const std::vector<std::string> bad = {
      "\x80",              // a continuation without a lead
      "\xBF",              //
      "\xC0\xAF",          // overlong "/"
      "\xC1\xBF",          //
      "\xE0\x80\xAF",      //
      "\xE0\x9F\xBF",      //
      "\xF0\x80\x80\xAF",  //
      "\xF0\x8F\xBF\xBF",  //
      "\xED\xA0\x80",      // surrogates
      "\xED\xBF\xBF",      //
      "\xF4\x90\x80\x80",  // beyond U+10FFFF
      "\xF5\x80\x80\x80",  //
      "\xF8\x88\x80\x80\x80",
      "\xFE",
      "\xFF",
      "\xC3(",          // a lead without its continuation
      "\xE4\xB8(",      //
      "\xF0\x9F\x98(",  //
      "\xE4\xB8",       // cut off
      "\0"s,            //
  };
  for (const std::string& bytes : bad) {
    EXPECT_EQ(find_invalid_utf8("ok" + bytes), 2U) << bytes;
    EXPECT_EQ(find_invalid_utf8("ok" + bytes + "tail"), 2U) << bytes;
  }
}

TEST(Utf8, ErrorsNameThePlaceAndTheEncoding) {
  const auto refused = [](const std::string& text) {
    return refusal([&] { require_utf8(text, "f.csv"); });
  };
  EXPECT_EQ(refused("a,b\n1,\xE9t\xE9\n"), "f.csv:2:3: not UTF-8; save the file as UTF-8");
  EXPECT_EQ(refused("\xFF"), "f.csv:1:1: not UTF-8; save the file as UTF-8");
  EXPECT_EQ(refused("\xFF\xFE"
                    "a\0"s),
            "f.csv: is UTF-16; save it as UTF-8");
  EXPECT_EQ(refused("\xFE\xFF\0a"s), "f.csv: is UTF-16; save it as UTF-8");
  EXPECT_EQ(refused("a\0b\0"s), "f.csv:1:2: a NUL byte; the text must be UTF-8");
  EXPECT_EQ(refused("\xEF\xBB\xBFkey\n\xE5\x8D\x8E\n"), "accepted");
}

}  // namespace
}  // namespace salesplan::adapters
