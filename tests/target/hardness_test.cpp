#include "salesplan/target/hardness.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"

namespace salesplan::target {
namespace {

using core::Minor;
using Minors = std::vector<Minor>;
using Numbers = std::vector<double>;
constexpr Minor none = core::missing_integer;

template <class Body>
std::string refusal(Body body) {
  try {
    body();
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Hardness, ChallengeIsAQuantileOfTheForecast) {
  EXPECT_EQ(challenge_target(100000, 10000, 0.5), 100000);
  EXPECT_EQ(challenge_target(100000, 10000, 0.3), 105244);  // z = 0.524401
  EXPECT_EQ(challenge_target(100000, 10000, 0.9), 87184);   // z = -1.281552
  EXPECT_NEAR(attainment_probability(105244, 100000, 10000), 0.3, 1e-5);
  EXPECT_EQ(refusal([] { challenge_target(1, 1, 1); }), "probability: 1 is not in (0, 1)");
  EXPECT_EQ(refusal([] { challenge_target(1, -1, 0.5); }),
            "sd: -1 is not a finite number of at least 0");
  EXPECT_EQ(refusal([] { challenge_target(INFINITY, 1, 0.5); }), "mean: inf is not finite");
  EXPECT_EQ(refusal([] { challenge_target(1e19, 1, 0.5); }),
            "target: is beyond 64-bit minor units");
}

TEST(Hardness, SharesTheGapByUncertainty) {
  const Hardness even = equal_hardness(1200, Numbers{500, 500}, Numbers{10, 30});
  EXPECT_EQ(even.target, (Minors{550, 650}));
  EXPECT_NEAR(even.probability[0], even.probability[1], 1e-15);
  EXPECT_NEAR(even.probability[0], 2.866515718791939e-07, 1e-15);  // Φ(-5)
}

TEST(Hardness, KeepsBoundsAndCertainUnits) {
  const Minors upper{520, none, none};
  EXPECT_EQ(
      equal_hardness(1300, Numbers{500, 500, 100}, Numbers{10, 30, 0}, {{}, upper, {}}).target,
      (Minors{520, 680, 100}));
  // A forecast of nothing with a large spread is not driven below zero.
  EXPECT_EQ(equal_hardness(80, Numbers{0, 100}, Numbers{50, 10}).target, (Minors{0, 80}));
  EXPECT_EQ(equal_hardness(3600, Numbers{1000, 2000}, Numbers{1, 2}, {}, 100).target,
            (Minors{1200, 2400}));
}

TEST(Hardness, RefusalsNameThePlace) {
  const Numbers two{100, 100};
  EXPECT_EQ(refusal([&] { equal_hardness(-1, two, two); }), "total: -1 is negative");
  EXPECT_EQ(refusal([&] { equal_hardness(1, two, Numbers{1}); }), "sd: 1 values for 2 items");
  EXPECT_EQ(refusal([&] {
              equal_hardness(1, two, Numbers{1, -1});
            }),
            "sd[1]: -1 is neither 0 nor in [1e-100, 1e100]");
  EXPECT_EQ(refusal([&] {
              equal_hardness(1, Numbers{1, core::missing_number}, two);
            }),
            "mean[1]: is not a number");
  EXPECT_EQ(refusal([&] {
              equal_hardness(1, two, Numbers{0, 0});
            }),
            "sd: all free units have sd 0, and their forecasts do not meet the total");
  EXPECT_EQ(refusal([&] {
              equal_hardness(500, two, two, {{}, Minors{200, 200}, {}});
            }),
            "upper: sum 400 is below the total 500");
  EXPECT_EQ(refusal([&] {
              equal_hardness(5, Numbers{-9e18, 1}, two);
            }),
            "mean[0]: is beyond 2^61 in magnitude");
}

TEST(Hardness, IsEqualForAllThatNoBoundHolds) {
  constexpr std::uint64_t seed = 20260601;
  RecordProperty("seed", std::to_string(seed));
  std::mt19937_64 engine(seed);
  const auto uniform = [&] { return static_cast<double>(engine() >> 11) * 0x1p-53; };
  for (int round = 0; round < 10000; ++round) {
    Numbers mean, sd;
    Minors upper;
    double sum = 0;
    for (int i = 0; i < 8; ++i) {
      mean.push_back(1e6 * uniform());
      sd.push_back(1e5 * (0.1 + uniform()));
      upper.push_back(uniform() < 0.3 ? static_cast<Minor>(1.1 * mean.back()) : none);
      sum += mean.back();
    }
    upper[0] = none;
    const auto total = static_cast<Minor>(sum * (0.8 + 0.4 * uniform()));
    const Hardness result = equal_hardness(total, mean, sd, {{}, upper, {}});
    ASSERT_EQ(std::accumulate(result.target.begin(), result.target.end(), Minor{0}), total)
        << "seed " << seed << " round " << round;
    double low = INFINITY, high = -INFINITY;
    for (std::size_t i = 0; i < mean.size(); ++i) {
      ASSERT_GE(result.target[i], 0) << "seed " << seed << " round " << round;
      const bool capped = upper[i] != none && result.target[i] == upper[i];
      if (upper[i] != none) {
        ASSERT_LE(result.target[i], upper[i]) << "seed " << seed << " round " << round;
      }
      if (result.target[i] == 0 || capped) continue;
      const double z = (static_cast<double>(result.target[i]) - mean[i]) / sd[i];
      low = std::min(low, z - 2 / sd[i]);
      high = std::max(high, z + 2 / sd[i]);
    }
    if (low < high) {
      ASSERT_LT(high - low, 8e-4) << "seed " << seed << " round " << round;
    }
  }
}

}  // namespace
}  // namespace salesplan::target
