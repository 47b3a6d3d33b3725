#include "salesplan/review/attainment.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "refusal.hpp"

namespace salesplan::review {
namespace {

// Two months, two reps below a region and one beside it, two products.
const table::Dimension reps(
    "rep", {{"east", "", ""}, {"ann", "east", ""}, {"bob", "east", ""}, {"cy", "", ""}});

table::Cube cube(std::vector<std::int64_t> cells) {
  table::Cube result({2, 3, 2});
  result.cells() = std::move(cells);
  return result;
}

TEST(Attainment, OfEverySpanAndMember) {
  const table::Cube target = cube({10, 20, 30, 40, 50, 60, 1, 2, 3, 4, 5, 0});
  const table::Cube actual = cube({11, 22, 33, 44, 55, 66, 0, 0, 7, 0, -5, 0});
  const std::vector<Attainment> rows =
      attainment(target, actual, 1, reps, {{"jan", 0, 1}, {"both", 0, 2}, {"none", 2, 0}});
  ASSERT_EQ(rows.size(), 3 * reps.size());
  const std::vector<core::Minor> wanted{210, 100, 30, 70, 110, 225, 110, 33,
                                        77,  115, 0,  0,  0,   0,   0};
  const std::vector<core::Minor> reached{231, 110, 33, 77, 121, 233, 117, 33,
                                         84,  116, 0,  0,  0,   0,   0};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    SCOPED_TRACE(i);
    EXPECT_EQ(rows[i].span, i / 5);
    EXPECT_EQ(rows[i].member, static_cast<std::int32_t>(i % 5));
    EXPECT_EQ(rows[i].target, wanted[i]);
    EXPECT_EQ(rows[i].actual, reached[i]);
    EXPECT_EQ(rows[i].gap(), reached[i] - wanted[i]);
  }
  EXPECT_DOUBLE_EQ(rows[0].rate(), 1.1);
  EXPECT_TRUE(std::isnan(rows[10].rate()));
}

TEST(Attainment, RefusesOtherExtentsAndSpansBeyondTheMonths) {
  const table::Cube some = cube(std::vector<std::int64_t>(12, 1));
  EXPECT_EQ(refusal([&] {
              attainment(some, table::Cube({2, 3}), 1, reps, {});
            }),
            "actual: its cube has other extents than target's");
  EXPECT_EQ(refusal([&] {
              attainment(some, some, 1, reps, {{"a", 0, 2}, {"b", 1, 2}});
            }),
            "spans[1]: \"b\" reaches beyond the 2 months");
  EXPECT_NE(refusal([&] {
              attainment(some, some, 1, reps, {{"a", 3, ~std::size_t{0}}});
            }),
            "accepted");
}

}  // namespace
}  // namespace salesplan::review
