#include "salesplan/forecast/reconciliation.hpp"

#include <gtest/gtest.h>

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include "forecast/golden.hpp"
#include "refusal.hpp"
#include "salesplan/core/number_text.hpp"
#include "salesplan/forecast/shrinkage.hpp"

namespace salesplan::forecast {
namespace {

using Ints = std::vector<std::int32_t>;
using Numbers = std::vector<double>;
constexpr Weighting weightings[] = {Weighting::ols, Weighting::wls_structural,
                                    Weighting::wls_variance, Weighting::mint_shrink};
constexpr const char* names[] = {"ols", "wls_structural", "wls_variance", "mint_shrink"};

// ---- The Australian tourism set, as reconciliation_golden.py makes it. ----

struct Tourism {
  SummingStructure structure;
  Numbers base;       // [n, 4]
  Numbers residuals;  // [n, periods]
  std::size_t periods = 0;
};

/// The numbers of the distinct keys in their order.
template <class Key>
void add_grouping(Ints& group, const std::vector<Key>& keys) {
  const std::set<Key> distinct(keys.begin(), keys.end());
  for (const Key& key : keys) {
    group.push_back(static_cast<std::int32_t>(std::distance(distinct.begin(), distinct.find(key))));
  }
}

double growth(const Numbers& y, std::size_t t) {
  double now = 0;
  double before = 0;
  for (std::size_t q = 1; q <= 4; ++q) {
    now += y[t - q];
    before += y[t - 4 - q];
  }
  return before > 0 ? std::clamp(now / before, 0.5, 2.0) : 1;
}

Tourism read_tourism() {
  std::ifstream in(std::string(SALESPLAN_SOURCE_DIR) +
                   "/../shared/data/forecast/aus_tourism_quarterly_region_purpose.csv");
  using Key = std::tuple<std::string, std::string, std::string>;  // state, region, purpose
  std::map<Key, std::map<std::string, double>> bottom;
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    bool quoted = false;
    std::string plain;  // tabs between the cells: names hold commas
    for (const char c : line) {
      if (c == '"') {
        quoted = !quoted;
      } else {
        plain += c == ',' && !quoted ? '\t' : c;
      }
    }
    std::stringstream cells(plain);
    std::string quarter, region, state, purpose, trips;
    for (std::string* cell : {&quarter, &region, &state, &purpose, &trips}) {
      std::getline(cells, *cell, '\t');
    }
    bottom[{state, region, purpose}][quarter] = core::parse_number(trips, line);
  }
  Tourism tourism;
  if (bottom.empty()) return tourism;
  std::vector<std::string> states, purposes;
  std::vector<std::pair<std::string, std::string>> regions, states_by_purpose;
  Numbers values;
  for (const auto& [key, history] : bottom) {
    const auto& [state, region, purpose] = key;
    states.push_back(state);
    regions.emplace_back(state, region);
    purposes.push_back(purpose);
    states_by_purpose.emplace_back(state, purpose);
    for (const auto& [quarter, trips] : history) values.push_back(trips);
  }
  Ints group;
  add_grouping(group, states);
  add_grouping(group, regions);
  add_grouping(group, purposes);
  add_grouping(group, states_by_purpose);
  tourism.structure = grouped_structure(bottom.size(), group);
  const std::size_t length = values.size() / bottom.size();
  const Numbers all = sum_up(tourism.structure, values, length);
  tourism.periods = length - 8;
  for (std::size_t i = 0; i < tourism.structure.series(); ++i) {
    const Numbers y(all.begin() + static_cast<std::ptrdiff_t>(i * length),
                    all.begin() + static_cast<std::ptrdiff_t>((i + 1) * length));
    for (std::size_t c = 0; c < 4; ++c) {
      tourism.base.push_back(y[length - 4 + c] * growth(y, length));
    }
    for (std::size_t t = 8; t < length; ++t) {
      tourism.residuals.push_back(y[t] - y[t - 4] * growth(y, t));
    }
  }
  return tourism;
}

TEST(Reconciliation, AgreesWithReferenceValuesOnAustralianTourism) {
  const Tourism tourism = read_tourism();
  if (tourism.base.empty()) GTEST_SKIP() << "the tourism set is not in ../shared";
  ASSERT_EQ(tourism.structure.series(), 425u);
  const auto golden = read_golden("reconciliation_golden.csv");
  const ShrunkCovariance shrunk = shrunk_covariance(tourism.residuals, tourism.periods);
  EXPECT_NEAR(shrunk.intensity, golden.at("mint_shrink").at("intensity")[0], 1e-12);
  for (const bool non_negative : {false, true}) {
    for (std::size_t k = 0; k < 4; ++k) {
      const std::string name = names[k] + std::string(non_negative ? "+" : "");
      const Numbers y = reconcile(tourism.structure, tourism.base, 4, tourism.residuals,
                                  tourism.periods, {weightings[k], non_negative, 1});
      double squares = 0;
      for (const double value : y) squares += value * value;
      for (const auto& [field, values] : golden.at(name)) {
        SCOPED_TRACE(name + " " + field);
        if (field == "squares") {
          EXPECT_NEAR(squares / values[0], 1, 1e-10);
        } else if (field[0] >= '0' && field[0] <= '9') {
          for (std::size_t c = 0; c < 4; ++c) {
            EXPECT_NEAR(y[std::stoul(field) * 4 + c], values[c], 1e-7);
          }
        }
      }
      if (non_negative) {
        EXPECT_GE(*std::min_element(y.begin(), y.end()), 0);
      }
    }
  }
  Numbers sd;
  for (const double variance : shrunk.variance) sd.push_back(std::sqrt(variance));
  const Numbers reconciled =
      reconciled_sd(tourism.structure, sd, 1, tourism.residuals, tourism.periods);
  for (const auto& [field, values] : golden.at("mint_shrink")) {
    if (field.rfind("sd", 0) == 0) {
      EXPECT_NEAR(reconciled[std::stoul(field.substr(2))], values[0], 1e-8) << field;
    }
  }
}

// ---- Properties on random structures. ----

struct Case {
  SummingStructure structure;
  Numbers base, residuals;
  std::size_t columns = 0, periods = 0;
};

Case random_case(std::mt19937& random, std::size_t bottoms, std::size_t groups,
                 std::size_t periods) {
  std::normal_distribution<double> normal;
  Case made;
  Ints group;
  for (std::size_t size : {groups, 1 + bottoms / 7}) {
    size = std::min(size, bottoms);
    for (std::size_t j = 0; j < bottoms; ++j) group.push_back(static_cast<std::int32_t>(j % size));
    std::shuffle(group.end() - static_cast<std::ptrdiff_t>(bottoms), group.end(), random);
  }
  made.structure = grouped_structure(bottoms, group);
  made.columns = 2;
  made.periods = periods;
  for (std::size_t i = 0; i < made.structure.series(); ++i) {
    const double scale = std::exp(normal(random));
    const auto size = static_cast<double>(made.structure.members(i).size());
    for (std::size_t c = 0; c < 2; ++c) {
      made.base.push_back(size + 2 * std::sqrt(size) * normal(random));
    }
    for (std::size_t t = 0; t < periods; ++t) made.residuals.push_back(scale * normal(random));
  }
  return made;
}

/// S'W⁻¹(Sb - ŷ), the gradient of the objective, column c: 0 at the optimum; with the bound, >= 0
/// and 0 where b > 0.
Eigen::VectorXd gradient(const Case& given, Weighting weighting, const Numbers& y, std::size_t c) {
  const SummingStructure& s = given.structure;
  const auto n = static_cast<Eigen::Index>(s.series());
  const auto t = static_cast<Eigen::Index>(given.periods);
  const ShrunkCovariance shrunk = shrunk_covariance(given.residuals, given.periods);
  Eigen::VectorXd own(n), difference(n);
  for (Eigen::Index i = 0; i < n; ++i) {
    const auto row = static_cast<std::size_t>(i);
    own(i) = weighting == Weighting::ols              ? 1
             : weighting == Weighting::wls_structural ? static_cast<double>(s.members(row).size())
                                                      : shrunk.variance[row];
    difference(i) = y[row * given.columns + c] - given.base[row * given.columns + c];
  }
  if (weighting == Weighting::mint_shrink && shrunk.intensity < 1) {
    own *= shrunk.intensity;
    const double common = (1 - shrunk.intensity) / static_cast<double>(given.periods);
    const Eigen::Map<const Eigen::MatrixXd> e(given.residuals.data(), t, n);  // E'
    const Eigen::MatrixXd inner = Eigen::MatrixXd::Identity(t, t) / common +
                                  e * own.cwiseInverse().asDiagonal() * e.transpose();
    const Eigen::VectorXd scaled = difference.cwiseQuotient(own);
    const Eigen::VectorXd shared = inner.llt().solve(e * scaled);
    difference -= e.transpose() * shared;
  }
  const Eigen::VectorXd weighed = difference.cwiseQuotient(own);
  Eigen::VectorXd result = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(s.bottoms()));
  for (std::size_t i = 0; i < s.series(); ++i) {
    for (const std::int32_t j : s.members(i)) result(j) += weighed(static_cast<Eigen::Index>(i));
  }
  return result;
}

