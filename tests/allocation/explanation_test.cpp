#include "salesplan/allocation/explanation.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "refusal.hpp"
#include "salesplan/allocation/cascade.hpp"

namespace salesplan::allocation {
namespace {

using core::Minor;
using Minors = std::vector<Minor>;
using Numbers = std::vector<double>;

constexpr Minor none = core::missing_integer;
constexpr double sum_of_children = core::missing_number;
constexpr double infinity = std::numeric_limits<double>::infinity();

// Company over North (Ann, Bob) and South (Cai, Dee).
const std::vector<std::int32_t> parent{-1, 0, 0, 1, 1, 2, 2};
const std::vector<std::string> labels{"Company", "North", "South", "Ann", "Bob", "Cai", "Dee"};
const Tree company{parent, labels};
const Numbers history{sum_of_children, sum_of_children, sum_of_children, 10, 20, 30, 40};

TEST(Explanation, GivesTheShareAtEveryLevel) {
  const auto chain = explain(6, 101, company, history);
  ASSERT_EQ(chain.size(), 3U);
  EXPECT_EQ(chain[0].label, "Company");
  EXPECT_EQ(chain[0].value, 101);
  EXPECT_EQ(chain[1].label, "South");
  EXPECT_EQ(chain[1].pool, 101);
  EXPECT_DOUBLE_EQ(chain[1].share, 0.7);
  EXPECT_NEAR(chain[1].wish, 70.7, 1e-9);
  EXPECT_NEAR(chain[1].rounding, 0.3, 1e-9);
  EXPECT_EQ(chain[2].label, "Dee");
  EXPECT_EQ(chain[2].pool, 71);
  EXPECT_DOUBLE_EQ(chain[2].share, 4.0 / 7);
  EXPECT_EQ(chain[2].hold, Hold::none);
  EXPECT_EQ(chain[2].value, 41);
}

TEST(Explanation, NamesTheBoundThatHoldsAndItsPrice) {
  const Minors lower{none, none, none, none, 100, none, none};
  const auto chain = explain(4, 200, company, history, {lower, {}, {}});
  // Bob's floor lifts North from 60 to 100 …
  EXPECT_EQ(chain[1].hold, Hold::lower);
  EXPECT_TRUE(chain[1].from_below);
  EXPECT_EQ(chain[1].bound, 100);
  // … where South, unbound, has the level 100 / 70.
  EXPECT_NEAR(chain[1].wish, 100.0 / 70 * 30, 1e-9);
  EXPECT_NEAR(chain[1].price, std::log(70.0 / 30), 1e-12);
  EXPECT_EQ(chain[2].hold, Hold::lower);
  EXPECT_FALSE(chain[2].from_below);
  EXPECT_EQ(chain[2].value, 100);

  const Minors upper{none, none, none, none, none, 20, none};
  const auto capped = explain(5, 200, company, history, {{}, upper, {}}).back();
  EXPECT_EQ(capped.hold, Hold::upper);
  EXPECT_NEAR(capped.wish, 90, 1e-9);  // Dee has 120 for 40
  EXPECT_NEAR(capped.price, std::log(20.0 / 90), 1e-12);

  const Minors locked{none, none, none, 20, none, none, none};
  const auto kept = explain(3, 200, company, history, {{}, {}, locked}).back();
  EXPECT_EQ(kept.hold, Hold::locked) << "though it is just what it would get";
  EXPECT_NEAR(kept.price, 0, 1e-12);

  // A negative total: the cap of Ann is what lifts her from -20 to -5, so it is her lower bound.
  const Minors least{none, none, none, -5, none, none, none};
  const auto mirrored = explain(3, -200, company, history, {least, {}, {}}).back();
  EXPECT_EQ(mirrored.hold, Hold::lower);
  EXPECT_EQ(mirrored.value, -5);
  EXPECT_LT(mirrored.price, 0) << "it makes the part smaller";
}

TEST(Explanation, ShowsThatPartsWithoutWeightTakeWhatIsLeft) {
  const Numbers weights{sum_of_children, 1, 1, 0, 1, 1, 1};
  const Minors upper{none, none, none, none, 30, none, none};
  const auto chain = explain(3, 200, company, weights, {{}, upper, {}});
  EXPECT_EQ(chain.back().value, 70);
  EXPECT_EQ(chain.back().wish, 0);
  EXPECT_EQ(chain.back().hold, Hold::none);
  EXPECT_NEAR(chain.back().rounding, 0, 1e-9);
  const auto held = explain(4, 200, company, weights, {{}, upper, {}}).back();
  EXPECT_EQ(held.wish, infinity);
  EXPECT_EQ(held.price, -infinity);
}

TEST(Explanation, CarriesTheOverAssignment) {
  const Numbers over{0.1, 0, 0, 0, 0, 0, 0};
  const auto chain = explain(1, 1000, company, history, {}, 1, ZeroWeights::refuse, over);
  EXPECT_EQ(chain[0].pool, 1000);
  EXPECT_EQ(chain[1].pool, 1100);
  EXPECT_EQ(chain[1].value, 330);
}

TEST(Explanation, RefusesWhatCascadeRefusesAndNodesThatAreNot) {
  EXPECT_EQ(refusal([] { explain(7, 200, company, history); }),
            "node: 7 is not one of the 7 nodes");
  const Minors upper{100, none, none, none, none, none, none};
  EXPECT_EQ(refusal([&] {
              explain(0, 200, company, history, {{}, upper, {}});
            }),
            refusal([&] {
              cascade(200, company, history, {{}, upper, {}});
            }));
}

// Each step is the value of cascade(), and follows from what the step says of itself.
TEST(Explanation, AddsUpOverRandomHierarchies) {
  constexpr unsigned seed = 20261124;
  SCOPED_TRACE(seed);
  std::mt19937_64 engine(seed);
  const auto below = [&](std::uint64_t n) { return static_cast<std::int64_t>(engine() % n); };
  int held = 0;
  for (int round = 0; round < 8000; ++round) {
    const std::size_t n = 2 + static_cast<std::size_t>(below(20));
    std::vector<std::int32_t> above{-1};
    while (above.size() < n) {
      above.push_back(static_cast<std::int32_t>(below(above.size())));
    }
    const Tree tree{above};
    Numbers weights(n, sum_of_children);
    Minors lower(n, none), upper(n, none), locked(n, none);
    const Children children = children_of(tree);
    for (std::size_t v = 0; v < n; ++v) {
      if (children.count(v) == 0) weights[v] = static_cast<double>(below(4) * below(1000));
      if (below(6) == 0) lower[v] = below(200);
      if (below(6) == 0) upper[v] = 100 + below(2000);
      if (below(20) == 0) locked[v] = below(500);
    }
    const Minor unit = 1 + below(2) * 9;
    const Minor total = (below(4) == 0 ? -1 : 1) * below(5000) * unit;
    const Bounds bounds{lower, upper, locked};
    Minors value;
    if (refusal([&] { value = cascade(total, tree, weights, bounds, unit, ZeroWeights::equal); }) !=
        "accepted") {
      continue;
    }
    const auto node = static_cast<std::size_t>(below(n));
    const auto chain = explain(node, total, tree, weights, bounds, unit, ZeroWeights::equal);
    ASSERT_EQ(chain.front().node, 0U);
    ASSERT_EQ(chain.back().node, node);
    for (const PartReason& step : chain) {
      ASSERT_EQ(step.value, value[step.node]) << round;
      // Without weights, the level at which the parts are equal is not told.
      if (!(step.weight > 0)) continue;
      const double real = step.hold == Hold::none ? step.wish : static_cast<double>(step.bound);
      ASSERT_NEAR(real + step.rounding, static_cast<double>(step.value), 1e-6) << round;
      ASSERT_LE(std::abs(step.rounding), static_cast<double>(unit)) << round;
      held += step.hold != Hold::none ? 1 : 0;
      if (total <= 0 || std::isnan(step.price)) continue;
      if (step.hold == Hold::lower) {
        ASSERT_GT(step.price, 0) << round;
      } else if (step.hold == Hold::upper) {
        ASSERT_LT(step.price, 0) << round;
      }
    }
  }
  EXPECT_GT(held, 500) << "the cases must exercise the bounds";
}

}  // namespace
}  // namespace salesplan::allocation
