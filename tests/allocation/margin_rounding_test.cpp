#include "salesplan/allocation/margin_rounding.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "refusal.hpp"
#include "salesplan/allocation/margins.hpp"
#include "salesplan/core/missing.hpp"
#include "salesplan/numeric/random.hpp"

namespace salesplan::allocation {
namespace margin_rounding_test {

using Numbers = std::vector<double>;
constexpr double none = core::missing_number;

// A table whose margins are those of a hidden table of whole numbers.
struct Hidden {
  Hidden(std::vector<std::size_t> lengths, std::vector<std::vector<std::size_t>> over,
         numeric::Random& random)
      : shape(std::move(lengths)), dimensions(std::move(over)) {
    std::size_t n = 1;
    for (const std::size_t length : shape) n *= length;
    std::vector<double> cells;
    for (std::size_t c = 0; c < n; ++c) {
      const bool empty = random.below(10) < 3;
      basis.push_back(empty ? 0 : 1 + 99 * random.uniform());
      cells.push_back(empty ? 0 : 1 + static_cast<double>(random.below(50)));
      lower.push_back(!empty && random.below(10) == 0 ? cells.back() : none);
    }
    for (const auto& margin : dimensions) totals.push_back(sums(cells, margin));
    for (std::size_t m = 0; m < dimensions.size(); ++m) {
      margins.push_back({"m" + std::to_string(m), dimensions[m], totals[m]});
    }
  }

  template <class Values>
  Numbers sums(const Values& cells, const std::vector<std::size_t>& margin) const {
    std::size_t count = 1;
    for (const std::size_t d : margin) count *= shape[d];
    Numbers total(count);
    for (std::size_t c = 0; c < cells.size(); ++c) {
      std::vector<std::size_t> position(shape.size());
      std::size_t rest = c;
      for (std::size_t d = shape.size(); d-- > 0;) {
        position[d] = rest % shape[d];
        rest /= shape[d];
      }
      std::size_t g = 0;
      for (const std::size_t d : margin) g = g * shape[d] + position[d];
      total[g] += static_cast<double>(cells[c]);
    }
    return total;
  }

  MarginProblem problem() const { return {shape, basis, margins, lower, {}, {}}; }

