#include "salesplan/target/fairness.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "refusal.hpp"

namespace salesplan::target {
namespace {

using Numbers = std::vector<double>;

TEST(Fairness, GiniOfKnownShares) {
  EXPECT_EQ(gini(Numbers{5, 5, 5}), 0);
  EXPECT_EQ(gini(Numbers{0, 0, 0, 12}), 0.75);  // all with one: 1 - 1/n
  EXPECT_EQ(gini(Numbers{3, 1}), 0.25);         // (2 + 2) / (2·2·4)
  EXPECT_EQ(gini(Numbers{1, 2, 3, 4}), 0.25);   // 2·10 / (2·4·10)
  EXPECT_EQ(gini(Numbers{1, NAN, 3}), 0.25) << "units without a value are left out";
  EXPECT_EQ(gini(Numbers{0, 0}), 0);
  EXPECT_EQ(gini(Numbers{}), 0);
  EXPECT_EQ(gini(Numbers{9e299, 9e299, 9e299}), 0) << "sums do not overflow";
  EXPECT_EQ(refusal([] { gini(Numbers{1, -2}); }), "values[1]: -2 is not in [0, 1e300)");
  EXPECT_EQ(refusal([] { gini(Numbers{INFINITY}); }), "values[0]: inf is not in [0, 1e300)");
}

TEST(Fairness, GiniIsThatOfItsDefinitionOnRandomShares) {
  constexpr unsigned seed = 20261130;
  SCOPED_TRACE(seed);
  std::mt19937_64 engine(seed);
  std::uniform_real_distribution<double> part(0, 1000);
  for (int round = 0; round < 500; ++round) {
    Numbers values(1 + engine() % 40);
    for (double& value : values) value = engine() % 5 == 0 ? 0 : part(engine);
    double differences = 0, sum = 0;
    for (const double a : values) {
      sum += a;
      for (const double b : values) differences += std::fabs(a - b);
    }
    const double n = static_cast<double>(values.size());
    const double expected = sum > 0 ? differences / (2 * n * sum) : 0;
    ASSERT_NEAR(gini(values), expected, 1e-13) << round;
    ASSERT_LE(gini(values), 1 - 1 / n + 1e-15);
    Numbers others = values;
    std::shuffle(others.begin(), others.end(), engine);
    ASSERT_EQ(gini(others), gini(values)) << "whoever has it";
    for (double& value : others) value *= 1024;
    ASSERT_EQ(gini(others), gini(values)) << "in whatever unit";
  }
}

TEST(Fairness, ReportsAndRefusesByMeasure) {
  const std::vector<std::string> reps{"Ann", "Bob", "Cai"};
  const Numbers hardness{0.6, 0.5, 0.55}, hours{150, 50, NAN}, nothing{NAN, NAN, NAN};
  const std::vector<FairnessMeasure> measures{
      {"hardness", hardness, 0.1}, {"workload", hours, 0.2}, {"potential", nothing}};
  const std::vector<Fairness> report = fairness(measures, reps);
  EXPECT_EQ(report.size(), 3U);
  EXPECT_TRUE(report[0].fair);
  EXPECT_FALSE(report[1].fair);
  EXPECT_EQ(report[1].gini, 0.25);  // 200 / (2·2·200)
  EXPECT_EQ(report[1].mean, 100);
  EXPECT_TRUE(report[2].fair);
  EXPECT_TRUE(std::isnan(report[2].mean) && std::isnan(report[2].most));
  EXPECT_EQ(refusal([&] { require_fair(report, reps); }),
            "workload: Gini 0.25 exceeds 0.2: Ann has 150, Bob 50, the mean is 100");
  EXPECT_EQ(refusal([&] { require_fair(report); }),
            "workload: Gini 0.25 exceeds 0.2: unit 0 has 150, unit 1 50, the mean is 100");
  const std::vector<Fairness> fair{report[0], report[2]};
  EXPECT_EQ(refusal([&] { require_fair(fair, reps); }), "accepted");
}

TEST(Fairness, RefusalsNameThePlace) {
  const std::vector<std::string> reps{"Ann", "Bob"};
  const Numbers two{1, -1}, one{1};
  const auto refused = [&](std::vector<FairnessMeasure> measures) {
    return refusal([&] { fairness(measures, reps); });
  };
  EXPECT_EQ(refused({{"workload", two}}), "workload[Bob]: -1 is not in [0, 1e300)");
  EXPECT_EQ(refused({{"workload", one}}), "workload: 1 values for 2 items");
  EXPECT_EQ(refused({{"workload", two, 1.5}}), "workload.limit: 1.5 is not in [0, 1]");
  const Numbers fine{1, 2};
  EXPECT_EQ(refused({{"a", fine}, {"a", fine}}), "measures: \"a\" is given twice");
}

}  // namespace
}  // namespace salesplan::target
