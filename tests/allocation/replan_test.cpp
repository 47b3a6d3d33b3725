#include "salesplan/allocation/replan.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "refusal.hpp"
#include "salesplan/allocation/cascade.hpp"

namespace salesplan::allocation {
namespace replan_test {

using core::Minor;
using Minors = std::vector<Minor>;
using Flags = std::vector<std::uint8_t>;

constexpr Minor none = core::missing_integer;

// The year over Ann and Bob, each over the first half and the second.
const std::vector<std::int32_t> parent{-1, 0, 0, 1, 1, 2, 2};
const std::vector<std::string> labels{"Year", "Ann", "Bob", "Ann H1", "Ann H2", "Bob H1", "Bob H2"};
const Tree year{parent, labels};
const Minors plan{1000, 400, 600, 100, 300, 300, 300};
const Flags half_gone{0, 0, 0, 1, 0, 1, 0};

TEST(Replan, GivesThePlanBackWhereNothingChanged) {
  EXPECT_EQ(replan(plan, year, {}, 1000), plan);
  EXPECT_EQ(replan(plan, year, half_gone, 1000), plan);
}

TEST(Replan, SpreadsANewTotalOverWhatIsOpen) {
  EXPECT_EQ(replan(plan, year, half_gone, 1200), (Minors{1200, 500, 700, 100, 400, 300, 400}));
  EXPECT_EQ(replan(plan, year, half_gone, 400), (Minors{400, 100, 300, 100, 0, 300, 0}));
}

TEST(Replan, LetsTheNearestSiblingsMakeUpForALock) {
  const Minors locked{none, none, none, 150, none, none, none};
  EXPECT_EQ(replan(plan, year, {}, 1000, {{}, {}, locked}),
            (Minors{1000, 400, 600, 150, 250, 300, 300}));
  // Ann leaves at half time: nothing of hers is open, so Bob takes her second half.
  const Minors gone{none, none, none, none, 0, none, none};
  EXPECT_EQ(replan(plan, year, half_gone, 1000, {{}, {}, gone}),
            (Minors{1000, 100, 900, 100, 0, 300, 600}));
}

TEST(Replan, RefusesWhatCannotBe) {
  EXPECT_EQ(refusal([] { replan(plan, year, half_gone, 300); }),
            "total: 300 conflicts with locked 100 of Ann H1, locked 300 of Bob H1");
  const Minors locked{none, none, none, 150, none, none, none};
  EXPECT_EQ(refusal([&] {
              replan(plan, year, half_gone, 1000, {{}, {}, locked});
            }),
            "locked[Ann H1]: 150 conflicts with 100, which is closed");
  const Minors upper{none, 350, none, none, none, none, none};
  EXPECT_EQ(replan(plan, year, half_gone, 1000, {{}, upper, {}})[1], 350);
  const Minors low{none, 50, none, none, none, none, none};
  EXPECT_EQ(refusal([&] {
              replan(plan, year, half_gone, 1000, {{}, low, {}});
            }),
            "Ann: upper 50 conflicts with locked 100 of Ann H1");
  EXPECT_EQ(refusal([] {
              replan(Minors{1, 2, 3, 1, 1, 1, 2}, year, {}, 5);
            }),
            "plan[Year]: 1 is not the sum of its children, 5");
  EXPECT_EQ(refusal([] {
              replan(Minors{0, 0, 0, -1, 1, 0, 0}, year, {}, 5);
            }),
            "plan[Ann H1]: -1 is negative, and still open");
  EXPECT_EQ(refusal([] {
              replan(Minors{0, 0, 0, none, 1, 0, 0}, year, {}, 5);
            }),
            "plan[Ann H1]: is missing");
  EXPECT_EQ(refusal([] { replan(plan, year, Flags{1}, 5); }), "closed: 1 values for 7 items");
}

// Whatever the change, what is closed stays and every parent is the sum of its children.
TEST(Replan, KeepsWhatIsClosedOverRandomPlans) {
  constexpr unsigned seed = 20261125;
  SCOPED_TRACE(seed);
  std::mt19937_64 engine(seed);
  const auto below = [&](std::uint64_t n) { return static_cast<std::int64_t>(engine() % n); };
  int replanned = 0;
  for (int round = 0; round < 2000; ++round) {
    const std::size_t n = 2 + static_cast<std::size_t>(below(20));
    std::vector<std::int32_t> above{-1};
    while (above.size() < n) above.push_back(static_cast<std::int32_t>(below(above.size())));
    const Tree tree{above};
    const Children children = children_of(tree);
    std::vector<double> weights(n, core::missing_number);
    Flags closed(n);
    for (std::size_t v = 0; v < n; ++v) {
      if (children.count(v) == 0) weights[v] = static_cast<double>(1 + below(1000));
      closed[v] = below(3) == 0 ? 1 : 0;
    }
    const Minor total = below(100000);
    const Minors before = cascade(total, tree, weights);
    ASSERT_EQ(replan(before, tree, closed, total), before) << round;
    Minors after;
    if (refusal([&] { after = replan(before, tree, closed, below(150000)); }) != "accepted") {
      continue;
    }
    ++replanned;
    std::vector<Minor> parts(n);
    for (std::size_t v = n; v-- > 0;) {
      if (children.count(v) > 0) {
        ASSERT_EQ(parts[v], after[v]) << round;
      } else if (closed[v] != 0) {
        ASSERT_EQ(after[v], before[v]) << round;
      }
      ASSERT_GE(after[v], 0) << round;
      if (v > 0) parts[static_cast<std::size_t>(above[v])] += after[v];
    }
  }
  EXPECT_GT(replanned, 500);
}

}  // namespace replan_test
}  // namespace salesplan::allocation
