#include "salesplan/review/comparison.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "refusal.hpp"

namespace salesplan::review {
namespace comparison_test {

table::Dimension reps() {
  return {"rep",
          std::vector<table::MemberRow>{{"north", "", ""}, {"ann", "north", ""}, {"bob", "", ""}}};
}

/// Ann sells 1, 2, 3 … in months 0 to 14, bob ten times as much.
table::Cube sales() {
  table::Cube cube({15, 2});
  for (std::size_t m = 0; m < 15; ++m) {
    cube[m * 2] = static_cast<core::Minor>(m) + 1;
    cube[m * 2 + 1] = 10 * (static_cast<core::Minor>(m) + 1);
  }
  return cube;
}

TEST(Comparison, LooksAtTheMonthAndTheYearBefore) {
  const table::Dimension dimension = reps();
  const std::vector<Comparison> rows =
      compare(sales(), 12, 0, 1, dimension, {{"2026-02", 1, 1}, {"2026-Q1", 0, 3}});
  ASSERT_EQ(rows.size(), 8U);
  const Comparison& ann = rows[static_cast<std::size_t>(dimension.at("ann", "test"))];
  EXPECT_EQ(ann.actual, 14);
  EXPECT_EQ(ann.last_period, 13);
  EXPECT_EQ(ann.last_year, 2);
  EXPECT_DOUBLE_EQ(ann.growth(), 6);
  EXPECT_DOUBLE_EQ(ann.change(), 14.0 / 13 - 1);
  EXPECT_DOUBLE_EQ(ann.share, 1.0 / 11);
  const Comparison& quarter = rows[4];
  EXPECT_EQ(quarter.actual, 11 * (13 + 14 + 15));
  EXPECT_EQ(quarter.last_period, 11 * (10 + 11 + 12));
  EXPECT_EQ(quarter.last_year, 11 * (1 + 2 + 3));
  EXPECT_EQ(quarter.share, 1);
}

TEST(Comparison, SaysWhatIsNotKnown) {
  const std::vector<Comparison> rows =
      compare(sales(), 12, 11, 1, reps(), {{"first", 0, 1}, {"quarter", 0, 3}});
  EXPECT_EQ(rows[0].last_period, 11 * 12);
  EXPECT_TRUE(core::is_missing(rows[0].last_year));
  EXPECT_TRUE(core::is_missing(rows[0].growth()));
  EXPECT_TRUE(core::is_missing(rows[4].last_period));
  EXPECT_EQ(refusal([] {
              compare(sales(), 12, 0, 1, reps(), {{"year", 0, 12}});
            }),
            "spans[0]: \"year\" reaches beyond the 3 months");
}

}  // namespace comparison_test
}  // namespace salesplan::review