  std::vector<std::size_t> shape;
  std::vector<std::vector<std::size_t>> dimensions;
  Numbers basis, lower;
  std::vector<Numbers> totals;
  std::vector<Margin> margins;
};

// The least squared change of a table of 2 × 3 with these row and column totals, by trying all.
double least_change(const Numbers& fit, const Numbers& rows, const Numbers& columns) {
  double least = std::numeric_limits<double>::infinity();
  for (int a = -2; a < 110; ++a) {
    for (int b = -2; b < 110; ++b) {
      const double cells[] = {double(a),      double(b),      rows[0] - a - b,
                              columns[0] - a, columns[1] - b, columns[2] - rows[0] + a + b};
      double change = 0;
      for (std::size_t c = 0; c < 6; ++c) {
        if (cells[c] < 0) change = std::numeric_limits<double>::infinity();
        change += (cells[c] - fit[c]) * (cells[c] - fit[c]);
      }
      least = std::min(least, change);
    }
  }
  return least;
}

TEST(MarginRounding, TwoMarginsAtLeastSquaredChange) {
  numeric::Random random(7);
  for (int round = 0; round < 200; ++round) {
    Hidden table({2, 3}, {{0}, {1}}, random);
    table.basis.assign(6, 1);
    table.lower.clear();
    const Numbers fit = fit_margins(table.problem()).cells;
    const RoundedTable rounded = round_margins(table.problem(), fit);
    ASSERT_TRUE(rounded.missed.empty()) << round;
    double change = 0;
    for (std::size_t c = 0; c < 6; ++c) {
      const double off = static_cast<double>(rounded.cells[c]) - fit[c];
      ASSERT_LT(std::abs(off), 1) << round;
      change += off * off;
    }
    ASSERT_NEAR(change, least_change(fit, table.totals[0], table.totals[1]), 1e-6) << round;
  }
}

TEST(MarginRounding, MeetsEveryMarginOfManyTables) {
  const std::uint64_t seed = 20261124;
  numeric::Random random(seed);
  const std::vector<std::vector<std::vector<std::size_t>>> overs = {
      {{0, 1}, {1, 2}},                // two that cross
      {{0}, {0, 1}, {1, 2}, {2}, {}},  // with what follows from them
      {{0, 1}, {0, 2}, {1, 2}},        // three
      {{0}, {1}, {2}}};
  for (int round = 0; round < 400; ++round) {
    std::vector<std::size_t> shape;
    for (int d = 0; d < 3; ++d) shape.push_back(1 + static_cast<std::size_t>(random.below(6)));
    const Hidden table(shape, overs[static_cast<std::size_t>(round) % overs.size()], random);
    const RoundedTable rounded =
        round_margins(table.problem(), fit_margins(table.problem(), 1e-9, 100000).cells);
    for (std::size_t m = 0; m < table.margins.size(); ++m) {
      const Numbers sums = table.sums(rounded.cells, table.dimensions[m]);
      for (std::size_t g = 0; g < sums.size(); ++g) {
        ASSERT_EQ(sums[g], table.totals[m][g]) << "seed " << seed << " round " << round;
      }
    }
    EXPECT_TRUE(rounded.missed.empty());
    for (std::size_t c = 0; c < table.basis.size(); ++c) {
      if (!core::is_missing(table.lower[c])) {
        ASSERT_GE(static_cast<double>(rounded.cells[c]), table.lower[c]) << round;
      }
      if (table.basis[c] == 0) {
        ASSERT_EQ(rounded.cells[c], 0) << round;
      }
    }
  }
}

// Halves in a cube: the three two-way margins of 1 in every line have no table of zeros and ones
// that meets them where a diagonal is closed, so something must be missed, and what is told adds
// up.
TEST(MarginRounding, TellsWhatIsMissed) {
  const Numbers basis{0, 1, 1, 1, 1, 1, 1, 0};
  const Numbers all(4, 1.0);
  const std::vector<Margin> margins{{"ab", {0, 1}, all}, {"ac", {0, 2}, all}, {"bc", {1, 2}, all}};
  const MarginProblem problem{{2, 2, 2}, basis, margins, {}, {}, {}};
  const Numbers fit{0, 1, 1, 0, 1, 0, 0, 0};
  const RoundedTable rounded = round_margins(problem, fit);
  ASSERT_FALSE(rounded.missed.empty());
  for (const MarginMiss& miss : rounded.missed) {
    core::Minor sum = 0;
    for (std::size_t c = 0; c < 8; ++c) {
      const std::size_t position[] = {c / 4, c / 2 % 2, c % 2};
      const auto& over = margins[miss.margin].dimensions;
      if (position[over[0]] * 2 + position[over[1]] == miss.cell) sum += rounded.cells[c];
    }
    EXPECT_EQ(miss.excess, sum - 1);
  }
}

TEST(MarginRounding, InPacksOfTheUnit) {
  const Numbers reps{60, 40}, months{50, 50};
  const std::vector<Margin> margins{{"rep", {0}, reps}, {"month", {1}, months}};
  const Numbers basis{1, 1, 1, 1};
  const MarginProblem problem{{2, 2}, basis, margins, {}, {}, {}};
  const RoundedTable rounded = round_margins(problem, Numbers{29.9, 30.1, 20.1, 19.9}, 10);
  EXPECT_TRUE(rounded.missed.empty());
  EXPECT_EQ(rounded.cells, (std::vector<core::Minor>{30, 30, 20, 20}));
}

TEST(MarginRounding, RefusalsNameThePlace) {
  const Numbers basis{1, 1}, total{3};
  const std::vector<Margin> margins{{"total", {}, total}};
  const MarginProblem problem{{2}, basis, margins, {}, {}, {}};
  const auto place = [](auto&& call) {
    const std::string text = refusal(call);
    return text.substr(0, text.find(": "));
  };
  EXPECT_EQ(place([&] { round_margins(problem, Numbers{1}); }), "fit");
  EXPECT_EQ(place([&] { round_margins(problem, Numbers{1, none}); }), "fit[1]");
  EXPECT_EQ(place([&] { round_margins(problem, Numbers{1, 2}, 0); }), "unit");
  EXPECT_EQ(place([&] { round_margins(problem, Numbers{1, 2}, 2); }), "margins[0].totals[0]");
  const Numbers narrow_low{1.2, 0}, narrow_high{1.8, 9};
  const MarginProblem narrow{{2}, basis, margins, narrow_low, narrow_high, {}};
  EXPECT_EQ(place([&] { round_margins(narrow, Numbers{1.5, 1.5}); }), "lower[0]");
}

}  // namespace margin_rounding_test
}  // namespace salesplan::allocation