void expect_optimal(const Case& given, Weighting weighting, bool non_negative, double tolerance) {
  const Numbers y = reconcile(given.structure, given.base, given.columns, given.residuals,
                              given.periods, {weighting, non_negative, 1});
  Numbers bottom;
  for (const std::size_t row : given.structure.bottom_row) {
    for (std::size_t c = 0; c < given.columns; ++c) bottom.push_back(y[row * given.columns + c]);
  }
  EXPECT_EQ(y, sum_up(given.structure, bottom, given.columns));
  EXPECT_EQ(y, reconcile(given.structure, given.base, given.columns, given.residuals, given.periods,
                         {weighting, non_negative, 8}));
  std::size_t bound = 0;
  for (std::size_t c = 0; c < given.columns; ++c) {
    const Eigen::VectorXd g = gradient(given, weighting, y, c);
    for (Eigen::Index j = 0; j < g.size(); ++j) {
      const double value = bottom[static_cast<std::size_t>(j) * given.columns + c];
      if (non_negative) {
        ASSERT_GE(value, 0);
      }
      if (non_negative && value == 0) {
        ++bound;
        ASSERT_GE(g(j), -tolerance) << j;
      } else {
        ASSERT_NEAR(g(j), 0, tolerance) << j;
      }
    }
  }
  if (non_negative) {
    EXPECT_GT(bound, 0u);
  }
}

