#include "salesplan/allocation/basis.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include "refusal.hpp"
#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"

namespace salesplan::allocation {
namespace {

using Numbers = std::vector<double>;
constexpr double missing = core::missing_number;

void expect_near(const Numbers& actual, const Numbers& expected) {
  ASSERT_EQ(actual.size(), expected.size());
  for (std::size_t i = 0; i < actual.size(); ++i) EXPECT_NEAR(actual[i], expected[i], 1e-15) << i;
}

TEST(Basis, MixesByShareWhateverTheScale) {
  const Numbers history{10, 20, 70}, forecast{4e6, 4e6, 2e6}, equal(3, 1);
  const std::vector<Basis> mix{{history, 0.5}, {forecast, 0.3}, {equal, 0.2}};
  expect_near(blend(mix), {0.05 + 0.12 + 0.2 / 3, 0.1 + 0.12 + 0.2 / 3, 0.35 + 0.06 + 0.2 / 3});
  const std::vector<Basis> fives{{history, 5}, {forecast, 3}, {equal, 2}};
  expect_near(blend(fives), blend(mix));
}

TEST(Basis, CountsMissingAsZeroAndSkipsABasisWithoutShare) {
  const Numbers history{1, missing, 3}, silent{0, 0, 0};
  const std::vector<Basis> mix{{history, 1}, {silent, 0}};
  expect_near(blend(mix), {0.25, 0, 0.75});
}

TEST(Basis, SumsHugeWeightsWithoutOverflow) {
  const Numbers huge(4, std::numeric_limits<double>::max());
  const std::vector<Basis> mix{{huge, 1}};
  expect_near(blend(mix), Numbers(4, 0.25));
}

TEST(Basis, RefusesWhatCannotBeMixed) {
  const Numbers two{1, 2}, three{1, 2, 3}, negative{1, -2}, infinite{1, INFINITY}, zero{0, 0};
  const auto mix = [](const Numbers& a, double share_a, const Numbers& b, double share_b) {
    return refusal([&] { blend(std::vector<Basis>{{a, share_a}, {b, share_b}}); });
  };
  EXPECT_EQ(refusal([] { blend({}); }), "bases: is empty; at least one is needed");
  EXPECT_EQ(mix(two, 1, three, 1), "bases[1].weights: 3 values for 2 items");
  EXPECT_EQ(mix(two, 1, negative, 1),
            "bases[1].weights[1]: -2 is not a finite number of at least 0");
  EXPECT_EQ(mix(two, 1, infinite, 1),
            "bases[1].weights[1]: inf is not a finite number of at least 0");
  EXPECT_EQ(mix(two, 1, zero, 1), "bases[1].weights: all are zero or missing");
  EXPECT_EQ(mix(two, -1, two, 1), "bases[0].share: -1 is not a finite number of at least 0");
  EXPECT_EQ(mix(two, 0, two, 0), "bases: all shares are 0");
}

TEST(Basis, GivesNewCellsAShare) {
  expect_near(with_new_cells(Numbers{30, 0, 10, missing}, 0.2), {0.6, 0.1, 0.2, 0.1});
  expect_near(with_new_cells(Numbers{30, 0, 10, missing}, 0.2, Numbers{9, 3, 9, 1}),
              {0.6, 0.15, 0.2, 0.05});
  expect_near(with_new_cells(Numbers{30, 10}, 0.2), {0.75, 0.25});
  expect_near(with_new_cells(Numbers{0, 0}, 0.2, Numbers{1, 3}), {0.25, 0.75});
  expect_near(with_new_cells(Numbers{30, 0}, 0.2, Numbers{1, 0}), {1, 0});
}

TEST(Basis, RefusesBadNewCells) {
  const Numbers weights{1, 0};
  EXPECT_EQ(refusal([&] { with_new_cells(weights, 1); }), "share: 1 is not in [0, 1)");
  EXPECT_EQ(refusal([&] { with_new_cells(weights, missing); }), "share: nan is not in [0, 1)");
  EXPECT_EQ(refusal([&] { with_new_cells(weights, 0.1, Numbers{1}); }),
            "prior: 1 values for 2 items");
  EXPECT_EQ(refusal([&] {
              with_new_cells(Numbers{-1, 1}, 0.1);
            }),
            "weights[0]: -1 is not a finite number of at least 0");
  EXPECT_EQ(refusal([&] {
              with_new_cells(Numbers{0, 0}, 0.1, Numbers{0, 0});
            }),
            "weights: all are zero or missing");
}

}  // namespace
}  // namespace salesplan::allocation
