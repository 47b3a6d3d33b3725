#include "salesplan/budget/adjustment.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "refusal.hpp"
#include "salesplan/core/missing.hpp"

namespace salesplan::budget {
namespace {

/// On plan, on target, worth its money.
Progress steady() {
  Progress p;
  p.budget = 100000, p.planned = 50000, p.spent = 50000, p.committed = 50000;
  p.target = 1000, p.landing = 1000, p.marginal = 2;
  return p;
}

TEST(Adjustment, LeavesALoneWhatIsInTheBand) {
  Progress near = steady();
  near.landing = 960;
  EXPECT_TRUE(propose(std::vector<Progress>{steady(), near}, 50000).proposals.empty());
}

TEST(Adjustment, AddsFromTheReserveUpToTheStep) {
  Progress behind = steady();
  behind.landing = 800, behind.marginal = 3, behind.marginal_sd = 0.5;
  const Adjustment a = propose(std::vector<Progress>{behind}, 50000);
  ASSERT_EQ(a.proposals.size(), 1u);
  EXPECT_STREQ(a.proposals[0].action, "add");
  EXPECT_EQ(a.proposals[0].amount, 10000);
  EXPECT_EQ(a.budget[0], 110000);
  EXPECT_EQ(a.reserve, 40000);
  EXPECT_DOUBLE_EQ(a.proposals[0].effect, 20000);                            // 10000 · (3 - 1)
  EXPECT_NEAR(a.proposals[0].upper - 20000, 10000 * 0.5 * 1.6448536, 0.01);  // z at 90 %
  EXPECT_EQ(a.proposals[0].reason, "lands at 80% of target and returns 3 for 1 more");
  ASSERT_EQ(a.proposals[0].causes.size(), 2u);
  EXPECT_STREQ(a.proposals[0].causes[0].what, "lands");
  EXPECT_TRUE(a.proposals[0].causes[0].taker);
  EXPECT_DOUBLE_EQ(a.proposals[0].causes[0].value, 0.8);
  EXPECT_STREQ(a.proposals[0].causes[1].what, "returns");
  EXPECT_DOUBLE_EQ(a.proposals[0].causes[1].value, 3);
  AdjustmentOptions half;
  half.keep_reserve = 0.3;  // 45,000 of 150,000 stay
  EXPECT_EQ(propose(std::vector<Progress>{behind}, 50000, half).proposals[0].amount, 5000);
}

TEST(Adjustment, DiminishingReturnsLowerTheEffect) {
  Progress behind = steady();
  behind.landing = 800, behind.marginal = 3, behind.elasticity = 0.5;
  // 3 · 100000 / 0.5 · (1.1^0.5 - 1) - 10000
  EXPECT_NEAR(propose(std::vector<Progress>{behind}, 50000).proposals[0].effect, 19285.3089, 0.001);
}

TEST(Adjustment, MovesFromTheCheapestGiverFirst) {
  Progress behind = steady(), ahead = steady(), idle = steady();
  behind.landing = 800, behind.marginal = 3;
  ahead.landing = 1300;
  idle.spent = idle.committed = 47000;  // 6 % behind: 6,000 would be left over
  const Adjustment a = propose(std::vector<Progress>{ahead, behind, idle}, 0);
  ASSERT_EQ(a.proposals.size(), 2u);
  EXPECT_EQ(a.proposals[0].from, 2u);
  EXPECT_EQ(a.proposals[0].to, 1u);
  EXPECT_NEAR(static_cast<double>(a.proposals[0].amount), 6000, 1);
  EXPECT_NEAR(a.proposals[0].effect, 3.0 * 6000, 3);
  EXPECT_EQ(a.proposals[1].from, 0u);
  EXPECT_NEAR(a.proposals[1].effect, (3.0 - 2.0) * 4000, 3);
  EXPECT_EQ(a.budget[1], 110000);
}

TEST(Adjustment, CutsWhatDoesNotPayAndFreezesWhatOverspendsToo) {
  Progress poor = steady(), wild = steady();
  poor.marginal = wild.marginal = 0.4;
  wild.spent = wild.committed = 70000;
  const Adjustment a = propose(std::vector<Progress>{poor, wild}, 0);
  ASSERT_EQ(a.proposals.size(), 2u);
  EXPECT_STREQ(a.proposals[0].action, "freeze");
  EXPECT_EQ(a.proposals[0].amount, 30000);
  EXPECT_NEAR(a.proposals[0].effect, 30000 * 0.6, 1e-6);
  EXPECT_EQ(a.budget[1], 100000);
  EXPECT_STREQ(a.proposals[1].action, "cut");
  EXPECT_NEAR(a.proposals[1].effect, 10000 * 0.6, 1e-6);
  EXPECT_EQ(a.reserve, 10000);
  // Not sure enough: nothing.
  poor.marginal = 0.9, poor.marginal_sd = 1;
  EXPECT_TRUE(propose(std::vector<Progress>{poor}, 0).proposals.empty());
}

TEST(Adjustment, HysteresisHoldsADirectionAndSlowsATurn) {
  Progress line = steady();
  const auto adds = [&](double landing, Proposed last) {
    line.landing = landing, line.last = last;
    return !propose(std::vector<Progress>{line}, 50000).proposals.empty();
  };
  EXPECT_FALSE(adds(960, Proposed::keep));  // 4 % short, the band is 5 %
  EXPECT_TRUE(adds(960, Proposed::add));    // 2.5 %
  EXPECT_TRUE(adds(940, Proposed::keep));
  EXPECT_FALSE(adds(940, Proposed::cut));  // 10 %
  EXPECT_TRUE(adds(890, Proposed::cut));
}

TEST(Adjustment, KeepsItsPromisesOnRandomBudgets) {
  const std::uint64_t seed = 20261124;
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  const auto upto = [&](core::Minor most) {
    return static_cast<core::Minor>(random() % static_cast<std::uint64_t>(most + 1));
  };
  std::size_t proposals = 0;
  for (int round = 0; round < 2000; ++round) {
    std::vector<Progress> lines(static_cast<std::size_t>(1 + upto(7)));
    for (Progress& p : lines) {
      p.budget = upto(100000), p.planned = upto(p.budget), p.spent = upto(p.budget);
      p.committed = p.spent + upto(1000);
      p.target = 1000, p.landing = static_cast<double>(upto(2000));
      p.landing_sd = static_cast<double>(upto(50));
      p.marginal = static_cast<double>(upto(40)) / 10 - 0.5;
      p.marginal_sd = static_cast<double>(upto(5)) / 10;
      p.elasticity = 0.1 + static_cast<double>(upto(9)) / 10;
      p.last = static_cast<Proposed>(upto(3));
    }
    const core::Minor reserve = upto(20000);
    const Adjustment a = propose(lines, reserve);
    core::Minor before = reserve, after = a.reserve;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      before += lines[i].budget;
      after += a.budget[i];
      EXPECT_LE(10 * std::abs(a.budget[i] - lines[i].budget), lines[i].budget);
      EXPECT_GE(a.budget[i], std::min(lines[i].budget, lines[i].committed));
    }
    EXPECT_EQ(before, after);
    EXPECT_GE(a.reserve, 0);
    for (const Proposal& p : a.proposals) {
      EXPECT_GT(p.amount, 0);
      EXPECT_LE(p.lower, p.effect);
      EXPECT_GE(p.upper, p.effect);
      ++proposals;
    }
  }
  EXPECT_GT(proposals, 2000u);
}

TEST(Adjustment, Refusals) {
  const auto said = [](auto change) {
    Progress p = steady();
    change(p);
    return refusal([&] { propose(std::vector<Progress>{steady(), p}, 0); });
  };
  EXPECT_EQ(said([](Progress& p) { p.budget = -1; }), "lines[1].budget: -1 is not at least 0");
  EXPECT_EQ(said([](Progress& p) { p.committed = 1; }),
            "lines[1].committed: 1 is not at least what is spent");
  EXPECT_EQ(said([](Progress& p) { p.target = 0; }),
            "lines[1].target: 0 is not positive, up to 1e100");
  EXPECT_EQ(said([](Progress& p) { p.marginal = core::missing_number; }),
            "lines[1].marginal: nan is not within 1e100");
  EXPECT_EQ(said([](Progress& p) { p.elasticity = 0; }), "lines[1].elasticity: 0 is not in (0, 1]");
  AdjustmentOptions options;
  options.certainty = 1;
  EXPECT_EQ(refusal([&] { propose({}, 0, options); }), "options.certainty: 1 is not in [0.5, 1)");
  EXPECT_EQ(refusal([&] { propose({}, -1); }), "reserve: -1 is not at least 0");
}

}  // namespace
}  // namespace salesplan::budget
