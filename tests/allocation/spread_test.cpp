#include "salesplan/allocation/spread.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "golden.hpp"
#include "salesplan/core/wide.hpp"

namespace salesplan::allocation {
namespace spread_test {

using core::Minor;
using core::missing_integer;
using Minors = std::vector<Minor>;
using Numbers = std::vector<double>;

constexpr Minor largest = std::numeric_limits<Minor>::max();

core::Wide sum(const Minors& values) {
  return std::accumulate(values.begin(), values.end(), core::Wide{0});
}

std::string refusal(Minor total, const Numbers& weights, const Bounds& bounds = {},
                    Minor unit = 1) {
  try {
    spread(total, weights, bounds, unit);
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Spread, GoldenRows) {
  const auto rows = golden::rows(SALESPLAN_TEST_DIR "/spread_golden.csv");
  ASSERT_GE(rows.size(), 20u);
  for (const golden::Row& row : rows) {
    const Minors lower = golden::integers(row.at("lower"));
    const Minors upper = golden::integers(row.at("upper"));
    const Minors locked = golden::integers(row.at("locked"));
    const auto rule = row.at("zero_weights") == "equal" ? ZeroWeights::equal : ZeroWeights::refuse;
    EXPECT_EQ(
        spread(core::parse_integer(row.at("total"), "total"), golden::numbers(row.at("weights")),
               {lower, upper, locked}, core::parse_integer(row.at("unit"), "unit"), rule),
        golden::integers(row.at("expected")))
        << row.at("name") << ": " << row.at("source");
  }
}

TEST(Spread, RefusalsNameThePlace) {
  const Numbers equal{1, 1, 1, 1};
  const Minors mixed_lower{missing_integer, 0, 0, 120};
  const Minors upper(4, 100), lower(4, 30), caps(4, 20), locks{130, missing_integer, 0, 0};
  const Minors three(3, 1), odd_lock{missing_integer, 5, missing_integer, missing_integer};
  const double nan = core::missing_number;
  EXPECT_EQ(refusal(100, equal, {mixed_lower, upper, {}}), "lower[3]: 120 exceeds upper 100");
  EXPECT_EQ(refusal(100, equal, {{}, {}, locks}), "locked: sum 130 exceeds the total 100");
  EXPECT_EQ(refusal(100, equal, {lower, {}, {}}), "lower: sum 120 exceeds the total 100");
  EXPECT_EQ(refusal(100, equal, {{}, caps, {}}), "upper: sum 80 is below the total 100");
  EXPECT_EQ(refusal(100, equal, {{}, {}, caps}), "locked: sum 80 is below the total 100");
  EXPECT_EQ(refusal(100, equal, {{}, upper, locks}), "locked[0]: 130 exceeds upper 100");
  EXPECT_EQ(refusal(100, equal, {mixed_lower, {}, caps}), "locked[3]: 20 is below lower 120");
  EXPECT_EQ(refusal(100, equal, {three, {}, {}}), "lower: 3 values for 4 items");
  EXPECT_EQ(refusal(100, equal, {}, 0), "unit: 0 is not positive");
  EXPECT_EQ(refusal(100, equal, {}, 12), "total: 100 is not a multiple of the unit 12");
  EXPECT_EQ(refusal(24, equal, {{}, {}, odd_lock}, 12),
            "locked[1]: 5 is not a multiple of the unit 12");
  EXPECT_EQ(refusal(60, {1}, {Minors{55}, Minors{59}, {}}, 12),
            "lower[0]: 55 leaves no multiple of the unit 12 up to upper 59");
  EXPECT_EQ(refusal(missing_integer, equal), "total: is missing");
  EXPECT_EQ(refusal(5, {1, -2}), "weights[1]: -2 is neither 0 nor in [1e-100, 1e100]");
  EXPECT_EQ(refusal(5, {nan}), "weights[0]: nan is neither 0 nor in [1e-100, 1e100]");
  EXPECT_EQ(refusal(5, {1, 1, INFINITY}), "weights[2]: inf is neither 0 nor in [1e-100, 1e100]");
  EXPECT_EQ(refusal(5, {1e-310}), "weights[0]: 1e-310 is neither 0 nor in [1e-100, 1e100]");
  EXPECT_EQ(refusal(5, {0, 0}),
            "weights: all free weights are zero, so nothing says how to spread 5");
  EXPECT_EQ(refusal(5, {}), "weights: is empty, so nothing takes the total 5");
  EXPECT_EQ(refusal(-100, equal, {{}, {}, Minors{-130, 0, 0, 0}}),
            "locked: sum -130 is below the total -100");
  // Locks are blamed only where no bound of another item takes part.
  const Minors free_lock{50, missing_integer}, no_bound{missing_integer, 30};
  EXPECT_EQ(refusal(1, {1}, {{}, Minors{0}, {}}), "upper: sum 0 is below the total 1");
  EXPECT_EQ(refusal(-1, {1}, {Minors{0}, {}, {}}), "lower: sum 0 exceeds the total -1");
  EXPECT_EQ(refusal(100, {1, 1}, {{}, no_bound, free_lock}),
            "upper: sum 80 is below the total 100");
  EXPECT_EQ(refusal(70, {1, 1}, {no_bound, {}, free_lock}), "lower: sum 80 exceeds the total 70");
  EXPECT_EQ(refusal(-100, {1, 1}, {Minors{missing_integer, -20}, {}, Minors{-50, missing_integer}}),
            "lower: sum -70 exceeds the total -100");
  EXPECT_EQ(refusal(1, {1}, {{}, {}, Minors{0}}), "locked: sum 0 is below the total 1");
}

TEST(Spread, NothingToSpreadNeedsNoWeights) {
  EXPECT_EQ(spread(0, Numbers{}), Minors{});
  EXPECT_EQ(spread(0, Numbers{0, 0}), (Minors{0, 0}));
  EXPECT_EQ(spread(7, Numbers{0, 0}, {Minors{7, missing_integer}, {}, {}}), (Minors{7, 0}));
}

// Random instances that have an answer: bounds and locks are drawn around a hidden solution.
struct Instance {
  Minor total = 0;
  Minor unit = 1;
  Numbers weights;
  Minors lower, upper, locked;

  Bounds bounds() const { return {lower, upper, locked}; }
};

class Draw {
 public:
  explicit Draw(std::uint64_t seed) : engine_(seed) {}

  Minor integer(Minor low, Minor high) {
    return low + static_cast<Minor>(engine_() % (static_cast<std::uint64_t>(high - low) + 1));
  }
  double uniform() { return static_cast<double>(engine_() >> 11) * 0x1p-53; }
  bool chance(double p) { return uniform() < p; }

  Instance instance() {
    Instance x;
    const auto n = static_cast<std::size_t>(integer(1, 12));
    x.unit = chance(0.3) ? integer(1, 50) : 1;
    const Minor scale = chance(0.1) ? Minor{1} << 55 : Minor{1} << integer(0, 40);
    const Minor sign = chance(0.2) ? -1 : 1;
    for (std::size_t i = 0; i < n; ++i) {
      const Minor hidden = sign * (integer(0, scale) / x.unit) * x.unit;
      x.total += hidden;
      x.weights.push_back(chance(0.15) && i > 0 ? 0 : std::exp(6 * uniform() - 3));
      const Minor slack = integer(0, scale);
      x.lower.push_back(chance(0.5) ? hidden - slack : missing_integer);
      x.upper.push_back(chance(0.5) ? hidden + integer(0, scale) : missing_integer);
      x.locked.push_back(chance(0.1) ? hidden : missing_integer);
    }
    return x;
  }

 private:
  std::mt19937_64 engine_;
};

TEST(Spread, KeepsTheTotalBoundsAndLocks) {
  constexpr std::uint64_t seed = 20260101;
  RecordProperty("seed", std::to_string(seed));
  Draw draw(seed);
  for (int round = 0; round < 20000; ++round) {
    const Instance x = draw.instance();
    const Minors part = spread(x.total, x.weights, x.bounds(), x.unit, ZeroWeights::equal);
    ASSERT_TRUE(sum(part) == x.total) << "seed " << seed << " round " << round;
    for (std::size_t i = 0; i < part.size(); ++i) {
      ASSERT_EQ(part[i] % x.unit, 0) << round;
      if (!core::is_missing(x.lower[i])) {
        ASSERT_GE(part[i], x.lower[i]) << round;
      }
      if (!core::is_missing(x.upper[i])) {
        ASSERT_LE(part[i], x.upper[i]) << round;
      }
      if (!core::is_missing(x.locked[i])) {
        ASSERT_EQ(part[i], x.locked[i]) << round;
      }
    }
  }
}

// Every part is within one unit of clip(λ·w), so dividing by the weight gives back one λ: an item
// strictly inside its bounds may neither lie far above nor far below another's level.
TEST(Spread, AllFreeItemsShareOneLevel) {
  constexpr std::uint64_t seed = 20260102;
  Draw draw(seed);
  for (int round = 0; round < 20000; ++round) {
    Instance x = draw.instance();
    if (std::abs(x.total) > Minor{1} << 45) continue;
    const Minors part = spread(x.total, x.weights, x.bounds(), x.unit, ZeroWeights::equal);
    const auto unit = static_cast<double>(x.unit);
    // λ lies in [highest, lowest] over the items that could still move down and up.
    double highest = -INFINITY, lowest = INFINITY;
    for (std::size_t i = 0; i < part.size(); ++i) {
      if (x.weights[i] == 0 || !core::is_missing(x.locked[i])) continue;
      const Minor low = core::is_missing(x.lower[i]) ? (x.total < 0 ? -largest : 0) : x.lower[i];
      const Minor high = core::is_missing(x.upper[i]) ? (x.total < 0 ? 0 : largest) : x.upper[i];
      const auto value = static_cast<double>(part[i]);
      if (part[i] - x.unit >= low) highest = std::max(highest, (value - unit) / x.weights[i]);
      if (part[i] <= high - x.unit) lowest = std::min(lowest, (value + unit) / x.weights[i]);
    }
    ASSERT_LE(highest, lowest + 1e-9 * std::abs(lowest)) << "seed " << seed << " round " << round;
  }
}

TEST(Spread, IsInvariantToTheScaleOfTheWeights) {
  constexpr std::uint64_t seed = 20260103;
  Draw draw(seed);
  for (int round = 0; round < 10000; ++round) {
    const Instance x = draw.instance();
    Numbers scaled = x.weights;
    const double factor = std::ldexp(1.0, static_cast<int>(draw.integer(-200, 200)));
    for (double& weight : scaled) weight *= factor;
    ASSERT_EQ(spread(x.total, x.weights, x.bounds(), x.unit, ZeroWeights::equal),
              spread(x.total, scaled, x.bounds(), x.unit, ZeroWeights::equal))
        << "seed " << seed << " round " << round;
  }
}

TEST(Spread, FollowsAPermutationOfTheItems) {
  constexpr std::uint64_t seed = 20260104;
  Draw draw(seed);
  for (int round = 0; round < 10000; ++round) {
    Instance x = draw.instance();
    if (std::abs(x.total) > Minor{1} << 45) continue;  // beyond, the order of sums shows
    Instance y = x;
    std::vector<std::size_t> order(x.weights.size());
    std::iota(order.begin(), order.end(), 0u);
    for (std::size_t i = order.size(); i > 1; --i) {
      std::swap(order[i - 1],
                order[static_cast<std::size_t>(draw.integer(0, static_cast<Minor>(i) - 1))]);
    }
    for (std::size_t i = 0; i < order.size(); ++i) {
      y.weights[i] = x.weights[order[i]];
      y.lower[i] = x.lower[order[i]];
      y.upper[i] = x.upper[order[i]];
      y.locked[i] = x.locked[order[i]];
    }
    const Minors a = spread(x.total, x.weights, x.bounds(), x.unit, ZeroWeights::equal);
    const Minors b = spread(y.total, y.weights, y.bounds(), y.unit, ZeroWeights::equal);
    for (std::size_t i = 0; i < order.size(); ++i) {
      // Ties go to the lower index, so equal parts may swap one unit; nothing moves further.
      ASSERT_LE(std::abs(b[i] - a[order[i]]), x.unit) << "seed " << seed << " round " << round;
    }
  }
}

// Largest remainder is not monotone to the unit (the Alabama paradox); to one unit it is.
TEST(Spread, GrowsWithTheTotalToWithinAUnit) {
  constexpr std::uint64_t seed = 20260105;
  Draw draw(seed);
  for (int round = 0; round < 10000; ++round) {
    Numbers weights;
    for (Minor n = draw.integer(1, 12); n > 0; --n) weights.push_back(0.01 + draw.uniform());
    const Minor total = draw.integer(0, 1000000);
    const Minor more = total + draw.integer(0, 100);
    const Minors a = spread(total, weights);
    const Minors b = spread(more, weights);
    for (std::size_t i = 0; i < a.size(); ++i) {
      ASSERT_GE(b[i], a[i] - 1) << "seed " << seed << " round " << round;
    }
  }
  EXPECT_EQ(spread(10, Numbers{6, 6, 2}), (Minors{4, 4, 2}));
  EXPECT_EQ(spread(11, Numbers{6, 6, 2}), (Minors{5, 5, 1}));  // the paradox, on purpose
}

TEST(Spread, MirrorsANegativeTotal) {
  constexpr std::uint64_t seed = 20260106;
  Draw draw(seed);
  for (int round = 0; round < 10000; ++round) {
    const Instance x = draw.instance();
    if (x.total == 0) continue;
    Instance y = x;
    y.total = -x.total;
    for (std::size_t i = 0; i < x.weights.size(); ++i) {
      const auto negated = [](Minor v) { return core::is_missing(v) ? v : -v; };
      y.lower[i] = negated(x.upper[i]);
      y.upper[i] = negated(x.lower[i]);
      y.locked[i] = negated(x.locked[i]);
    }
    Minors mirrored = spread(y.total, y.weights, y.bounds(), y.unit, ZeroWeights::equal);
    for (Minor& value : mirrored) value = -value;
    ASSERT_EQ(spread(x.total, x.weights, x.bounds(), x.unit, ZeroWeights::equal), mirrored)
        << "seed " << seed << " round " << round;
  }
}

TEST(Spread, IsExactNearTheLimitsOfInt64) {
  constexpr std::uint64_t seed = 20260107;
  Draw draw(seed);
  for (int round = 0; round < 10000; ++round) {
    const Minor total = (draw.chance(0.5) ? 1 : -1) * (largest - draw.integer(0, 1000));
    Numbers weights;
    for (Minor n = draw.integer(1, 200); n > 0; --n) {
      weights.push_back(std::exp(20 * draw.uniform()));
    }
    const Minors part = spread(total, weights);
    ASSERT_TRUE(sum(part) == total) << "seed " << seed << " round " << round;
    const double level =
        static_cast<double>(total) / std::accumulate(weights.begin(), weights.end(), 0.0);
    for (std::size_t i = 0; i < part.size(); ++i) {
      const double real = level * weights[i];
      ASSERT_NEAR(static_cast<double>(part[i]), real, 1 + 1e-13 * std::abs(real)) << round;
    }
  }
  // Parts that together pass int64 both ways: a huge credit locked in.
  const Minors locked{-largest, missing_integer, missing_integer};
  EXPECT_EQ(spread(largest, Numbers{0, 1, 1}, {{}, {}, locked}),
            (Minors{-largest, largest, largest}));
  EXPECT_EQ(refusal(largest, {0, 1}, {{}, {}, Minors{-largest, missing_integer}}),
            "upper: sum 0 is below the total 9223372036854775807");
}

TEST(Spread, SurvivesWeightsOfAllMagnitudes) {
  const Numbers weights{1e-100, 1, 1e100, 1e-100};
  EXPECT_EQ(spread(1000, weights), (Minors{0, 0, 1000, 0}));
  EXPECT_EQ(spread(1000, weights, {{}, Minors{largest, 300, 500, largest}, {}}),
            (Minors{100, 300, 500, 100}));
}

// Break points that halve from item to item: every step of the search fixes as little as can be.
TEST(Spread, TakesBreakPointsOfAllMagnitudes) {
  constexpr std::size_t n = 200;
  Numbers weights;
  Minors upper;
  for (std::size_t i = 0; i < n; ++i) {
    weights.push_back(std::ldexp(1.0, static_cast<int>(i) - 100));
    upper.push_back(1000 + static_cast<Minor>(i));
  }
  const Minor most = static_cast<Minor>(sum(upper));
  for (Minor total = most; total >= 0; total -= 997) {
    ASSERT_TRUE(sum(spread(total, weights, {{}, upper, {}})) == total);
  }
}

}  // namespace spread_test
}  // namespace salesplan::allocation
