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
  JsonWriter json(indent);
  json.object([&] {
    json.field("text", "a\"b\n\xE4\xB8\xAD");
    json.field("key \"quoted\"", std::int64_t{-7});
    json.array("numbers", [&] {
      json.item(0.1);
      json.item(100.0);
      json.item(1e300);
      json.item(number_or_null(std::nan("")));
    });
    json.array("none", [] {});
    json.object("nothing", [] {});
    json.array("rows", [&] {
      json.array([&] { json.item(true); });
      json.object([&] { json.field("k", UINT64_MAX); });
      json.object([] {});
    });
    json.field("last", nullptr);
  });
  return std::move(json).take();
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
  JsonWriter json(1);
  json.object([&] {
    json.numbers("column", 3,
                 [](std::size_t i) { return i == 1 ? "null" : std::to_string(i + 7); });
    json.numbers("none", 0, [](std::size_t) { return std::string(); });
  });
  EXPECT_EQ(std::move(json).take(), "{\n \"column\": [7,null,9],\n \"none\": []\n}");
}

}  // namespace
}  // namespace salesplan::adapters
