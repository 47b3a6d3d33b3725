#include "salesplan/review/price_volume_mix.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "allocation/golden.hpp"
#include "refusal.hpp"

namespace salesplan::review {
namespace {

using core::Minor;

/// The list of a cell behind the 0 of the root; empty for "-".
template <class T>
std::vector<T> list(const std::string& cell) {
  if (cell == "-") return {};
  std::vector<T> result{0};
  for (const std::string& one : golden::fields(cell, ';')) {
    result.push_back(static_cast<T>(core::parse_number(one, "cell")));
  }
  return result;
}

TEST(PriceVolumeMix, MeetsPublishedExamples) {
  const std::vector<golden::Row> rows =
      golden::rows(SALESPLAN_TEST_DIR "/price_volume_mix_golden.csv");
  ASSERT_EQ(rows.size(), 3u);
  for (const golden::Row& row : rows) {
    SCOPED_TRACE(row.at("case"));
    const auto q0 = list<double>(row.at("units_before")), q1 = list<double>(row.at("units_after"));
    const auto r0 = list<Minor>(row.at("revenue_before")),
               r1 = list<Minor>(row.at("revenue_after")), c0 = list<Minor>(row.at("cost_before")),
               c1 = list<Minor>(row.at("cost_after"));
    std::vector<std::int32_t> parent(q0.size(), 0);
    parent[0] = -1;
    const Bridge bridge = price_volume_mix({parent}, {q0, q1, r0, r1, c0, c1}).bridge;
    for (std::size_t e = 0; bridge.effects[e] != "new"; ++e) {
      EXPECT_EQ(std::to_string(bridge.at(0, e)), row.at(bridge.effects[e]));
    }
  }
}

// Two lines of two products: within the first line the dear product gains, the second line grows.
TEST(PriceVolumeMix, NestsMixInAHierarchy) {
  const std::vector<std::int32_t> parent{-1, 0, 0, 1, 1, 2, 2};
  const std::vector<double> q0{0, 0, 0, 10, 10, 10, 10}, q1{0, 0, 0, 5, 15, 20, 20};
  const std::vector<Minor> r0{0, 0, 0, 1000, 3000, 2000, 2000}, r1{0, 0, 0, 500, 4500, 4000, 4000};
  const PriceVolumeMix result = price_volume_mix({parent}, {q0, q1, r0, r1});
  // The company's units grow by half: 8000 becomes 12000, and mix makes it 13000.
  EXPECT_EQ(result.bridge.at(0, 0), 4000);
  EXPECT_EQ(result.bridge.at(0, 1), 1000);
  EXPECT_EQ(result.own_mix[0], 1000);
  EXPECT_EQ(result.own_volume[1], 0);  // the first line sells as many as before,
  EXPECT_EQ(result.own_mix[1], 1000);  // of the dearer
  EXPECT_EQ(result.own_volume[2], 4000);
  EXPECT_EQ(result.own_mix[2], 0);
  // Between lines: each against the growth of the company, which is no gain at one mean price.
  EXPECT_EQ(result.bridge.at(1, 1), -1000);
  EXPECT_EQ(result.bridge.at(2, 1), 2000);
}

TEST(PriceVolumeMix, NewAndDiscontinuedHaveNoPrice) {
  const std::vector<std::int32_t> parent{-1, 0, 0};
  const std::vector<double> q0{0, 0, 4}, q1{0, 3, 0};
  const std::vector<Minor> r0{0, 7, 400}, r1{0, 300, 5};
  const Bridge bridge = price_volume_mix({parent}, {q0, q1, r0, r1}).bridge;
  EXPECT_EQ(bridge.effects,
            (std::vector<std::string>{"volume", "mix", "price", "new", "discontinued"}));
  EXPECT_EQ(std::vector<Minor>(bridge.amount.begin(), bridge.amount.begin() + 5),
            (std::vector<Minor>{0, 0, 0, 305, -407}));
}

TEST(PriceVolumeMix, Refuses) {
  const std::vector<std::int32_t> parent{-1};
  const std::vector<double> units{1}, negative{-1};
  const std::vector<Minor> money{5};
  EXPECT_EQ(refusal([&] {
              price_volume_mix({parent}, {units, negative, money, money});
            }),
            "units_after[0]: -1 is not a finite number of at least 0");
  EXPECT_EQ(refusal([&] {
              price_volume_mix({parent}, {units, units, money, money, money});
            }),
            "cost_after: 0 values for 1 nodes");
  EXPECT_EQ(refusal([&] {
              price_volume_mix({parent}, {units, {}, money, money});
            }),
            "units_after: 0 values for 1 nodes");
}

}  // namespace
}  // namespace salesplan::review
