#include "adapters/json.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "refusal.hpp"

namespace salesplan::adapters {
namespace json_test {

std::string refused(const std::string& text) {
  JsonDocument document;
  return refusal([&] { parse_json(text, "p.json", document); });
}

std::string start(const std::string& text, std::size_t length) { return text.substr(0, length); }

TEST(ParseJson, NamesLineAndColumn) {
  EXPECT_EQ(start(refused(""), 23), "p.json:1:1: not JSON: s");
  EXPECT_EQ(start(refused("{\n \"a\": ,\n}"), 12), "p.json:2:7: ");
  EXPECT_EQ(start(refused("{\"a\": \"x\n\"}"), 12), "p.json:1:9: ");  // at the line's end
  EXPECT_EQ(start(refused("\xEF\xBB\xBF[1 2]"), 12), "p.json:1:4: ");
  EXPECT_EQ(start(refused("{\"a\":1}x"), 12), "p.json:1:8: ");
  EXPECT_EQ(start(refused("[NaN]"), 11), "p.json:1:2:");
  EXPECT_EQ(start(refused("[Infinity]"), 11), "p.json:1:2:");
  EXPECT_EQ(start(refused("[01]"), 11), "p.json:1:3:");
  EXPECT_EQ(start(refused("[\"\\ud800\"]"), 9), "p.json:1:");
  EXPECT_EQ(refused("\n[1, -1e999]"), "p.json:2:5: -1e999 is out of range");
  EXPECT_EQ(refused("[\"\xC0\xAF\"]"), "p.json:1:3: not UTF-8; save the file as UTF-8");
  EXPECT_EQ(refused("{\"a\": 1, \"b\": {\"a\": 2}, \"a\": 3}"),
            "p.json: the field \"a\" is given twice in one object");
  EXPECT_EQ(refused("\xEF\xBB\xBF{\"a\": [{\"a\": 1}, {\"a\": 1}]}\r\n"), "accepted");
}

TEST(ParseJson, StandsDepthAndWidth) {
  const std::string deep(1'000'000, '[');
  EXPECT_EQ(refused(deep), "p.json: nested more than 100 levels deep");
  EXPECT_EQ(refused(std::string(100, '[') + std::string(100, ']')), "accepted");
  std::string objects;
  for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
  EXPECT_EQ(refused(objects), "p.json: nested more than 100 levels deep");
  std::string wide = "{";
  for (int i = 0; i < 200'000; ++i) wide += "\"" + std::to_string(i) + "\":1,";
  EXPECT_EQ(refused(wide + "\"z\":1}"), "accepted");
  EXPECT_EQ(refused(wide + "\"7\":1}"), "p.json: the field \"7\" is given twice in one object");
}

TEST(JsonReader, GivesFieldsByTheirPath) {
  JsonDocument json;
  parse_json(
      R"({"t": "x", "n": 1.5, "i": -3, "b": true, "list": [1, {"k": null}], "big": 18446744073709551615})",
      "p.json", json);
  const JsonReader top(json.value(), "p.json: ");
  EXPECT_EQ(top.text("t", ""), "x");
  EXPECT_EQ(top.text("none", "otherwise"), "otherwise");
  EXPECT_EQ(top.number("n", 0), 1.5);
  EXPECT_EQ(top.number("i", 0), -3);
  EXPECT_EQ(top.integer("i", 0), -3);
  EXPECT_TRUE(top.boolean("b", false));
  EXPECT_EQ(top.get("list").items()[1].get("k").path(), "p.json: list[1].k");

  const auto refused_by = [&](auto&& call) { return refusal(call); };
  EXPECT_EQ(refused_by([&] { top.get("none"); }), "p.json: the field \"none\" is missing");
  EXPECT_EQ(refused_by([&] { top.get("t").number(); }), "p.json: t: is string, must be a number");
  EXPECT_EQ(refused_by([&] { top.get("n").text(); }), "p.json: n: is number, must be a text");
  EXPECT_EQ(refused_by([&] { top.get("n").integer(); }),
            "p.json: n: is number, must be an integer");
  EXPECT_EQ(refused_by([&] { top.get("i").boolean(); }),
            "p.json: i: is number, must be true or false");
  EXPECT_EQ(refused_by([&] { top.get("b").items(); }), "p.json: b: is boolean, must be an array");
  EXPECT_EQ(refused_by([&] { top.get("list").get("k"); }),
            "p.json: list: is array, must be an object");
  EXPECT_EQ(refused_by([&] { top.get("list").items()[1].text("k", ""); }),
            "p.json: list[1].k: is null, must be a text");
  EXPECT_EQ(refused_by([&] { top.get("big").integer(); }), "p.json: big: exceeds 64 bits");
  EXPECT_EQ(refused_by([&] {
              top.get("list").items()[1].allow({"a", "b"});
            }),
            "p.json: list[1]: unknown field \"k\"; allowed: a, b");
  EXPECT_EQ(refused_by([&] {
              top.get("t").choice({"y", "z"});
            }),
            "p.json: t: \"x\" is not one of: y, z");
}

TEST(NumberOrNull, KeepsJsonValid) {
  EXPECT_EQ(number_or_null(0.1).dump(), "0.1");
  EXPECT_EQ(number_or_null(NAN).dump(), "null");
  EXPECT_EQ(number_or_null(-INFINITY).dump(), "null");
}

}  // namespace json_test
}  // namespace salesplan::adapters
