#include "salesplan/allocation/margins.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "salesplan/core/error.hpp"
#include "salesplan/core/missing.hpp"
#include "two_way_flow.hpp"

namespace salesplan::allocation {
namespace margins_test {

using Numbers = std::vector<double>;
constexpr double none = core::missing_number;

std::string refusal(const MarginProblem& problem) {
  try {
    fit_margins(problem);
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

// Rows and columns of a table with two dimensions.
struct Table {
  std::size_t rows, columns;
  Numbers basis, row_totals, column_totals, lower, upper;

  MarginProblem problem() {
    margins = {{"rep", {0}, row_totals}, {"month", {1}, column_totals}};
    return {{rows, columns}, basis, margins, lower, upper, {}};
  }
  std::vector<Margin> margins;
};

TEST(Margins, FitsTwoMarginsInProportion) {
  Table table{2, 2, {40, 30, 35, 50}, {80, 70}, {65, 85}, {}, {}, {}};
  const MarginFit fit = fit_margins(table.problem());
  EXPECT_NEAR(fit.cells[0] + fit.cells[1], 80, 1e-6);
  EXPECT_NEAR(fit.cells[0] + fit.cells[2], 65, 1e-6);
  // Proportional fitting keeps the cross ratio of the basis.
  EXPECT_NEAR(fit.cells[0] * fit.cells[3] / (fit.cells[1] * fit.cells[2]), 40.0 * 50 / (30 * 35),
              1e-6);
}

TEST(Margins, KeepsBoundsLocksAndZeros) {
  Table table{2, 3, {1, 1, 1, 1, 0, 1}, {30, 30}, {20, 20, 20}, {}, {}, {}};
  table.lower = {none, none, 9, none, none, none};
  table.upper = {5, none, 9, none, none, none};
  const MarginFit fit = fit_margins(table.problem());
  const Numbers expected{1, 20, 9, 19, 0, 11};
  for (std::size_t c = 0; c < 6; ++c) EXPECT_NEAR(fit.cells[c], expected[c], 1e-6) << c;
}

TEST(Margins, LeavesWhatNoMarginTouches) {
  Table table{2, 2, {1, 2, 3, 4}, {none, 14}, {none, none}, {}, {}, {}};
  const MarginFit fit = fit_margins(table.problem());
  EXPECT_EQ(fit.cells, (Numbers{1, 2, 6, 8}));
}

TEST(Margins, NamesWhatCannotHoldTogether) {
  Table apart{2, 2, {1, 1, 1, 1}, {50, 51}, {60, 40}, {}, {}, {}};
  EXPECT_EQ(refusal(apart.problem()), "rep: sums to 101 where month sums to 100");

  Table capped{2, 2, {1, 1, 1, 1}, {50, 50}, {60, 40}, {}, {10, 10, none, none}, {}};
  EXPECT_EQ(refusal(capped.problem()), "rep[0]: total 50 exceeds 20, all that its cells can take");

  // Only rep 2 sells in month 1, and not that much.
  Table pattern{3, 2, {1, 0, 1, 0, 1, 1}, {30, 40, 30}, {60, 40}, {}, {}, {}};
  EXPECT_EQ(refusal(pattern.problem()),
            "rep[2]: total 30 conflicts with month[1] 40 and what the cells below can be");
  const std::vector<std::vector<std::string>> labels{{"Ann", "Bob", "Cai"}, {"Jan", "Feb"}};
  MarginProblem labelled = pattern.problem();
  labelled.labels = labels;
  EXPECT_EQ(refusal(labelled),
            "rep[Cai]: total 30 conflicts with month[Feb] 40 and what the cells below can be");
}

// Each pair of margins agrees, and yet no three-way table has them.
TEST(Margins, ProvesAThreeWayTableImpossible) {
  const Numbers basis(8, 1.0);
  const Numbers ab{1, 0, 0, 1}, ac{1, 0, 0, 1}, bc{0, 1, 1, 0};
  const std::vector<Margin> margins{{"ab", {0, 1}, ab}, {"ac", {0, 2}, ac}, {"bc", {1, 2}, bc}};
  EXPECT_EQ(
      refusal({{2, 2, 2}, basis, margins, {}, {}, {}}),
      "ab[0, 1]: total 0 conflicts with ac[1, 0] 0, bc[1, 0] 1 and what the cells below can be");
}

// Narrow bounds: a factor that is too far throws every cell from one bound to the other.
TEST(Margins, SettlesBetweenNarrowBounds) {
  Table table{2, 2, {1, 1000, 1000, 1}, {100, 100}, {100, 100}, {}, {}, {}};
  table.lower = {49, 49, 49, 49};
  table.upper = {51, 51, 51, 51};
  const MarginFit fit = fit_margins(table.problem());
  const Numbers expected{49, 51, 51, 49};
  for (std::size_t c = 0; c < 4; ++c) EXPECT_NEAR(fit.cells[c], expected[c], 1e-6) << c;
}

TEST(Margins, RefusalsNameThePlace) {
  Table good{2, 2, {1, 1, 1, 1}, {50, 50}, {60, 40}, {}, {}, {}};
  MarginProblem problem = good.problem();
  problem.shape = {2, 3};
  EXPECT_EQ(refusal(problem), "shape[1]: 3 does not fit 4 cells");
  problem.shape = {2, 1};
  EXPECT_EQ(refusal(problem), "basis: 4 values for 2 items");
  problem = good.problem();
  good.margins[1].dimensions = {2};
  EXPECT_EQ(refusal(problem),
            "margins[1].dimensions[0]: 2 is no dimension, or not in ascending order");
  Table negative{2, 2, {1, -1, 1, 1}, {50, 50}, {60, 40}, {}, {}, {}};
  EXPECT_EQ(refusal(negative.problem()), "basis[1]: -1 is not a finite number of at least 0");
  Table short_margin{2, 2, {1, 1, 1, 1}, {50}, {60, 40}, {}, {}, {}};
  EXPECT_EQ(refusal(short_margin.problem()), "margins[0].totals: 1 values for 2 items");
  Table infinite{2, 2, {1, 1, 1, 1}, {50, INFINITY}, {60, 40}, {}, {}, {}};
  EXPECT_EQ(refusal(infinite.problem()),
            "margins[0].totals[1]: inf is not a finite number of at least 0");
  Table crossed{2, 2, {1, 1, 1, 1}, {50, 50}, {60, 40}, {5, 0, 0, 0}, {4, 9, 9, 9}, {}};
  EXPECT_EQ(refusal(crossed.problem()), "lower[0]: 5 exceeds upper 4");
}

class Draw {
 public:
  explicit Draw(std::uint64_t seed) : engine_(seed) {}
  double uniform() { return static_cast<double>(engine_() >> 11) * 0x1p-53; }
  std::int64_t integer(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(high - low + 1));
  }

 private:
  std::mt19937_64 engine_;
};

TEST(Margins, MeetsThreeTwoWayMarginsWithinBounds) {
  constexpr std::uint64_t seed = 20260701;
  RecordProperty("seed", std::to_string(seed));
  Draw draw(seed);
  for (int round = 0; round < 2000; ++round) {
    const std::vector<std::size_t> shape{static_cast<std::size_t>(draw.integer(1, 4)),
                                         static_cast<std::size_t>(draw.integer(1, 4)),
                                         static_cast<std::size_t>(draw.integer(1, 4))};
    const std::size_t n = shape[0] * shape[1] * shape[2];
    Numbers basis, lower, upper, ab(shape[0] * shape[1]), ac(shape[0] * shape[2]),
        bc(shape[1] * shape[2]);
    const bool bounded = draw.uniform() < 0.5;
    for (std::size_t c = 0; c < n; ++c) {
      const bool zero = draw.uniform() < 0.2;
      const double hidden = zero ? 0 : 1 + 9 * draw.uniform();
      basis.push_back(zero ? 0 : 1 + 9 * draw.uniform());
      lower.push_back(draw.uniform() < 0.2 ? hidden * (0.3 + 0.6 * draw.uniform()) : none);
      upper.push_back(draw.uniform() < 0.2 ? hidden * (1.1 + draw.uniform()) : none);
      const std::size_t a = c / (shape[1] * shape[2]), b = c / shape[2] % shape[1],
                        k = c % shape[2];
      ab[a * shape[1] + b] += hidden;
      ac[a * shape[2] + k] += hidden;
      bc[b * shape[2] + k] += hidden;
    }
    const std::vector<Margin> margins{{"ab", {0, 1}, ab}, {"ac", {0, 2}, ac}, {"bc", {1, 2}, bc}};
    MarginProblem problem{shape, basis, margins, {}, {}, {}};
    if (bounded) {
      problem.lower = lower;
      problem.upper = upper;
    }
    const MarginFit fit = fit_margins(problem, 1e-9, 100000);
    Numbers sum_ab(ab.size()), sum_ac(ac.size()), sum_bc(bc.size());
    for (std::size_t c = 0; c < n; ++c) {
      const std::size_t a = c / (shape[1] * shape[2]), b = c / shape[2] % shape[1],
                        k = c % shape[2];
      sum_ab[a * shape[1] + b] += fit.cells[c];
      sum_ac[a * shape[2] + k] += fit.cells[c];
      sum_bc[b * shape[2] + k] += fit.cells[c];
      if (bounded && lower[c] == lower[c]) {
        ASSERT_GE(fit.cells[c], lower[c]) << "seed " << seed << " round " << round;
      }
      if (bounded && upper[c] == upper[c]) {
        ASSERT_LE(fit.cells[c], upper[c]) << "seed " << seed << " round " << round;
      }
    }
    const auto close = [](const Numbers& x, const Numbers& y) {
      for (std::size_t i = 0; i < x.size(); ++i) {
        if (std::abs(x[i] - y[i]) > 1e-7 * y[i]) return false;
      }
      return true;
    };
    ASSERT_TRUE(close(sum_ab, ab) && close(sum_ac, ac) && close(sum_bc, bc))
        << "seed " << seed << " round " << round;
  }
}

// Ours says impossible exactly where no flow exists; and of the margin cells it names none can be
// spared.
TEST(Margins, RefusesExactlyWhatNoFlowCanMeet) {
  constexpr std::uint64_t seed = 20260702;
  RecordProperty("seed", std::to_string(seed));
  Draw draw(seed);
  int met = 0, refused = 0, slow = 0;
  for (int round = 0; round < 20000; ++round) {
    Table table{static_cast<std::size_t>(draw.integer(2, 4)),
                static_cast<std::size_t>(draw.integer(2, 4)),
                {},
                {},
                {},
                {},
                {},
                {}};
    table.row_totals.assign(table.rows, 0);
    table.column_totals.assign(table.columns, 0);
    for (std::size_t c = 0; c < table.rows * table.columns; ++c) {
      table.basis.push_back(draw.uniform() < 0.35 ? 0 : static_cast<double>(draw.integer(1, 9)));
      table.upper.push_back(draw.uniform() < 0.3 ? static_cast<double>(draw.integer(1, 9)) : none);
      const auto hidden = static_cast<double>(draw.integer(1, 9));
      if (draw.uniform() < 0.1 || table.basis[c] > 0) {
        table.row_totals[c / table.columns] += hidden;
        table.column_totals[c % table.columns] += hidden;
      }
    }
    std::string text;
    try {
      fit_margins(table.problem(), 1e-7, 4000);
      ++met;
      ASSERT_TRUE(exists(table.problem())) << "seed " << seed << " round " << round;
      continue;
    } catch (const Error& error) {
      text = error.what();
      if (error.code() == ErrorCode::unsupported) {
        ++slow;  // possible only with cells at 0 that have a basis: the factors run off
        ASSERT_TRUE(exists(table.problem())) << "seed " << seed << " round " << round;
        continue;
      }
      ASSERT_EQ(error.code(), ErrorCode::infeasible) << text;
    }
    ASSERT_FALSE(exists(table.problem())) << "seed " << seed << " round " << round << ": " << text;
    if (text.find("conflicts") == std::string::npos) continue;
    ++refused;
    Table named = table;
    named.row_totals.assign(table.rows, none);
    named.column_totals.assign(table.columns, none);
    std::vector<double*> slots;
    const auto keep = [&](const std::string& name, const Numbers& from, Numbers& to) {
      for (std::size_t at = 0; (at = text.find(name, at)) != std::string::npos; ++at) {
        const auto i = static_cast<std::size_t>(text[at + name.size()] - '0');
        to[i] = from[i];
        slots.push_back(&to[i]);
      }
    };
    keep("rep[", table.row_totals, named.row_totals);
    keep("month[", table.column_totals, named.column_totals);
    ASSERT_FALSE(exists(named.problem())) << "seed " << seed << " round " << round << ": " << text;
    for (double* slot : slots) {
      const double kept = std::exchange(*slot, none);
      ASSERT_TRUE(exists(named.problem())) << "seed " << seed << " round " << round << ": " << text;
      *slot = kept;
    }
  }
  EXPECT_GT(met, 5000);
  EXPECT_GT(refused, 2000);
  EXPECT_LT(slow, 1000);
}

}  // namespace margins_test
}  // namespace salesplan::allocation
