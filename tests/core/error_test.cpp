#include "salesplan/core/error.hpp"

#include <gtest/gtest.h>

#include <string>

namespace salesplan {
namespace {

TEST(Error, IsOneLineOfPlaceAndMessage) {
  const Error error(ErrorCode::parse, "a.csv:1", "is wrong");
  EXPECT_STREQ(error.what(), "a.csv:1: is wrong");
  EXPECT_STREQ(Error(ErrorCode::parse, "", "is wrong").what(), "is wrong");
  const Error quoting(ErrorCode::parse, "field \"a\nb\"",
                      std::string("\"\r\n\0\t\" is unknown", 17));
  EXPECT_STREQ(quoting.what(), "field \"a b\": \"    \" is unknown");
  EXPECT_EQ(quoting.place(), "field \"a b\"");
}

TEST(Error, MovesToAnotherPlace) {
  const Error error(ErrorCode::overflow, "levels[0]", "exceeds: 1");
  const Error moved = error.moved_to("forecast." + error.place());
  EXPECT_STREQ(moved.what(), "forecast.levels[0]: exceeds: 1");
  EXPECT_EQ(moved.place(), "forecast.levels[0]");
  EXPECT_EQ(moved.code(), ErrorCode::overflow);
  EXPECT_STREQ(Error(ErrorCode::io, "", "is full").moved_to("disk").what(), "disk: is full");
}

TEST(Error, SpellsPositionsAndQuotations) {
  EXPECT_EQ(core::at("bounds", 17), "bounds[17]");
  EXPECT_EQ(core::quoted(""), "\"\"");
  EXPECT_EQ(core::quoted("a\"b"), "\"a\"b\"");
}

}  // namespace
}  // namespace salesplan
