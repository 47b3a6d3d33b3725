#include "salesplan/review/segment_migration.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <vector>

#include "refusal.hpp"
#include "salesplan/core/missing.hpp"

namespace salesplan::review {
namespace {

using core::Minor;

TEST(SegmentMigration, CountsCustomersAndMoney) {
  const std::vector<std::int32_t> before{0, 0, 1, 1, -1}, now{0, 1, 0, -1, 1};
  const std::vector<Minor> was{10, 20, 30, 40, 0}, is{11, 12, 33, 0, 50};
  const SegmentMigration moved = segment_migration(3, before, now, was, is);
  EXPECT_EQ(moved.customers,
            (std::vector<std::int64_t>{1, 1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0}));
  EXPECT_EQ(moved.money_before[7], 40);
  EXPECT_EQ(std::accumulate(moved.money_now.begin(), moved.money_now.end(), Minor{0}), 106);
  EXPECT_EQ(moved.stay[0], 0.5);
  EXPECT_EQ(moved.stay[1], 0);
  EXPECT_TRUE(std::isnan(moved.stay[2]));
  EXPECT_EQ(moved.up, 1);
  EXPECT_EQ(moved.down, 1);
}

TEST(SegmentMigration, Refuses) {
  const std::vector<std::int32_t> zero{0}, three{3};
  const std::vector<Minor> money{1};
  EXPECT_EQ(refusal([&] { segment_migration(3, zero, three, money, money); }),
            "now[0]: 3 is none of 3 segments, and not -1");
  EXPECT_EQ(refusal([&] { segment_migration(1001, zero, zero, money, money); }),
            "segments: 1001 exceeds 1000");
  const std::vector<Minor> missing{core::missing_integer};
  EXPECT_EQ(refusal([&] { segment_migration(3, zero, zero, money, missing); }),
            "money_now[0]: is missing");
}

}  // namespace
}  // namespace salesplan::review
