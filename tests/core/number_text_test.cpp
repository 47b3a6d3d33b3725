#include "salesplan/core/number_text.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace salesplan::core {
namespace {

TEST(NumberText, ReadsWholeNumbersOnly) {
  EXPECT_EQ(parse_number("-1.5e3", "x"), -1500);
  EXPECT_EQ(parse_number("+.5", "x"), 0.5);
  for (const char* bad : {"", "+", "-", "1,5", "1 ", " 1", "nan", "inf", "-inf", "0x10", "+-1",
                          "1e", "--1", "1e999"}) {
    EXPECT_THROW(parse_number(bad, "x"), Error) << bad;
  }
}

TEST(NumberText, AmountsAreReadDigitByDigit) {
  EXPECT_EQ(parse_amount("1234.56", 2, "x"), 123456);
  EXPECT_EQ(parse_amount("-0.005", 2, "x"), -1);
  EXPECT_EQ(parse_amount("0.0049", 2, "x"), 0);
  EXPECT_EQ(parse_amount("7", 0, "x"), 7);
  EXPECT_EQ(parse_amount("-92233720368547758.08", 2, "x"), std::numeric_limits<Minor>::min());
  for (const char* bad :
       {"", ".", "-", "1e3", "1.2.3", "92233720368547758.08", "1,000", "99999999999999999999"}) {
    EXPECT_THROW(parse_amount(bad, 2, "x"), Error) << bad;
  }
  bool rounded = false;
  parse_amount("24374.928", 2, "x", &rounded);
  EXPECT_TRUE(rounded);
  parse_amount("24374.9200", 2, "x", &rounded);
  EXPECT_FALSE(rounded);
}

TEST(NumberText, AmountsPrintAndReadBack) {
  for (Minor value : {Minor{0}, Minor{5}, Minor{-5}, Minor{123456},
                      std::numeric_limits<Minor>::min(), std::numeric_limits<Minor>::max()}) {
    for (int decimals : {0, 2, 3}) {
      EXPECT_EQ(parse_amount(amount_text(value, decimals), decimals, "x"), value);
    }
  }
  EXPECT_EQ(amount_text(-5, 2), "-0.05");
  EXPECT_EQ(amount_text(-5, 0), "-5");
  EXPECT_EQ(amount_text(Wide{std::numeric_limits<Minor>::max()} * 10, 2), "922337203685477580.70");
}

}  // namespace
}  // namespace salesplan::core
