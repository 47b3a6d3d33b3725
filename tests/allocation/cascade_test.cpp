#include "salesplan/allocation/cascade.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "salesplan/core/wide.hpp"

namespace salesplan::allocation {
namespace cascade_test {

using core::Minor;
using core::missing_integer;
using core::missing_number;
using Minors = std::vector<Minor>;
using Numbers = std::vector<double>;

constexpr Minor none = missing_integer;
constexpr double sum_of_children = missing_number;

// Company over North (Ann, Bob) and South (Cai, Dee).
const std::vector<std::int32_t> parent{-1, 0, 0, 1, 1, 2, 2};
const std::vector<std::string> labels{"Company", "North", "South", "Ann", "Bob", "Cai", "Dee"};
const Tree company{parent, labels};
const Numbers history{sum_of_children, sum_of_children, sum_of_children, 10, 20, 30, 40};

std::string refusal(Minor total, const Tree& tree, const Numbers& weights,
                    const Bounds& bounds = {}, Minor unit = 1,
                    const Numbers& over_assignment = {}) {
  try {
    cascade(total, tree, weights, bounds, unit, ZeroWeights::refuse, over_assignment);
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Cascade, SplitsLevelByLevel) {
  EXPECT_EQ(cascade(200, company, history), (Minors{200, 60, 140, 20, 40, 60, 80}));
  EXPECT_EQ(cascade(-200, company, history), (Minors{-200, -60, -140, -20, -40, -60, -80}));
  EXPECT_EQ(cascade(101, company, history), (Minors{101, 30, 71, 10, 20, 30, 41}));
  EXPECT_EQ(cascade(7, Tree{{parent.data(), 1}}, Numbers{1}), (Minors{7}));
}

TEST(Cascade, TakesTheWeightOfAnInnerNodeBeforeItsChildren) {
  const Numbers even{sum_of_children, 1, 1, 10, 20, 30, 40};
  EXPECT_EQ(cascade(210, company, even), (Minors{210, 105, 105, 35, 70, 45, 60}));
}

TEST(Cascade, KeepsBoundsAndLocksOnAnyNode) {
  const Minors locked{none, 90, none, none, none, none, none};
  EXPECT_EQ(cascade(200, company, history, {{}, {}, locked}),
            (Minors{200, 90, 110, 30, 60, 47, 63}));
  // Cai's and Dee's caps leave South 50, so North must take what is over.
  const Minors upper{none, none, none, none, none, 20, 30};
  EXPECT_EQ(cascade(200, company, history, {{}, upper, {}}),
            (Minors{200, 150, 50, 50, 100, 20, 30}));
  const Minors lower{none, none, none, none, 100, none, none};
  EXPECT_EQ(cascade(200, company, history, {lower, {}, {}}),
            (Minors{200, 100, 100, 0, 100, 43, 57}));
}

TEST(Cascade, KeepsABufferOfItsOwnAtEveryLevel) {
  const Numbers over{0.05, 0.1, 0, 9, 9, 9, 9};
  const auto plan = [&](Minor total, const Bounds& bounds = {}) {
    return cascade(total, company, history, bounds, 1, ZeroWeights::refuse, over);
  };
  EXPECT_EQ(plan(1000), (Minors{1000, 315, 735, 116, 231, 315, 420}));  // 315·1.1 = 346.5
  EXPECT_EQ(plan(2000), (Minors{2000, 630, 1470, 231, 462, 630, 840}));
  EXPECT_EQ(plan(-2000), (Minors{-2000, -630, -1470, -231, -462, -630, -840}));
  const Minors locked{none, none, none, 300, none, none, none};
  EXPECT_EQ(plan(2000, {{}, {}, locked}), (Minors{2000, 630, 1470, 300, 393, 630, 840}));
  // Ann and Bob can take 220, so North has 200 of it and South the rest of 2100.
  const Minors upper{none, none, none, 100, 120, none, none};
  EXPECT_EQ(plan(2000, {{}, upper, {}}), (Minors{2000, 200, 1900, 100, 120, 814, 1086}));
  const Minors both{none, none, 1000, 100, 120, none, none};
  EXPECT_EQ(refusal(2000, company, history, {{}, both, {}}, 1, over),
            "total: 2000 conflicts with upper 1000 of South, upper 100 of Ann, upper 120 of Bob");
  // 100 % on top hands down even numbers only.
  const std::vector<std::int32_t> pair{-1, 0};
  EXPECT_EQ(refusal(4, Tree{pair}, {1, 1}, {{}, {}, Minors{none, 7}}, 1, {1, 0}),
            "node 0: with its over-assignment no value hands down what its parts can take, 7 to 7");
  EXPECT_EQ(refusal(4, Tree{pair}, {1, 1}, {}, 1, {-1, 0}),
            "over_assignment[0]: -1 is not in [0, 1000]");
  EXPECT_EQ(refusal(4, Tree{pair}, {1, 1}, {}, 1, {1}), "over_assignment: 1 values for 2 items");
}

TEST(Cascade, WordsTheConflictAsItsCallerWould) {
  const Minors lower{none, none, none, 60, none, none, none};
  const Minors upper{none, 50, none, none, none, none, none};
  Wording wording;
  wording.amount = [](core::Wide minor) { return "$" + core::wide_text(minor); };
  wording.source = [](std::size_t node, const std::string& name) {
    return node == 3 ? "row 7, " + name : std::string();
  };
  try {
    cascade(500, company, history, {lower, upper, {}}, 1, ZeroWeights::refuse, {}, wording);
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "North: upper $50 conflicts with lower $60 (row 7, lower) of Ann");
  }
}

TEST(Cascade, NamesTheConflict) {
  const Minors lower{none, none, none, 60, none, 5, none};
  const Minors upper{none, 100, none, none, none, none, none};
  const Minors locked{none, none, none, none, 70, none, none};
  EXPECT_EQ(refusal(500, company, history, {lower, upper, locked}),
            "North: upper 100 conflicts with lower 60 of Ann, locked 70 of Bob");
  EXPECT_EQ(refusal(120, company, history, {lower, {}, locked}),
            "total: 120 conflicts with lower 60 of Ann, locked 70 of Bob");

  const Minors caps{none, none, none, none, none, 20, 30};
  const Minors floor{none, none, 60, none, none, none, none};
  EXPECT_EQ(refusal(500, company, history, {floor, caps, {}}),
            "South: lower 60 conflicts with upper 20 of Cai, upper 30 of Dee");
  const Minors north{none, 100, none, none, none, none, none};
  const Minors both{none, 100, none, none, none, 20, 30};
  EXPECT_EQ(refusal(500, company, history, {{}, both, {}}),
            "total: 500 conflicts with upper 100 of North, upper 20 of Cai, upper 30 of Dee");
  EXPECT_EQ(
      refusal(-500, company, history, {Minors{none, -100, -300, none, none, none, none}, {}, {}}),
      "total: -500 conflicts with lower -100 of North, lower -300 of South");
  EXPECT_EQ(
      refusal(5, company, history, {{}, {}, Minors{none, -100, none, none, none, none, none}}),
      "North: locked -100 conflicts with parts that no bound lets go below 0");
}

TEST(Cascade, RefusesWhatIsNoTree) {
  const auto tree_error = [](const std::vector<std::int32_t>& parents) {
    return refusal(1, Tree{parents}, Numbers(parents.size(), 1.0));
  };
  EXPECT_EQ(tree_error({}), "parent: is empty; a tree has at least its root");
  EXPECT_EQ(tree_error({0}), "parent[0]: 0 of node 0 must be -1: the first node is the root");
  EXPECT_EQ(tree_error({-1, -1}),
            "parent[1]: -1 of node 1 is no node, and only the first node is the root");
  EXPECT_EQ(tree_error({-1, 2, 1}),
            "parent[1]: 2 of node 1 is not an earlier node: parents come before their children");
  EXPECT_EQ(tree_error({-1, 1}),
            "parent[1]: 1 of node 1 is not an earlier node: parents come before their children");
  EXPECT_EQ(refusal(1, Tree{parent, {labels.data(), 3}}, history), "labels: 3 labels for 7 nodes");
}

TEST(Cascade, RefusesBadWeightsAndBounds) {
  Numbers weights = history;
  weights[4] = missing_number;
  EXPECT_EQ(refusal(1, company, weights), "weights[Bob]: nan is neither 0 nor in [1e-100, 1e100]");
  EXPECT_EQ(refusal(1, company, {1, 2}), "weights: 2 values for 7 items");
  EXPECT_EQ(refusal(9, company, Numbers{missing_number, 1, 1, 0, 0, 1, 1}),
            "North: all free weights below it are zero, so nothing says how to spread 5");
  EXPECT_EQ(
      cascade(9, company, Numbers{missing_number, 1, 1, 0, 0, 1, 1}, {}, 1, ZeroWeights::equal),
      (Minors{9, 5, 4, 3, 2, 2, 2}));
  const Minors lower{none, none, none, none, none, none, 9};
  const Minors upper{none, none, none, none, none, none, 8};
  EXPECT_EQ(refusal(1, company, history, {lower, upper, {}}), "lower[Dee]: 9 exceeds upper 8");
  const Minor most = std::numeric_limits<Minor>::max();
  EXPECT_EQ(refusal(1, company, history, {Minors{none, none, none, most, 1, none, none}, {}, {}}),
            "North: its parts come to 9223372036854775808, beyond 64 bits");
}

// A chain is as deep as it has nodes: nothing may recurse.
TEST(Cascade, TakesADeepTree) {
  std::vector<std::int32_t> chain(300000);
  Numbers weights(chain.size(), missing_number);
  Minors upper(chain.size(), none);
  for (std::size_t i = 0; i < chain.size(); ++i) chain[i] = static_cast<std::int32_t>(i) - 1;
  weights.back() = 1;
  EXPECT_EQ(cascade(5, Tree{chain}, weights).back(), 5);
  upper.back() = 4;
  EXPECT_EQ(refusal(5, Tree{chain}, weights, {{}, upper, {}}),
            "total: 5 conflicts with upper 4 of node 299999");
}

struct Instance {
  std::vector<std::int32_t> parent{-1};
  Numbers weights;
  Minors lower, upper, locked;
  Minor unit = 1;
  Minor total = 0;
};

// Bounds are drawn around a hidden solution when `feasible`, else anywhere.
Instance draw(std::mt19937_64& engine, bool feasible) {
  const auto integer = [&](Minor low, Minor high) {
    return low + static_cast<Minor>(engine() % (static_cast<std::uint64_t>(high - low) + 1));
  };
  Instance x;
  const std::size_t n = static_cast<std::size_t>(integer(1, 15));
  for (std::size_t v = 1; v < n; ++v) {
    x.parent.push_back(static_cast<std::int32_t>(integer(0, static_cast<Minor>(v) - 1)));
  }
  x.unit = integer(0, 2) == 0 ? integer(2, 9) : 1;
  const Minor sign = integer(0, 3) == 0 ? -1 : 1;
  std::vector<bool> inner(n);
  for (std::size_t v = 1; v < n; ++v) inner[static_cast<std::size_t>(x.parent[v])] = true;
  Minors hidden(n);
  for (std::size_t v = n; v-- > 0;) {
    if (!inner[v]) hidden[v] = sign * x.unit * integer(0, 30);
    if (v > 0) hidden[static_cast<std::size_t>(x.parent[v])] += hidden[v];
  }
  x.total = feasible ? hidden[0] : hidden[0] + x.unit * integer(-20, 20);
  for (std::size_t v = 0; v < n; ++v) {
    x.weights.push_back(inner[v] && integer(0, 4) > 0 ? missing_number
                                                      : static_cast<double>(integer(0, 20)));
    const Minor spare = feasible ? 0 : x.unit * 10;
    const Minor low = hidden[v] - integer(0, 20 * x.unit) + integer(0, spare);
    x.lower.push_back(integer(0, 2) == 0 ? low : none);
    x.upper.push_back(integer(0, 2) == 0 ? std::max(low, hidden[v] + integer(0, 20 * x.unit))
                                         : none);
    x.locked.push_back(integer(0, 9) == 0 && feasible ? hidden[v] : none);
  }
  return x;
}

TEST(Cascade, EveryParentIsTheSumOfItsChildrenWithinAllBounds) {
  constexpr std::uint64_t seed = 20260201;
  RecordProperty("seed", std::to_string(seed));
  std::mt19937_64 engine(seed);
  for (int round = 0; round < 20000; ++round) {
    const Instance x = draw(engine, true);
    const Minors value = cascade(x.total, Tree{x.parent}, x.weights, {x.lower, x.upper, x.locked},
                                 x.unit, ZeroWeights::equal);
    ASSERT_EQ(value[0], x.total) << "seed " << seed << " round " << round;
    Minors sum(value.size());
    std::vector<bool> inner(value.size());
    for (std::size_t v = value.size(); v-- > 0;) {
      if (inner[v]) {
        ASSERT_EQ(sum[v], value[v]) << "seed " << seed << " round " << round;
      }
      if (!core::is_missing(x.lower[v])) {
        ASSERT_GE(value[v], x.lower[v]) << round;
      }
      if (!core::is_missing(x.upper[v])) {
        ASSERT_LE(value[v], x.upper[v]) << round;
      }
      if (!core::is_missing(x.locked[v])) {
        ASSERT_EQ(value[v], x.locked[v]) << round;
      }
      ASSERT_EQ(value[v] % x.unit, 0) << round;
      if (v == 0) continue;
      sum[static_cast<std::size_t>(x.parent[v])] += value[v];
      inner[static_cast<std::size_t>(x.parent[v])] = true;
    }
  }
}

TEST(Cascade, HandsDownTheOverAssignmentWithinAllBounds) {
  constexpr std::uint64_t seed = 20260203;
  RecordProperty("seed", std::to_string(seed));
  std::mt19937_64 engine(seed);
  int accepted = 0;
  for (int round = 0; round < 20000; ++round) {
    Instance x = draw(engine, true);
    Numbers over;
    for (std::size_t v = 0; v < x.parent.size(); ++v) {
      over.push_back(static_cast<double>(engine() % 5) / 20);
      x.locked[v] = none;
    }
    Minors value;
    try {
      value = cascade(x.total, Tree{x.parent}, x.weights, {x.lower, x.upper, {}}, x.unit,
                      ZeroWeights::equal, over);
    } catch (const Error& error) {
      ASSERT_EQ(error.code(), ErrorCode::infeasible) << error.what();
      continue;
    }
    ++accepted;
    Minors sum(value.size());
    std::vector<bool> inner(value.size());
    for (std::size_t v = value.size(); v-- > 0;) {
      if (inner[v]) {
        const auto units = static_cast<double>(value[v] / x.unit);
        ASSERT_EQ(sum[v], value[v] + x.unit * std::llround(units * over[v]))
            << "seed " << seed << " round " << round;
      }
      if (!core::is_missing(x.lower[v])) {
        ASSERT_GE(value[v], x.lower[v]) << "seed " << seed << " round " << round;
      }
      if (!core::is_missing(x.upper[v])) {
        ASSERT_LE(value[v], x.upper[v]) << "seed " << seed << " round " << round;
      }
      if (v == 0) continue;
      sum[static_cast<std::size_t>(x.parent[v])] += value[v];
      inner[static_cast<std::size_t>(x.parent[v])] = true;
    }
  }
  EXPECT_GT(accepted, 10000);
}

// "lower 3 of node 5" in a message: dropping any one of the named constraints removes the conflict
// that is named, so the message is an irreducible certificate.
TEST(Cascade, EveryNamedConstraintIsNeededForTheConflict) {
  constexpr std::uint64_t seed = 20260202;
  RecordProperty("seed", std::to_string(seed));
  std::mt19937_64 engine(seed);
  int refused = 0;
  for (int round = 0; round < 20000; ++round) {
    const Instance x = draw(engine, false);
    std::string message;
    try {
      cascade(x.total, Tree{x.parent}, x.weights, {x.lower, x.upper, {}}, x.unit,
              ZeroWeights::equal);
      continue;
    } catch (const Error& error) {
      ASSERT_EQ(error.code(), ErrorCode::infeasible) << error.what();
      message = error.what();
    }
    const std::size_t split = message.find(" conflicts with ");
    if (split == std::string::npos) continue;                  // a node's own bounds cross in units
    if (message.find(" more") != std::string::npos) continue;  // not all are named
    const auto makes_room = [&](std::size_t v) {
      return x.total < 0 ? !core::is_missing(x.upper[v]) && x.upper[v] > 0
                         : !core::is_missing(x.lower[v]) && x.lower[v] < 0;
    };
    bool any_room = false;
    for (std::size_t v = 0; v < x.parent.size(); ++v) any_room = any_room || makes_room(v);
    if (any_room) continue;  // bounds that let a part cross zero count, but are not named
    ++refused;

    Minors lower(x.lower.size(), none), upper(x.upper.size(), none);
    std::vector<Minor*> named;
    const auto keep = [&](const std::string& side, std::size_t node) {
      Minor& slot = side == "lower" ? lower[node] : upper[node];
      slot = side == "lower" ? x.lower[node] : x.upper[node];
      named.push_back(&slot);
    };
    const std::string head = message.substr(0, split);
    if (head.rfind("node ", 0) == 0) {
      const std::size_t colon = head.find(':');
      keep(head.substr(colon + 2, 5), std::stoul(head.substr(5, colon - 5)));
    }
    for (std::size_t at = split; (at = message.find(" of node ", at)) != std::string::npos; ++at) {
      const std::size_t word = message.rfind("er ", at) - 3;
      keep(message.substr(word, 5), std::stoul(message.substr(at + 9)));
    }
    const auto conflict_remains = [&] {
      const std::string place = head.substr(0, head.find(':') + 2);
      return refusal(x.total, Tree{x.parent}, Numbers(x.parent.size(), 1.0), {lower, upper, {}},
                     x.unit)
                 .rfind(place, 0) == 0;
    };
    ASSERT_TRUE(conflict_remains()) << "seed " << seed << " round " << round << ": " << message;
    for (Minor* slot : named) {
      const Minor kept = std::exchange(*slot, none);
      ASSERT_FALSE(conflict_remains()) << "seed " << seed << " round " << round << ": " << message;
      *slot = kept;
    }
  }
  EXPECT_GT(refused, 2000);
}

}  // namespace cascade_test
}  // namespace salesplan::allocation
