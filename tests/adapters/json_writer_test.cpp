#include "adapters/json_writer.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <string>
#include <utility>

namespace salesplan::adapters {
namespace {

/// One document with all there is, written.
std::string written(int indent) {
  JsonWriter out(indent);
  out.object([&] {
    out.field("text", "a\"b\n\xE4\xB8\xAD");
    out.field("key \"quoted\"", std::int64_t{-7});
    out.array("numbers", [&] {
      out.item(0.1);
      out.item(100.0);
      out.item(1e300);
      out.item(number_or_null(std::nan("")));
    });
    out.array("none", [] {});
    out.object("nothing", [] {});
    out.array("rows", [&] {
      out.array([&] { out.item(true); });
      out.object([&] { out.field("k", UINT64_MAX); });
      out.object([] {});
    });
    out.field("last", nullptr);
  });
  return std::move(out).take();
}

TEST(JsonWriter, WritesAsTheTreeOfTheSameValuesDoes) {
  const Json tree{{"text", "a\"b\n\xE4\xB8\xAD"},
                  {"key \"quoted\"", -7},
                  {"numbers", {0.1, 100.0, 1e300, nullptr}},
                  {"none", Json::array()},
                  {"nothing", Json::object()},
                  {"rows", {Json::array({true}), Json{{"k", UINT64_MAX}}, Json::object()}},
                  {"last", nullptr}};
  EXPECT_EQ(written(-1), tree.dump());
  EXPECT_EQ(written(1), tree.dump(1));
  EXPECT_EQ(written(4), tree.dump(4));
}

TEST(JsonWriter, WritesNumbersOnOneLine) {
  JsonWriter out(1);
  out.object([&] {
    out.numbers("column", 3, [](std::size_t i) { return i == 1 ? "null" : std::to_string(i + 7); });
    out.numbers("none", 0, [](std::size_t) { return std::string(); });
  });
  EXPECT_EQ(std::move(out).take(), "{\n \"column\": [7,null,9],\n \"none\": []\n}");
}

}  // namespace
}  // namespace salesplan::adapters