TEST(Reconciliation, IsOptimalOnRandomCrossedStructures) {
  constexpr unsigned seed = 20;
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int repeat = 0; repeat < 25; ++repeat) {
    const std::size_t bottoms = 20 + random() % 60;
    const Case given = random_case(random, bottoms, 2 + random() % 9, 3 + random() % 40);
    for (const Weighting weighting : weightings) {
      expect_optimal(given, weighting, false, 1e-8);
      expect_optimal(given, weighting, true, 1e-6);
    }
  }
}

TEST(Reconciliation, IsOptimalWhereNoMatrixIsMade) {
  constexpr unsigned seed = 21;
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const Case given = random_case(random, 2400, 1100, 4);
  for (const Weighting weighting : weightings) {
    expect_optimal(given, weighting, false, 1e-8);
    expect_optimal(given, weighting, true, 1e-6);
  }
}

TEST(Reconciliation, LeavesCoherentForecastsAlone) {
  std::mt19937 random(22);
  Case given = random_case(random, 30, 5, 12);
  given.base = sum_up(given.structure, Numbers(60, 1.25), 2);
  for (const Weighting weighting : weightings) {
    const Numbers y = reconcile(given.structure, given.base, 2, given.residuals, 12, {weighting});
    for (std::size_t k = 0; k < y.size(); ++k) EXPECT_NEAR(y[k], given.base[k], 1e-12);
  }
}

