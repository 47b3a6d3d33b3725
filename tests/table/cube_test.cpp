#include "salesplan/table/cube.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "refusal.hpp"

namespace salesplan::table {
namespace {

constexpr std::int64_t huge = std::numeric_limits<std::int64_t>::max();

Cube filled(std::vector<std::size_t> extents, std::mt19937& random) {
  Cube cube(std::move(extents));
  for (std::int64_t& cell : cube.cells()) cell = static_cast<std::int64_t>(random() % 2001) - 1000;
  return cube;
}

Dimension random_dimension(std::mt19937& random) {
  std::vector<MemberRow> rows;
  const std::size_t n = 1 + random() % 12;
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t above = random() % (i + 1);
    rows.push_back({std::to_string(i), above == i ? "" : std::to_string(above), ""});
  }
  return {"d", rows};
}

TEST(Cube, NumbersCellsRowMajor) {
  const Cube cube({2, 3, 4});
  EXPECT_EQ(cube.size(), 24U);
  EXPECT_EQ(cube.index({1, 2, 3}), 23U);
  EXPECT_EQ(cube.index({1, 0, 2}), 14U);
  for (std::size_t i = 0; i < cube.size(); ++i) EXPECT_EQ(cube.index(cube.position(i)), i);
}

TEST(Cube, RefusesMoreCellsThanFit) {
  EXPECT_EQ(refusal([] {
              Cube({std::size_t{1} << 20, std::size_t{1} << 20});
            }),
            "cube: more than 33554432 cells");
  EXPECT_EQ(refusal([] {
              Cube({~std::size_t{0}, ~std::size_t{0}});
            }),
            "cube: more than 33554432 cells");
  EXPECT_EQ(Cube({0, ~std::size_t{0}}).size(), 0U);
  EXPECT_EQ(Cube(std::vector<std::size_t>{}).size(), 1U);
}

TEST(Aggregate, SumsRowsByCellAndLeavesOutTheOthers) {
  const Measure sales{"sales", 2, {5, 7, 11, -3, 100}};
  const std::vector<std::int32_t> month{0, 1, 1, 1, -1};
  const std::vector<std::int32_t> rep{1, 0, 0, 1, 1};
  const Cube cube = aggregate(sales, {{&month, 2}, {&rep, 2}});
  EXPECT_EQ(cube.cells(), (std::vector<std::int64_t>{0, 5, 18, -3}));
}

TEST(Aggregate, RefusesWhatDoesNotFit) {
  const std::vector<std::int32_t> zeros{0, 0};
  const std::vector<std::int32_t> beyond{0, 3};
  const std::vector<std::int32_t> shorter{0};
  EXPECT_EQ(refusal([&] {
              aggregate({"sales", 2, {huge, 1}}, {{&zeros, 1}});
            }),
            "sales: 9223372036854775807 + 1 exceeds 64 bits");
  EXPECT_EQ(refusal([&] {
              aggregate({"sales", 2, {1, 1}}, {{&beyond, 3}});
            }),
            "positions[1]: 3 is beyond the 3 positions of its axis");
  EXPECT_EQ(refusal([&] {
              aggregate({"sales", 2, {1, 1}}, {{&zeros, 1}, {&shorter, 1}});
            }),
            "axes[1]: 1 positions for 2 values of sales");
}

TEST(Marginal, SumsOverTheAxesLeftOut) {
  for (unsigned seed = 1; seed <= 30; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    std::vector<std::size_t> extents;
    for (int a = 0; a < 4; ++a) extents.push_back(1 + random() % 4);
    const Cube cube = filled(extents, random);
    for (unsigned mask = 0; mask < 16; ++mask) {
      std::vector<std::size_t> kept;
      std::vector<std::size_t> kept_extents;
      for (std::size_t a = 0; a < 4; ++a) {
        if ((mask >> a & 1U) == 0) continue;
        kept.push_back(a);
        kept_extents.push_back(extents[a]);
      }
      Cube expected(kept_extents);
      for (std::size_t i = 0; i < cube.size(); ++i) {
        std::vector<std::size_t> at;
        for (std::size_t a : kept) at.push_back(cube.position(i)[a]);
        expected[expected.index(at)] += cube[i];
      }
      EXPECT_EQ(marginal(cube, kept).cells(), expected.cells()) << "mask " << mask;
    }
  }
}

TEST(Marginal, OverflowIsAnError) {
  Cube cube({2});
  cube[0] = cube[1] = huge;
  EXPECT_THROW(marginal(cube, {}), Error);
}

TEST(RollUp, IsTheSumOfTheLeavesForAnyHierarchy) {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const Dimension dimension = random_dimension(random);
    for (std::size_t axis = 0; axis < 3; ++axis) {
      std::vector<std::size_t> extents{2, 2, 2};
      extents[axis] = dimension.leaf_count();
      const Cube cube = filled(extents, random);
      const Cube up = roll_up(cube, axis, dimension);
      ASSERT_EQ(up.extents()[axis], dimension.size());
      for (std::size_t i = 0; i < up.size(); ++i) {
        std::vector<std::size_t> at = up.position(i);
        const std::int32_t member = static_cast<std::int32_t>(at[axis]);
        std::int64_t sum = 0;
        for (std::int32_t leaf = dimension.first_leaf(member); leaf < dimension.end_leaf(member);
             ++leaf) {
          at[axis] = static_cast<std::size_t>(leaf);
          sum += cube[cube.index(at)];
        }
        ASSERT_EQ(up[i], sum) << "axis " << axis << " cell " << i;
      }
    }
  }
}

TEST(RollUp, RefusesAnotherDimensionAndOverflow) {
  const Dimension two("two", {{"a", "", ""}, {"b", "", ""}});
  EXPECT_EQ(refusal([&] { roll_up(Cube({3}), 0, two); }),
            "roll_up: axis has 3 positions, dimension two has 2 leaves");
  Cube cube({2});
  cube[0] = cube[1] = huge;
  EXPECT_THROW(roll_up(cube, 0, two), Error);
  EXPECT_EQ(roll_up(Cube({0}), 0, Dimension("none", {})).cells(), std::vector<std::int64_t>{0});
}

}  // namespace
}  // namespace salesplan::table
