#include "salesplan/monitor/live_cube.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <map>
#include <random>
#include <set>

#include "refusal.hpp"
#include "salesplan/table/cube.hpp"

namespace salesplan::monitor {
namespace {

table::Dimension random_dimension(const std::string& name, std::size_t n, std::mt19937_64& random) {
  std::vector<table::MemberRow> rows;
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t up = random() % (i + 1);
    rows.push_back({name + std::to_string(i), up < i ? name + std::to_string(up) : "", ""});
  }
  return {name, rows};
}

TEST(LiveCube, IsTheBatchBitForBitWithCorrectionsAndReturns) {
  for (std::uint64_t seed = 1; seed <= 22; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937_64 random(seed);
    const bool in_many_cells = seed > 20;  // customers, beyond what is compared with each other
    const int rows = in_many_cells ? 200 : 50;
    const std::uint64_t customers = in_many_cells ? 2 : 9;
    const std::size_t more = in_many_cells ? 10 : 0;
    const std::vector<table::Dimension> dimensions{random_dimension("region", 12 + more, random),
                                                   random_dimension("product", 7 + more, random),
                                                   random_dimension("month", 16 + more, random)};
    LiveCube live(dimensions, 1);
    table::Measure measure{"sales", 2, {}};
    std::vector<std::vector<std::int32_t>> columns(3);
    std::map<std::vector<std::int32_t>, std::map<std::int32_t, std::int64_t>> orders;
    for (int batch = 0; batch < 10; ++batch) {
      std::vector<std::int32_t> leaves, who, placed;
      std::vector<std::int64_t> values;
      for (int row = 0; row < rows; ++row) {
        std::vector<std::int32_t> at;
        for (std::size_t d = 0; d < 3; ++d) {
          at.push_back(static_cast<std::int32_t>(random() % dimensions[d].leaf_count()));
          columns[d].push_back(at.back());
        }
        leaves.insert(leaves.end(), at.begin(), at.end());
        values.push_back(static_cast<std::int64_t>(random() % 2000001) - 1000000);
        measure.values.push_back(values.back());
        who.push_back(static_cast<std::int32_t>(random() % (customers + 1)) - 1);
        const bool back = batch < 6 ? random() % 3 == 0 : random() % 3 > 0;
        placed.push_back(back ? -1 : 1);
        if (who.back() >= 0) orders[at][who.back()] += placed.back();
      }
      live.add(leaves, values, who, placed);
    }
    table::Cube cube = table::aggregate(measure, {{&columns[0], dimensions[0].leaf_count()},
                                                  {&columns[1], dimensions[1].leaf_count()},
                                                  {&columns[2], dimensions[2].leaf_count()}});
    for (std::size_t d = 0; d < 3; ++d) cube = table::roll_up(cube, d, dimensions[d]);
    ASSERT_EQ(live.cells(), cube.size());

    const auto customers_of = [&](const std::vector<std::size_t>& member) {
      std::set<std::int32_t> found;
      for (const auto& [leaf, by_customer] : orders) {
        bool inside = true;
        for (std::size_t d = 0; d < 3; ++d) {
          const auto m = static_cast<std::int32_t>(member[d]);
          inside = inside && dimensions[d].first_leaf(m) <= leaf[d] &&
                   leaf[d] < dimensions[d].end_leaf(m);
        }
        for (const auto& [customer, n] : by_customer) {
          if (inside && n > 0) found.insert(customer);
        }
      }
      return found;
    };
    for (std::size_t i = 0; i < cube.size(); i += 7) {
      const auto at = cube.position(i);
      std::vector<std::int32_t> members(at.begin(), at.end());
      const std::size_t cell = live.cell(members);
      ASSERT_EQ(live.value(cell, 0), cube[i]);
      const auto mine = customers_of(at);
      ASSERT_EQ(live.customers(cell), static_cast<std::int64_t>(mine.size()));
      const std::size_t other = random() % cube.size();
      std::int64_t both = 0;
      for (const std::int32_t customer : customers_of(cube.position(other))) {
        both += static_cast<std::int64_t>(mine.count(customer));
      }
      ASSERT_EQ(live.customers_of_both(cell, other), both);
    }
    for (std::size_t i = 0; i < cube.size(); ++i) ASSERT_EQ(live.value(i, 0), cube[i]);
  }
}

TEST(LiveCube, AddsAllFactsOrNone) {
  LiveCube live({{"region", {{"a", "", ""}, {"b", "", ""}}}}, 1);
  const std::int64_t most = std::numeric_limits<std::int64_t>::max();
  live.add(std::vector<std::int32_t>{0}, std::vector<std::int64_t>{most - 5});
  EXPECT_EQ(refusal([&] {
              live.add(std::vector<std::int32_t>{0, 1}, std::vector<std::int64_t>{-3, -3});
            }),
            "values[1]: with all before it exceeds 64 bits");
  EXPECT_EQ(refusal([&] {
              live.add(std::vector<std::int32_t>{0, 2}, std::vector<std::int64_t>{1, 1});
            }),
            "leaves[1]: 2 is none of 2 leaves of region");
  EXPECT_EQ(refusal([&] {
              live.add(std::vector<std::int32_t>{0}, std::vector<std::int64_t>{1},
                       std::vector<std::int32_t>{-2});
            }),
            "customers[0]: -2 is below -1");
  EXPECT_NE(refusal([&] {
              live.add(std::vector<std::int32_t>{0},
                       std::vector<std::int64_t>{std::numeric_limits<std::int64_t>::min()});
            }),
            "accepted");
  EXPECT_NE(refusal([&] { live.add(std::vector<std::int32_t>{0}, {}); }), "accepted");
  EXPECT_EQ(live.value(live.cell(std::vector<std::int32_t>{0}), 0), most - 5);
}

TEST(LiveCube, RefusesCellsThatAreNot) {
  const LiveCube live({{"region", {{"a", "", ""}}}}, 1);
  EXPECT_EQ(refusal([&] { live.cell(std::vector<std::int32_t>{2}); }),
            "members[0]: 2 is no member of region");
  EXPECT_EQ(refusal([&] { live.cell({}); }), "members: 0 members for 1 dimensions");
  EXPECT_EQ(refusal([] { LiveCube({table::Dimension()}, 1); }), "dimensions[0]: has no members");
}

}  // namespace
}  // namespace salesplan::monitor
