#include "salesplan/core/money.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace salesplan::core {
namespace {

constexpr Minor low = std::numeric_limits<Minor>::min();
constexpr Minor high = std::numeric_limits<Minor>::max();

ErrorCode code_of(void (*body)()) {
  try {
    body();
  } catch (const Error& error) {
    return error.code();
  }
  return ErrorCode::internal;
}

TEST(Money, CountsTheMinorUnitsOfOneUnitExactly) {
  EXPECT_EQ(minor_per_unit(0), 1);
  EXPECT_EQ(minor_per_unit(2), 100);
  EXPECT_EQ(minor_per_unit(9), 1000000000);
}

TEST(Money, AddsUpToTheLimitsAndNotBeyond) {
  EXPECT_EQ(add(high - 1, 1, "sum"), high);
  EXPECT_EQ(add(low + 1, -1, "sum"), low);
  EXPECT_EQ(subtract(-1, high, "difference"), low);
  EXPECT_EQ(code_of([] { add(high, 1, "sum"); }), ErrorCode::overflow);
  EXPECT_EQ(code_of([] { add(low, -1, "sum"); }), ErrorCode::overflow);
  EXPECT_EQ(code_of([] { subtract(0, low, "difference"); }), ErrorCode::overflow);
}

TEST(Money, RoundsHalvesAwayFromZeroAndRefusesWhatDoesNotFit) {
  EXPECT_EQ(round_to_minor(2.5, "x"), 3);
  EXPECT_EQ(round_to_minor(-2.5, "x"), -3);
  EXPECT_EQ(round_to_minor(9223372036854774784.0, "x"), 9223372036854774784);
  EXPECT_EQ(code_of([] { round_to_minor(9223372036854775808.0, "x"); }), ErrorCode::overflow);
  EXPECT_EQ(code_of([] { round_to_minor(std::numeric_limits<double>::quiet_NaN(), "x"); }),
            ErrorCode::invalid_argument);
}

}  // namespace
}  // namespace salesplan::core