TEST(Reconciliation, SeriesWithoutErrorDoNotBreakIt) {
  const SummingStructure tree = tree_structure(Ints{-1, 0, 0, 1, 1, 2});
  Numbers residuals(6 * 4, 0.0);
  for (std::size_t t = 0; t < 4; ++t) residuals[t] = residuals[2 * 4 + t] = t % 2 == 0 ? 1 : -1;
  // North and all of its bottom series never sell: the error is South's.
  const Numbers y = reconcile(tree, Numbers{12, 0, 10, 0, 0, 10}, 1, residuals, 4);
  EXPECT_NEAR(y[1], 0, 1e-6);
  EXPECT_DOUBLE_EQ(y[0], y[1] + y[2]);
  EXPECT_NO_THROW(reconcile(tree, Numbers(6, 1.0), 1, Numbers(24, 0.0), 4));
}

TEST(Reconciliation, BottomUpSums) {
  const SummingStructure tree = tree_structure(Ints{-1, 0, 0});
  EXPECT_EQ(bottom_up(tree, Numbers{9, 9, 1, 2, 3, 4}, 2), (Numbers{4, 6, 1, 2, 3, 4}));
}

TEST(Reconciliation, TemporalHierarchiesMeetInTheMiddle) {
  // Two half-years and the year, W = number of halves: (ŷ_year - Σ halves) split 2:1:1 over 4.
  const SummingStructure year = temporal_structure(2, Ints{2});
  const Numbers y = reconcile(year, Numbers{14, 4, 6}, 1, {}, 0, {Weighting::wls_structural});
  EXPECT_NEAR(y[0], 12, 1e-12);
  EXPECT_NEAR(y[1], 5, 1e-12);
  EXPECT_NEAR(y[2], 7, 1e-12);
}

TEST(Reconciliation, IntervalsFollowTheReconciledVariance) {
  // One aggregate, independent equal errors: P = I - ⅓ C'C, diagonal ⅔.
  const SummingStructure pair = tree_structure(Ints{-1, 0, 0});
  const Numbers sd = reconciled_sd(pair, Numbers{3, 3, 3}, 1, {}, 0, {Weighting::ols});
  for (const double value : sd) EXPECT_NEAR(value, 3 * std::sqrt(2.0 / 3), 1e-12);
  const auto intervals =
      coherent_intervals(Numbers{10, 1}, Numbers{2, 2}, Numbers{0.8}, {Weighting::ols, true, 1});
  EXPECT_NEAR(intervals[0].lower[0], 10 - 2 * 1.2815515655446004, 1e-9);
  EXPECT_EQ(intervals[0].lower[1], 0);
  EXPECT_NEAR(intervals[0].upper[1], 1 + 2 * 1.2815515655446004, 1e-9);
}

TEST(Reconciliation, RefusalsNameThePlace) {
  const SummingStructure tree = tree_structure(Ints{-1, 0, 0});
  EXPECT_EQ(refusal([&] {
              reconcile(tree, Numbers{1, 1}, 1, {}, 0, {Weighting::ols});
            }),
            "base: 2 values for 3 series in 1 columns");
  EXPECT_EQ(refusal([&] {
              reconcile(tree, Numbers{1, NAN, 1}, 1, {}, 0, {Weighting::ols});
            }),
            "base[1]: nan is not in -1e+100..1e100");
  EXPECT_EQ(refusal([&] {
              reconcile(tree, Numbers{1, 1, 1}, 1, {}, 0);
            }),
            "residuals: 0 values for 3 series in 0 columns");
  EXPECT_EQ(refusal([&] {
              reconcile(tree, Numbers{1, 1, 1}, 1, Numbers{1, 1, INFINITY, 1, 1, 1}, 2);
            }),
            "residuals[2]: inf is not in -1e+100..1e100");
  EXPECT_EQ(refusal([&] {
              reconcile(tree, Numbers{1, 1, 1}, 1, Numbers{1, 1, 1}, 1);
            }),
            "residuals: 3 values are not rows of 1 periods, at least 2");
  EXPECT_EQ(refusal([&] {
              reconciled_sd(tree, Numbers{1, -1, 1}, 1, {}, 0, {Weighting::ols});
            }),
            "sd[1]: -1 is not in 0..1e100");
}

}  // namespace
}  // namespace salesplan::forecast
