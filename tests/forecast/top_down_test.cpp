#include "salesplan/forecast/top_down.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "refusal.hpp"

namespace salesplan::forecast {
namespace {

using Ints = std::vector<std::int32_t>;
using Longs = std::vector<std::int64_t>;
using Numbers = std::vector<double>;

// Company; North with Ann and Bob, South with Eve.
const SummingStructure& company() {
  static const SummingStructure tree = tree_structure(Ints{-1, 0, 0, 1, 1, 2});
  return tree;
}

TEST(TopDown, ProportionsOfHistory) {
  const Numbers history{1, 3, 1, 1, 2, 0};  // Ann, Bob, Eve
  EXPECT_EQ(historical_proportions(company(), {}, history, 2, HistoricalProportions::average),
            (Numbers{(0.25 + 0.75) / 2, (0.25 + 0.25) / 2, (0.5 + 0) / 2}));
  EXPECT_EQ(historical_proportions(company(), {}, history, 2, HistoricalProportions::of_averages),
            (Numbers{0.5, 0.25, 0.25}));
  // Within regions, a quarter without sales says nothing, nor does a region without any.
  EXPECT_EQ(historical_proportions(company(), Longs{1, 2}, Numbers{1, 0, 3, 0, 0, 0}, 2,
                                   HistoricalProportions::average),
            (Numbers{0.25, 0.75, 1}));
  EXPECT_EQ(historical_proportions(company(), {}, Numbers{0, 0, 0}, 1,
                                   HistoricalProportions::of_averages),
            (Numbers{1.0 / 3, 1.0 / 3, 1.0 / 3}));
}

TEST(TopDown, SharesTheTotal) {
  const Numbers base{100, 0, 0, 0, 0, 0};
  EXPECT_EQ(top_down(company(), base, 1, Numbers{0.5, 0.25, 0.25}),
            (Numbers{100, 75, 25, 50, 25, 25}));
  EXPECT_EQ(top_down(company(), base, 1, Numbers{2, 1, 1}), (Numbers{100, 75, 25, 50, 25, 25}));
}

TEST(TopDown, MiddleOutSumsAbove) {
  EXPECT_EQ(top_down(company(), Numbers{0, 80, 20, 0, 0, 0}, 1, Numbers{1, 3, 1}, Longs{1, 2}),
            (Numbers{100, 80, 20, 20, 60, 20}));
  EXPECT_EQ(top_down_by_forecast(company(), Numbers{7, 80, 20, 3, 1, 5}, 1, Longs{1, 2}),
            (Numbers{100, 80, 20, 60, 20, 20}));
}

TEST(TopDown, ForecastProportionsGoLevelByLevel) {
  // North:South 30:20 of the total, then Ann:Bob 1:3; South has one child.
  EXPECT_EQ(top_down_by_forecast(company(), Numbers{100, 30, 20, 1, 3, 999}, 1),
            (Numbers{100, 60, 40, 15, 45, 40}));
  // Children that forecast nothing share by their numbers of bottom series.
  EXPECT_EQ(top_down_by_forecast(company(), Numbers{90, 0, 0, 0, 0, 0}, 1),
            (Numbers{90, 60, 30, 30, 30, 30}));
}

TEST(TopDown, RefusalsNameThePlace) {
  const SummingStructure crossed = grouped_structure(4, Ints{0, 0, 1, 1, 0, 1, 0, 1});
  EXPECT_EQ(refusal([&] { top_down_by_forecast(crossed, Numbers(9, 1.0), 1); }),
            "series[3]: crosses series 2: forecast proportions need a tree");
  EXPECT_EQ(refusal([] { top_down_by_forecast(company(), Numbers(6, 1.0), 1, Longs{1}); }),
            "from: bottom series 2 is in none of them");
  EXPECT_EQ(refusal([] {
              top_down_by_forecast(company(), Numbers(6, 1.0), 1, Longs{1, 0});
            }),
            "from[1]: series 0 shares bottom series 0 with series 1");
  EXPECT_EQ(refusal([] { top_down_by_forecast(company(), Numbers(6, 1.0), 1, Longs{6}); }),
            "from[0]: 6 is not one of 6 series");
  EXPECT_EQ(refusal([] {
              top_down(tree_structure(Ints{-1, -1}), Numbers{1, 1}, 1, Numbers{1, 1});
            }),
            "from: no series is the total");
  EXPECT_EQ(refusal([] {
              top_down(company(), Numbers(6, 1.0), 1, Numbers{1, -1, 0});
            }),
            "proportions[1]: -1 is not in 0..1e100");
}

}  // namespace
}  // namespace salesplan::forecast
