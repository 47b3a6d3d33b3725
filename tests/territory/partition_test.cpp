#include "salesplan/territory/partition.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "refusal.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/territory/balance.hpp"
#include "salesplan/territory/distance.hpp"

namespace salesplan::territory {
namespace {

using Ints = std::vector<std::int32_t>;
using Numbers = std::vector<double>;
using Names = std::vector<std::string>;
constexpr double none = core::missing_number;

/// A problem and the arrays it looks at.
struct Case {
  Numbers cost;
  Ints fixed, today;
  Numbers move_cost;
  std::vector<Border> borders;
  Names accounts, territories;
  PartitionProblem problem;

  Partition solve(const PartitionOptions& options = {}) {
    problem.cost = cost;
    problem.fixed = fixed;
    problem.today = today;
    problem.move_cost = move_cost;
    problem.borders = borders;
    problem.account_names = accounts;
    problem.territory_names = territories;
    return partition(problem, options);
  }
};

/// Four accounts on a line, two centres at its ends.
Case line() {
  Case made;
  made.problem.accounts = 4;
  made.problem.territories = 2;
  made.cost = {0, 9, 1, 4, 2, 3, 9, 0};
  made.accounts = {"Ada", "Bay", "Cox", "Dow"};
  made.territories = {"West", "East"};
  made.problem.measures = {balanced("visits", {1, 1, 1, 1}, Numbers{1, 1}, 0)};
  return made;
}

TEST(Partition, BalancesAtLeastCost) {
  const Partition found = line().solve();
  EXPECT_EQ(found.territory, (Ints{0, 0, 1, 1}));
  EXPECT_EQ(found.load, (Numbers{2, 2}));
  EXPECT_DOUBLE_EQ(found.cost, 4);
  EXPECT_LE(found.bound, 4);
  EXPECT_NEAR(found.gap, 0, 1e-4);
}

TEST(Partition, KeepsFixedAccountsAndAvoidsForbiddenOnes) {
  Case fixed = line();
  fixed.fixed = {-1, -1, 0, -1};
  EXPECT_EQ(fixed.solve().territory, (Ints{0, 1, 0, 1}));
  Case forbidden = line();
  forbidden.cost[2 * 2 + 1] = none;  // Cox may not go East
  EXPECT_EQ(forbidden.solve().territory, (Ints{0, 1, 0, 1}));
}

TEST(Partition, MovesOnlyWhatPays) {
  Case today = line();
  today.problem.measures = {balanced("visits", {1, 1, 1, 1}, Numbers{1, 1}, 1)};
  today.today = {0, 1, 0, 1};
  today.move_cost = {5, 2.5, 5, 5};
  const Partition found = today.solve();
  EXPECT_EQ(found.territory, (Ints{0, 0, 0, 1}));  // Bay saves 3 for 2.5
  EXPECT_EQ(found.moved, 1u);
  EXPECT_DOUBLE_EQ(found.moving, 2.5);
  EXPECT_DOUBLE_EQ(found.cost, 3);
}

TEST(Partition, PricesImbalance) {
  Case soft = line();
  soft.problem.measures = {balanced("visits", {1, 1, 1, 1}, Numbers{1, 1}, INFINITY, 100)};
  const Partition even = soft.solve();
  EXPECT_EQ(even.territory, (Ints{0, 0, 1, 1}));
  EXPECT_DOUBLE_EQ(even.imbalance, 0);
  soft.problem.measures[0].weight = 0.1;
  const Partition uneven = soft.solve();
  EXPECT_EQ(uneven.territory, (Ints{0, 0, 0, 1}));
  EXPECT_DOUBLE_EQ(uneven.imbalance, 0.1 * 2 * 0.25);
  EXPECT_NEAR(uneven.gap, 0, 1e-4);
}

/// The Gini coefficient of a measure's loads over their ideals, by its definition.
double gini_of(const Measure& measure, const Numbers& load) {
  double differences = 0, sum = 0;
  for (std::size_t s = 0; s < load.size(); ++s) {
    for (std::size_t t = 0; t < load.size(); ++t) {
      differences += std::fabs(load[s] / measure.ideal[s] - load[t] / measure.ideal[t]);
    }
    sum += load[s] / measure.ideal[s];
  }
  return differences / (2 * static_cast<double>(load.size()) * sum);
}

/// The least objective over all assignments; infinite where none keeps the bounds. `fairest`, if
/// given, takes the least Gini coefficient of the first measure.
double by_enumeration(const Case& given, double* fairest = nullptr) {
  const std::size_t n = given.problem.accounts;
  const std::size_t k = given.problem.territories;
  double least = INFINITY;
  std::vector<std::size_t> where(n, 0);
  for (;;) {
    double total = 0;
    for (std::size_t i = 0; i < n; ++i) total += given.cost[i * k + where[i]];
    for (const Measure& measure : given.problem.measures) {
      Numbers load(k, 0.0);
      for (std::size_t i = 0; i < n; ++i) load[where[i]] += measure.size[i];
      const double gini = gini_of(measure, load);
      if (gini > measure.most_gini + 1e-9) total = INFINITY;
      if (fairest != nullptr && &measure == &given.problem.measures[0]) {
        *fairest = std::min(*fairest, gini);
      }
      for (std::size_t t = 0; t < k && !measure.lower.empty(); ++t) {
        if (load[t] < measure.lower[t] - 1e-9 || load[t] > measure.upper[t] + 1e-9) {
          total = INFINITY;
        }
        const double off = load[t] / measure.ideal[t] - 1;
        total += measure.weight * off * off;
      }
    }
    if (total < least) least = total;
    std::size_t i = 0;
    while (i < n && ++where[i] == k) where[i++] = 0;
    if (i == n) return least;
  }
}

TEST(Partition, AgreesWithEnumerationOnSmallInstances) {
  constexpr unsigned seed = 5;
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> uniform(0, 1);
  int infeasible = 0;
  for (int repeat = 0; repeat < 60; ++repeat) {
    Case made;
    made.problem.accounts = 7;
    made.problem.territories = 3;
    for (int c = 0; c < 21; ++c) {
      made.cost.push_back(uniform(random) < 0.1 && c % 3 != 0 ? none : 10 * uniform(random));
    }
    const double tolerance = 0.05 + 0.4 * uniform(random);
    for (int m = 0; m < 2; ++m) {
      Numbers size;
      for (int i = 0; i < 7; ++i) size.push_back(0.2 + uniform(random));
      made.problem.measures.push_back(balanced(m == 0 ? "visits" : "sales", size,
                                               Numbers{1, 1, 1.5},
                                               m == 0 ? tolerance : 3 * tolerance, m == 0 ? 0 : 5));
    }
    Case enumerated = made;
    for (double& cost : enumerated.cost) {
      if (std::isnan(cost)) cost = INFINITY;
    }
    const double least = by_enumeration(enumerated);
    if (std::isinf(least)) {
      ++infeasible;
      EXPECT_NE(refusal([&] { made.solve(); }), "accepted") << repeat;
      continue;
    }
    Partition found;
    ASSERT_EQ(refusal([&] { found = made.solve(); }), "accepted") << repeat;
    EXPECT_NEAR(found.cost + found.imbalance, least, 1e-9) << repeat;
    EXPECT_LE(found.bound, least + 1e-9) << repeat;
  }
  EXPECT_GT(infeasible, 5);
  EXPECT_LT(infeasible, 55);
}

TEST(Partition, SharesAsFairlyAsWanted) {
  Case made = line();
  made.problem.measures = {balanced("visits", {1, 1, 1, 2}, Numbers{1, 1}, INFINITY)};
  EXPECT_EQ(made.solve().territory, (Ints{0, 0, 0, 1}));
  EXPECT_NEAR(made.solve().gini[0], 0.1, 1e-15);
  made.cost[2 * 3] = 0;  // Dow too is cheapest in the West
  made.cost[2 * 3 + 1] = 20;
  EXPECT_EQ(made.solve().gini[0], 0.5);
  made.problem.measures[0].most_gini = 0.1;
  EXPECT_EQ(made.solve().territory, (Ints{0, 1, 1, 0}));
  made.problem.measures[0].most_gini = 0.05;
  EXPECT_EQ(refusal([&] { made.solve(); }),
            "measures[0]: no partition was found that shares visits with a Gini of at most 0.05: "
            "the least found is 0.1, where West has most and East least");
  made.problem.measures[0].most_gini = 1.5;
  EXPECT_EQ(refusal([&] { made.solve(); }), "measures[0].most_gini: 1.5 is not in 0..1");
}

TEST(Partition, IsTheCheapestThatIsFairOnSmallInstances) {
  constexpr unsigned seed = 7;
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> uniform(0, 1);
  int refused = 0;
  for (int repeat = 0; repeat < 20; ++repeat) {
    Case made;
    made.problem.accounts = 7;
    made.problem.territories = 3;
    for (int c = 0; c < 21; ++c) made.cost.push_back(10 * uniform(random));
    for (const char* name : {"potential", "visits"}) {
      Numbers size;
      for (int i = 0; i < 7; ++i) size.push_back(0.2 + uniform(random));
      made.problem.measures.push_back(balanced(name, size, Numbers{1, 1, 1.5}, INFINITY));
      made.problem.measures.back().most_gini = 0.01 + 0.1 * uniform(random);
    }
    made.problem.measures[1].most_gini *= 3;
    double fairest = 1;
    const double least = by_enumeration(made, &fairest);
    Partition found;
    const std::string said = refusal([&] { found = made.solve(); });
    if (std::isinf(least)) {
      ++refused;
      ASSERT_NE(said.find("the least found is "), std::string::npos) << repeat << ": " << said;
      continue;
    }
    ASSERT_EQ(said, "accepted") << repeat;
    EXPECT_NEAR(found.cost, least, 1e-9) << repeat;
    EXPECT_LE(found.gini[0], made.problem.measures[0].most_gini + 1e-9);
    EXPECT_GE(found.gini[0], fairest - 1e-12);
  }
  EXPECT_GT(refused, 2);
  EXPECT_LT(refused, 17);
}

TEST(Partition, SaysTheLeastGiniThereIs) {
  std::mt19937 random(11);
  std::uniform_real_distribution<double> uniform(0, 1);
  for (int repeat = 0; repeat < 3; ++repeat) {
    Case made;
    made.problem.accounts = 7;
    made.problem.territories = 3;
    for (int c = 0; c < 21; ++c) made.cost.push_back(10 * uniform(random));
    Numbers size;
    for (int i = 0; i < 7; ++i) size.push_back(0.2 + uniform(random));
    made.problem.measures = {balanced("potential", size, Numbers{1, 1, 1.5}, INFINITY)};
    made.problem.measures[0].most_gini = 0;
    double fairest = 1;
    by_enumeration(made, &fairest);
    const std::string said = refusal([&] { made.solve(); });
    const std::string words = "the least found is ";
    const std::size_t at = said.find(words);
    ASSERT_NE(at, std::string::npos) << repeat << ": " << said;
    EXPECT_NEAR(std::stod(said.substr(at + words.size())), fairest, 1e-6) << repeat;
  }
}

/// n accounts and k centres spread over a square.
Case square(unsigned seed, std::size_t n, std::size_t k, double tolerance) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> uniform(0, 100);
  std::lognormal_distribution<double> heavy(0, 0.5);
  Numbers x(n), y(n), size(n), center_x(k), center_y(k);
  for (Numbers* values : {&x, &y, &center_x, &center_y}) {
    for (double& value : *values) value = uniform(random);
  }
  for (double& value : size) value = heavy(random);
  Case made;
  made.problem.accounts = n;
  made.problem.territories = k;
  made.cost = distance_cost(x, y, center_x, center_y, size);
  made.problem.measures = {balanced("workload", size, Numbers(k, 1.0), tolerance)};
  return made;
}

TEST(Partition, KeepsBoundsNearTheLowerBound) {
  for (unsigned seed = 1; seed <= 3; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Case made = square(seed, 400, 12, 0.05);
    const Partition found = made.solve();
    EXPECT_LT(found.gap, 0.01);
    for (std::size_t t = 0; t < 12; ++t) {
      EXPECT_GE(found.load[t], made.problem.measures[0].lower[t] * (1 - 1e-9));
      EXPECT_LE(found.load[t], made.problem.measures[0].upper[t] * (1 + 1e-9));
    }
  }
  EXPECT_EQ(square(1, 50, 3, 0.1).solve().territory, square(1, 50, 3, 0.1).solve().territory);
}

TEST(Partition, DoesNotDependOnTheUnits) {
  Case made = square(4, 60, 4, 0.1);
  const Partition found = made.solve();
  for (double& size : made.problem.measures[0].size) size *= 1024;
  for (auto* bounds : {&made.problem.measures[0].lower, &made.problem.measures[0].upper,
                       &made.problem.measures[0].ideal}) {
    for (double& bound : *bounds) bound *= 1024;
  }
  for (double& cost : made.cost) cost *= 256;
  const Partition scaled = made.solve();
  EXPECT_EQ(scaled.territory, found.territory);
  EXPECT_DOUBLE_EQ(scaled.cost, 256 * found.cost);
}

// ---- Borders ----

std::vector<Border> grid_borders(std::int32_t width, std::int32_t height) {
  std::vector<Border> borders;
  for (std::int32_t r = 0; r < height; ++r) {
    for (std::int32_t c = 0; c < width; ++c) {
      const std::int32_t i = r * width + c;
      if (c + 1 < width) borders.push_back({i, i + 1});
      if (r + 1 < height) borders.push_back({i, i + width});
    }
  }
  return borders;
}

/// In how many pieces territory t is.
int pieces(const Ints& territory, const std::vector<Border>& borders, std::int32_t t) {
  Ints piece(territory.size());
  std::iota(piece.begin(), piece.end(), 0);
  const auto root = [&](std::int32_t i) {
    while (piece[static_cast<std::size_t>(i)] != i) i = piece[static_cast<std::size_t>(i)];
    return i;
  };
  for (const Border& border : borders) {
    if (territory[static_cast<std::size_t>(border.a)] == t &&
        territory[static_cast<std::size_t>(border.b)] == t) {
      piece[static_cast<std::size_t>(root(border.a))] = root(border.b);
    }
  }
  int count = 0;
  for (std::size_t i = 0; i < territory.size(); ++i) {
    count += territory[i] == t && piece[i] == static_cast<std::int32_t>(i) ? 1 : 0;
  }
  return count;
}

TEST(Partition, KeepsTerritoriesInOnePiece) {
  for (unsigned seed = 1; seed <= 4; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Case made = square(seed, 144, 5, 0.1);
    made.borders = grid_borders(12, 12);
    Numbers x, y;
    for (std::size_t i = 0; i < 144; ++i) {
      x.push_back(static_cast<double>(i % 12));
      y.push_back(static_cast<double>(i / 12));
    }
    made.cost = distance_cost(x, y, Numbers{1, 10, 5, 2, 9}, Numbers{1, 2, 5, 10, 9});
    made.fixed.assign(144, -1);
    made.fixed[0] = 1;  // against the grain: the corner of another centre
    made.fixed[3] = 1;
    const Partition found = made.solve();
    EXPECT_EQ(found.territory[0], 1);
    for (std::int32_t t = 0; t < 5; ++t) EXPECT_EQ(pieces(found.territory, made.borders, t), 1);
    for (std::size_t t = 0; t < 5; ++t) {
      EXPECT_LE(found.load[t], made.problem.measures[0].upper[t] * (1 + 1e-9));
    }
    EXPECT_GE(found.gap, 0);
  }
}

TEST(Partition, SaysWhatBordersMakeImpossible) {
  Case islands = line();
  islands.borders = {{0, 1}, {2, 3}};
  islands.fixed = {0, -1, -1, 0};
  EXPECT_EQ(refusal([&] { islands.solve(); }),
            "borders: Ada and Dow are fixed to West, and no way between them was found");
}

// ---- Refusals ----

TEST(Partition, SaysWhoStandsInTheWay) {
  Case high = line();
  high.problem.measures[0].lower.clear();
  high.problem.measures[0].upper = {1.5, 1.5};
  EXPECT_EQ(refusal([&] { high.solve(); }),
            "measures[0]: all accounts have 4 visits, and all territories may have at most 3");
  Case low = line();
  low.problem.measures[0].lower = {2.5, 2.5};
  low.problem.measures[0].upper.clear();
  EXPECT_EQ(refusal([&] { low.solve(); }),
            "measures[0]: all accounts have 4 visits, and all territories need at least 5");
  Case fixed = line();
  fixed.fixed = {0, 0, 0, -1};
  EXPECT_EQ(
      refusal([&] { fixed.solve(); }),
      "measures[0]: West may have at most 2 visits, but the accounts that can go nowhere else "
      "have 3: Ada, Bay and Cox");
  Case starved = line();
  starved.problem.measures[0].upper.clear();
  for (const std::size_t i : {0u, 1u, 2u}) starved.cost[i * 2 + 1] = none;
  EXPECT_EQ(refusal([&] { starved.solve(); }),
            "measures[0]: East needs at least 2 visits, but the accounts that may go there have 1: "
            "Dow");
  Case nowhere = line();
  nowhere.cost[2] = nowhere.cost[3] = none;
  EXPECT_EQ(refusal([&] { nowhere.solve(); }), "cost[2]: Bay may go to no territory");
  // In pieces they would fit, whole they do not.
  Case lumps = line();
  lumps.problem.measures = {balanced("visits", {3, 3, 3, 0}, Numbers{1, 1}, 0.1)};
  EXPECT_EQ(
      refusal([&] {
        lumps.solve({10, 1});
      }).rfind("measures[0]: no partition was found that keeps all bounds: in the best one", 0),
      0u);
}

TEST(Partition, RefusalsNameThePlace) {
  const auto refused = [](auto&& spoil, const char* text) {
    Case made = line();
    spoil(made);
    EXPECT_EQ(refusal([&] { made.solve(); }), text);
  };
  refused([](Case& c) { c.problem.accounts = 0; }, "accounts: 0 is not in 1..2^30");
  refused([](Case& c) { c.problem.territories = 0; }, "territories: 0 is not in 1..2^30");
  refused([](Case& c) { c.cost.pop_back(); }, "cost: 7 values where 8 are needed");
  refused([](Case& c) { c.cost[3] = -1; }, "cost[3]: -1 of Bay is not in 0..1e100");
  refused([](Case& c) { c.cost[3] = INFINITY; }, "cost[3]: inf of Bay is not in 0..1e100");
  refused(
      [](Case& c) {
        c.fixed = {0, 2, -1, -1};
      },
      "fixed[1]: 2 of Bay is neither -1 nor one of 2 territories");
  refused(
      [](Case& c) {
        c.today = {0, -2, -1, -1};
      },
      "today[1]: -2 of Bay is neither -1 nor one of 2 territories");
  refused([](Case& c) { c.move_cost = {1, 1, 1, 1}; }, "today: 0 values where 4 are needed");
  refused([](Case& c) { c.borders = {{0, 4}}; }, "borders[0]: 4 is not one of 4 accounts");
  refused([](Case& c) { c.problem.measures[0].size[1] = none; },
          "measures[0].size[1]: nan of Bay is not in 0..1e100");
  refused(
      [](Case& c) {
        c.problem.measures[0].size = {0, 0, 0, 0};
      },
      "measures[0].size: every account has 0 of visits");
  refused([](Case& c) { c.problem.measures[0].weight = -1; },
          "measures[0].weight: -1 is not in 0..1e100");
  refused(
      [](Case& c) {
        c.problem.measures[0].ideal = {1, 0};
      },
      "measures[0].ideal[1]: 0 of East is not in 1e-100..1e100");
  refused(
      [](Case& c) {
        c.problem.measures[0].lower = {3, 0};
      },
      "measures[0].lower[0]: the least 3 visits of West exceeds its most 2");
  refused([](Case& c) { c.accounts.pop_back(); }, "account_names: 3 values where 4 are needed");
  EXPECT_EQ(refusal([] { line().solve({0, 1}); }), "effort: 0 is not in 1..1000000000");
}

}  // namespace
}  // namespace salesplan::territory
