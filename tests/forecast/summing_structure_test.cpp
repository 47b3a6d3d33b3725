#include "salesplan/forecast/summing_structure.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "refusal.hpp"

namespace salesplan::forecast {
namespace {

using Ints = std::vector<std::int32_t>;
using Longs = std::vector<std::int64_t>;
using Numbers = std::vector<double>;

std::vector<Ints> rows(const SummingStructure& structure) {
  std::vector<Ints> result;
  for (std::size_t i = 0; i < structure.series(); ++i) {
    const auto members = structure.members(i);
    result.emplace_back(members.begin(), members.end());
  }
  return result;
}

TEST(SummingStructure, TreesHoldTheirLeaves) {
  const SummingStructure tree = tree_structure(Ints{-1, 0, 0, 1, 1, -1, 5});
  EXPECT_EQ(rows(tree), (std::vector<Ints>{{0, 1, 2}, {1, 2}, {0}, {1}, {2}, {3}, {3}}));
  EXPECT_EQ(tree.bottom_row, (std::vector<std::size_t>{2, 3, 4, 6}));
  EXPECT_EQ(sum_up(tree, Numbers{1, 2, 4, 8}, 1), (Numbers{7, 6, 1, 2, 4, 8, 8}));
}

TEST(SummingStructure, GroupsCross) {
  const SummingStructure crossed = grouped_structure(4, Ints{0, 0, 1, 1, 0, 1, 0, 1});
  EXPECT_EQ(rows(crossed),
            (std::vector<Ints>{{0, 1, 2, 3}, {0, 1}, {2, 3}, {0, 2}, {1, 3}, {0}, {1}, {2}, {3}}));
  EXPECT_EQ(sum_up(crossed, Numbers{1, 10, 2, 20, 4, 40, 8, 80}, 2),
            (Numbers{15, 150, 3, 30, 12, 120, 5, 50, 10, 100, 1, 10, 2, 20, 4, 40, 8, 80}));
}

TEST(SummingStructure, AYearHasQuartersAndMonths) {
  const SummingStructure year = temporal_structure(12, Ints{12, 3});
  EXPECT_EQ(year.series(), 17u);
  EXPECT_EQ(rows(year)[2], (Ints{3, 4, 5}));
  EXPECT_EQ(year.bottom_row.front(), 5u);
}

TEST(SummingStructure, RowsMayComeInAnyOrder) {
  const SummingStructure given = summing_structure(2, Longs{0, 1, 3, 4}, Ints{1, 1, 0, 0});
  EXPECT_EQ(rows(given), (std::vector<Ints>{{1}, {0, 1}, {0}}));
  EXPECT_EQ(given.bottom_row, (std::vector<std::size_t>{2, 0}));
}

TEST(SummingStructure, RefusalsNameThePlace) {
  EXPECT_EQ(refusal([] { tree_structure(Ints{}); }), "parent: there are no bottom series");
  EXPECT_EQ(refusal([] {
              tree_structure(Ints{-1, 2, 0});
            }),
            "parent[1]: 2 is neither -1 nor an earlier node");
  EXPECT_EQ(refusal([] {
              grouped_structure(2, Ints{0, 1, 0});
            }),
            "group: 3 values do not fill rows of 2 bottom series");
  EXPECT_EQ(refusal([] { grouped_structure(2, Ints{0, 2}); }), "group[1]: 2 is not in 0..1");
  EXPECT_EQ(refusal([] {
              grouped_structure(2, Ints{0, 0, 1, 1});
            }),
            "group[2]: no bottom series is in group 0 of grouping 1");
  EXPECT_EQ(refusal([] { temporal_structure(12, Ints{5}); }),
            "aggregate[0]: 5 is not a divisor above 1 of 12");
  EXPECT_EQ(refusal([] { temporal_structure(12, Ints{3, 3}); }), "aggregate[1]: 3 is given twice");
  EXPECT_EQ(refusal([] {
              summing_structure(2, Longs{0, 2, 3}, Ints{0, 1, 0});
            }),
            "member: bottom series 1 has no row of its own");
  EXPECT_EQ(refusal([] {
              summing_structure(2, Longs{0, 2}, Ints{1, 1});
            }),
            "series[0]: holds bottom series 1 twice");
  EXPECT_EQ(refusal([] {
              summing_structure(2, Longs{0, 9}, Ints{0, 1});
            }),
            "first[1]: 9 does not end a row of at least one series");
  EXPECT_EQ(refusal([] {
              summing_structure(2, Longs{0, 1, 2}, Ints{0, -1});
            }),
            "member[1]: -1 is not in 0..1");
}

}  // namespace
}  // namespace salesplan::forecast
