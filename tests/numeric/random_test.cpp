#include "salesplan/numeric/random.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <string>
#include <vector>

namespace salesplan::numeric {
namespace {

TEST(Random, MeansAndVariancesOfTheDistributions) {
  struct Case {
    std::string name;
    std::function<double(Random&)> draw;
    double mean, variance;
  };
  const std::vector<Case> cases = {
      {"uniform", [](Random& r) { return r.uniform(); }, 0.5, 1 / 12.0},
      {"below", [](Random& r) { return static_cast<double>(r.below(7)); }, 3, 4},
      {"exponential", [](Random& r) { return r.exponential(); }, 1, 1},
      {"normal", [](Random& r) { return r.normal(); }, 0, 1},
      {"gamma 0.2", [](Random& r) { return r.gamma(0.2); }, 0.2, 0.2},
      {"gamma 9", [](Random& r) { return r.gamma(9); }, 9, 9},
      {"beta", [](Random& r) { return r.beta(2, 3); }, 0.4, 0.04},
      {"poisson 3", [](Random& r) { return r.poisson(3); }, 3, 3},
      {"poisson 200", [](Random& r) { return r.poisson(200); }, 200, 200}};
  constexpr int n = 200000;
  for (const Case& one : cases) {
    Random random(42);
    double sum = 0, squares = 0;
    for (int i = 0; i < n; ++i) {
      const double off = one.draw(random) - one.mean;
      sum += off;
      squares += off * off;
    }
    EXPECT_NEAR(sum / n, 0, 5 * std::sqrt(one.variance / n)) << one.name;
    EXPECT_NEAR(squares / n / one.variance, 1, 0.03) << one.name;
  }
}

TEST(Random, PoissonProbabilitiesOnBothSidesOfItsBranch) {
  for (const double mean : {0.5, 9.99, 10.01, 40.0}) {
    Random random(1);
    std::vector<double> seen(200);
    constexpr int n = 200000;
    for (int i = 0; i < n; ++i) seen.at(static_cast<std::size_t>(random.poisson(mean))) += 1;
    for (std::size_t k = 0; k < seen.size(); ++k) {
      const double p = std::exp(static_cast<double>(k) * std::log(mean) - mean -
                                std::lgamma(static_cast<double>(k) + 1));
      EXPECT_NEAR(seen[k] / n, p, 5 * std::sqrt(p / n) + 1e-5) << mean << " " << k;
    }
  }
  EXPECT_EQ(Random(3).poisson(0), 0);
}

TEST(Random, StreamsDifferAndRepeat) {
  EXPECT_EQ(Random(7, 3).bits(), Random(7, 3).bits());
  EXPECT_NE(Random(7, 3).bits(), Random(7, 4).bits());
  EXPECT_NE(Random(7, 3).bits(), Random(8, 3).bits());
  for (int i = 0; i < 100; ++i) EXPECT_EQ(Random(static_cast<std::uint64_t>(i)).below(1), 0u);
}

}  // namespace
}  // namespace salesplan::numeric
