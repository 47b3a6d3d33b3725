#include "salesplan/monitor/formula.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "refusal.hpp"

namespace salesplan::monitor {
namespace {

/// The value where every name is its length in bytes.
double value(const std::string& text) {
  const Formula formula(text, "f");
  return formula.value(
      [&](std::size_t i) { return static_cast<double>(formula.names()[i].text.size()); });
}

std::string refused(const std::string& text) {
  return refusal([&] { Formula(text, "kpis[0].formula"); });
}

TEST(Formula, ComputesAsWritten) {
  EXPECT_EQ(value("1 + 2 * 3"), 7);
  EXPECT_EQ(value("(1 + 2) * 3"), 9);
  EXPECT_EQ(value("10 - 4 - 3"), 3);
  EXPECT_EQ(value("16 / 4 / 2"), 2);
  EXPECT_EQ(value("-2 * -3"), 6);
  EXPECT_EQ(value("- -2"), 2);
  EXPECT_EQ(value("1.5e2 + .5"), 150.5);
  EXPECT_EQ(value("ab / abcd"), 0.5);
  EXPECT_EQ(value("min(a, bb) + max(a, bb) + abs(-3)"), 6);
  EXPECT_EQ(value("销售"), 6);
}

TEST(Formula, IsMissingWhereSomethingIsOrTheDivisorIsZero) {
  const Formula formula("min(a, 1) + max(1, a)", "f");
  EXPECT_TRUE(std::isnan(formula.value([](std::size_t) { return std::nan(""); })));
  EXPECT_TRUE(std::isnan(value("1 / 0")));
  EXPECT_TRUE(std::isnan(value("0 * (1 / (a - a))")));
}

TEST(Formula, KnowsItsNamesAndWhereTheyAreRead) {
  const Formula formula("sales / before(sales) + sales - whole(cost) + year_ago(x)", "f");
  ASSERT_EQ(formula.names().size(), 4u);
  EXPECT_EQ(formula.names()[0].text, "sales");
  EXPECT_EQ(formula.names()[1].place, Place::before);
  EXPECT_EQ(formula.names()[2].place, Place::whole);
  EXPECT_EQ(formula.names()[3].place, Place::year_ago);
}

TEST(Formula, AddsUpWhereItIsASumOfMultiples) {
  const auto adds = [](const std::string& text) {
    const Formula formula(text, "f");
    return formula.additive(std::vector<bool>(formula.names().size(), true));
  };
  for (const char* text : {"a", "a - b", "2 * a + b / 4", "-a", "a * (1 + 2)", "before(a) - a"}) {
    EXPECT_TRUE(adds(text)) << text;
  }
  for (const char* text : {"a / b", "a * b", "a + 1", "abs(a)", "max(a, b)", "1", "2 / a",
                           "a / whole(a)", "whole(a)"}) {
    EXPECT_FALSE(adds(text)) << text;
  }
  EXPECT_FALSE(Formula("a", "f").additive({false}));
}

TEST(Formula, NamesThePositionOfWhatItRefuses) {
  EXPECT_EQ(refused("sales +"),
            "kpis[0].formula: at 8: a number, a name or \"(\" is needed, not the end");
  EXPECT_EQ(refused("(a"), "kpis[0].formula: at 3: \")\" is needed, not the end");
  EXPECT_EQ(refused("a b"), "kpis[0].formula: at 3: an operator or the end is needed, not \"b\"");
  EXPECT_EQ(refused("a + $"),
            "kpis[0].formula: at 5: a number, a name or \"(\" is needed, not \"$\"");
  EXPECT_EQ(refused("sin(a)"),
            "kpis[0].formula: at 1: \"sin\" is not a function; there are before, year_ago, whole, "
            "min, max, abs");
  EXPECT_EQ(refused("before(a + b)"), "kpis[0].formula: at 10: \")\" is needed, not \"+\"");
  EXPECT_EQ(refused("before(1)"), "kpis[0].formula: at 8: a name is needed, not \"1\"");
  EXPECT_EQ(refused("min(a)"), "kpis[0].formula: at 6: \",\" is needed, not \")\"");
  EXPECT_EQ(refused("1.2.3"), "kpis[0].formula: at 1: \"1.2.3\" is not a number");
  EXPECT_EQ(refused("1e999"), "kpis[0].formula: at 1: \"1e999\" is out of range");
  EXPECT_NE(refused(""), "accepted");
  EXPECT_NE(refused(std::string("a\0b", 3)), "accepted");
}

TEST(Formula, IsBoundedInDepthAndLength) {
  EXPECT_EQ(value(std::string(99, '(') + "1" + std::string(99, ')')), 1);
  EXPECT_EQ(refused(std::string(5000, '(')), "kpis[0].formula: at 101: more than 100 levels");
  EXPECT_EQ(refused(std::string(5000, '-') + "1"), "kpis[0].formula: at 101: more than 100 levels");
  EXPECT_EQ(refused(std::string(10001, ' ')), "kpis[0].formula: at 10001: longer than 10000 bytes");
  std::string sum = "1";
  for (int i = 0; i < 4000; ++i) sum += "+1";
  EXPECT_EQ(value(sum), 4001);
}

}  // namespace
}  // namespace salesplan::monitor
